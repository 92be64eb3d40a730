import type { VNode } from 'preact'
import type { OpenedDump } from '../../query/protocol.ts'
import { counted, groupDigits } from '../parts/format.ts'
import { Banner } from '../parts/states.tsx'

/** What must be known about a dump whatever view of it is shown. */
export function DumpBanners({ dump }: { readonly dump: OpenedDump }): VNode | null {
  const { damage, svs } = dump
  if (!damage) return null
  return (
    <Banner kind="warn">
      <strong>Partial dump.</strong> <bdi>{damage.problem}</bdi> (byte {groupDigits(damage.offset)}).{' '}
      {counted(svs, 'SV was', 'SVs were')} read before it; what came after is missing, so holders and sizes may be too
      small.
    </Banner>
  )
}
