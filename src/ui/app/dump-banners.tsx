import type { VNode } from 'preact'
import type { OpenedDump } from '../../query/protocol.ts'
import { Banner } from '../parts/states.tsx'

/** What must be known about a dump whatever view of it is shown. */
export function DumpBanners({ dump }: { readonly dump: OpenedDump }): VNode | null {
  const { damage } = dump
  if (!damage) return null
  return (
    <Banner kind="warn">
      <strong>Partial dump.</strong> <bdi>{damage.text}</bdi>. What came after is missing, so holders and sizes may be
      too small.
    </Banner>
  )
}
