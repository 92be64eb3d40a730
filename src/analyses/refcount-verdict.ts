import type { SvIndex } from '../columns/sv-table.ts'
import type { Analyses } from './analyses.ts'
import { counted } from './findings/finding.ts'
import type { Ground } from './ground.ts'
import { knownReason } from './outside-holds.ts'
import { excessOf } from './refcount-audit.ts'

/** What the difference between an SV's refcount and the references seen means, in a sentence; "" = there is none. */
export function verdictOf(analyses: Analyses, ground: Ground, row: SvIndex): string {
  const { heap } = analyses
  if (heap.isImmortal(row)) return ''
  const excess = excessOf(row, ground.audit, heap.svs)
  if (excess === 0) return ''
  if (excess < 0) {
    return `${counted(-excess, 'reference')} more ${excess === -1 ? 'is' : 'are'} shown than Perl counts: one of them is not counted`
  }
  const known = knownReason(analyses, ground, row)
  const more = `${counted(excess, 'reference')} more ${excess === 1 ? 'is' : 'are'} counted than shown: `
  return more + (known ? known[1] : 'something outside of Perl holds it')
}
