import type { OutsideHolds } from '../analyses/outside-holds.ts'
import { verdictOf } from '../analyses/refcount-verdict.ts'
import { svSpan } from '../model/describe.ts'
import { findSv } from '../model/lookup.ts'
import { formatBytes } from '../perl/numbers.ts'
import { type Line, plain } from '../perl/span.ts'
import { formatTable } from '../perl/table.ts'
import { type Command, onePage, type Session } from './command.ts'
import { audit as declaration } from './shell/declarations/leaks.ts'

export interface AuditAnswer {
  readonly numBalanced: number
  readonly numExcess: number
  readonly numDeficit: number
  readonly holds: OutsideHolds
}

export interface SvAudit {
  readonly refcount: number
  readonly seen: number
}

const COUNT = 20

/** Refcounts against references. */
export const audit: Command<typeof declaration, AuditAnswer | SvAudit> = {
  declaration,
  async run(session, { args, options }) {
    return args.sv === undefined ? auditAll(session, options.count ?? COUNT) : auditOne(session, args.sv)
  },
}

async function auditOne({ analyses, slice }: Session, word: string) {
  const row = findSv(analyses.model, word)
  const ground = await analyses.evidence.ground(slice)
  const refcount = analyses.heap.svs.refcount[row]
  const seen = ground.audit.seen[row]
  const verdict = verdictOf(analyses, ground, row)
  return onePage({ refcount, seen }, [
    [svSpan(analyses.model, row)],
    [plain(`  refcount ${refcount}, references in the dump ${seen}: ${verdict === '' ? 'it balances' : verdict}`)],
  ])
}

async function auditAll({ analyses, slice }: Session, count: number) {
  const { numBalanced, numExcess, numDeficit } = await analyses.holding.audit(slice)
  const outside = await analyses.evidence.outside(slice)
  const { numSvs } = analyses.heap.svs
  const number = (value: number): Line => [{ text: value.toLocaleString('en'), kind: 'value' }]
  const lines: Line[] = [
    [
      plain(
        `${((100 * numBalanced) / Math.max(1, numSvs)).toFixed(2)} % of ${numSvs.toLocaleString('en')} refcounts balance; ${numExcess.toLocaleString('en')} are higher than the dump shows, ${numDeficit.toLocaleString('en')} lower`,
      ),
    ],
    [],
    ...formatTable(
      outside.holds
        .slice(0, count)
        .map(({ name, rows, excess, numUnreachable, bytes }) => [
          [{ text: name, kind: 'symbol' }],
          number(rows.length),
          number(excess),
          number(numUnreachable),
          [{ text: formatBytes(bytes), kind: 'value' }],
          [svSpan(analyses.model, rows[0])],
        ]),
      {
        headings: ['Held from outside', 'Count', 'Too many', 'Unreachable', 'Bytes', 'Example'],
        align: ['left', 'right', 'right', 'right', 'right'],
        separator: '  ',
        indent: 2,
      },
    ),
    [],
    ...formatTable(
      outside.systematic.map(({ name, rows, why }) => [[plain(name)], number(rows.length), [plain(why)]]),
      { headings: ["Perl's own", 'Count', 'Why'], align: ['left', 'right'], separator: '  ', indent: 2 },
    ),
  ]
  return onePage({ numBalanced, numExcess, numDeficit, holds: outside }, lines)
}
