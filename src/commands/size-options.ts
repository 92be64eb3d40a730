import type { SizeKind } from '../analyses/size-kind.ts'

/** What `--struct` and `--owned` mean: of both, owned. */
export function sizeKindOf({ struct, owned }: { struct: boolean; owned: boolean }): SizeKind {
  return owned ? 'owned' : struct ? 'structure' : 'sv'
}
