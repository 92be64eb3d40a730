import { type BenchResult, WALL_CLOCK, benchDump } from '../analyses/engine-bench.ts'
import { type Line, plain } from '../perl/span.ts'
import { formatTable } from '../perl/table.ts'
import { type Command, onePage } from './command.ts'
import { dataTable } from './data-table.ts'
import { bench as declaration } from './shell/declarations/session.ts'

const RUNS = 3

/** The engine's own speed on the dump that is open, wherever it runs: in a browser's worker by a clock on the wall. */
export const bench: Command<typeof declaration, BenchResult> = {
  declaration,
  async run({ analyses, slice }, { options }) {
    const { name, bytes } = analyses.heap.data
    const windows = bytes.segments.map((segment) => segment.bytes)
    const result = await benchDump(name, windows, options.runs ?? RUNS, WALL_CLOCK, slice)
    const stages = Object.entries(result.stages)
    return onePage(result, benchLines(result), () =>
      dataTable(stages, {
        stage: ([stage]) => stage,
        'first ms': ([, { first }]) => first,
        'median ms': ([, { median }]) => median,
        'first ratio': ([, { firstRatio }]) => firstRatio,
        'median ratio': ([, { medianRatio }]) => medianRatio,
      }),
    )
  },
}

function benchLines({ bytes, svs, edges, byteSum, stages, inrefs }: BenchResult): Line[] {
  const figure = (value: number, digits: number): Line => [{ text: value.toFixed(digits), kind: 'value' }]
  const count = (value: number) => value.toLocaleString('en')
  const rows = Object.entries(stages).map(([stage, { first, median, firstRatio, medianRatio }]) => [
    [plain(stage)],
    figure(first, 1),
    figure(median, 1),
    figure(firstRatio, 2),
    figure(medianRatio, 2),
  ])
  return [
    [plain(`${count(bytes)} bytes, ${count(svs)} SVs, ${count(edges)} references`)],
    [plain(`Adding up the bytes takes ${byteSum.toFixed(1)} ms; ratios are to that`)],
    ...formatTable(rows, {
      headings: ['Stage', 'First ms', 'Median ms', 'First ratio', 'Median ratio'],
      align: ['left', 'right', 'right', 'right', 'right'],
      separator: '  ',
      indent: 2,
    }),
    [plain(`Who holds an SV: median ${inrefs.median.toFixed(3)} ms, p99 ${inrefs.p99.toFixed(3)} ms`)],
  ]
}
