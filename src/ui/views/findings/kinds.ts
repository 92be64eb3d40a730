import type { Certainty, FindingKind } from '../../../query/protocol-findings.ts'

const TITLES: Readonly<Record<FindingKind, string>> = {
  'lost-island': 'Lost',
  'held-outside': 'Held from outside Perl',
  holder: 'Holder',
  name: 'Held by name',
  closure: 'Closures',
  'oversized-buffer': 'Oversized buffer',
  'idle-pad': 'Idle pad',
  shape: 'Shape',
  'duplicate-strings': 'Duplicate strings',
  'made-at': 'Made at',
  unreachable: 'Unreachable, held from outside',
  unaccounted: 'Unaccounted references',
}

/** In the order in which they are worth reading. */
export const KINDS = Object.keys(TITLES) as FindingKind[]

export function kindTitle(kind: FindingKind): string {
  return TITLES[kind]
}

export const CERTAINTY: Readonly<Record<Certainty, string>> = {
  proven: 'proven',
  likely: 'likely',
  hint: 'worth a look',
}
