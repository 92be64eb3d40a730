import { Analyses } from '../analyses/analyses.ts'
import { allFindings, heapFigures } from '../analyses/findings.ts'
import type { Finding } from '../analyses/findings/finding.ts'
import { UNSLICED } from '../base/slice.ts'
import { buildHeap } from '../columns/build-heap.ts'
import { NO_SV } from '../columns/sv-table.ts'
import { addressText } from '../model/describe.ts'
import { partialText } from '../reader/damage.ts'
import { DumpError } from '../reader/dump-error.ts'
import { readDump } from '../reader/read-dump.ts'
import { openNodeSource } from './node-source.ts'
import { Output } from './output.ts'

// npm run -s findings -- FILE: what leaks in a dump, as JSON: all findings, ranked.

async function main(path: string | undefined): Promise<number> {
  if (path === undefined) {
    console.error('usage: npm run -s findings -- FILE')
    return 2
  }
  const heap = await buildHeap(await readDump(openNodeSource(path)))
  const { damage } = heap.data
  if (damage) console.error(`findings: ${partialText(damage, heap.svs.numSvs)}`)
  const analyses = new Analyses(heap)
  const figures = await heapFigures(analyses, UNSLICED)
  const findings = await allFindings(analyses, UNSLICED)
  await output.write(`{"heap": ${JSON.stringify(figures)},\n"findings": [`)
  for (let i = 0; i < findings.length; i++) {
    await output.write(`${i === 0 ? '' : ','}\n${JSON.stringify(asJson(analyses, findings[i]))}`)
  }
  await output.write('\n]}\n')
  return 0
}

function asJson({ model }: Analyses, finding: Finding): object {
  const { evidence: _, weight: __, packages, example, ...rest } = finding
  // Names of the dump are keys here: no prototype that one of them could meet.
  const counts: Record<string, number> = Object.create(null)
  for (const [name, count] of packages) counts[name] = count
  return { ...rest, packages: counts, example: example === NO_SV ? null : addressText(model, example) }
}

const output = new Output(process.stdout)
try {
  process.exitCode = await main(process.argv[2])
} catch (error) {
  if (!(error instanceof DumpError)) throw error
  console.error(`findings: ${error.message}`)
  process.exitCode = 1
}
await output.end()
