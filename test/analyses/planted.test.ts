import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../../.ci/root.mjs'
import { Analyses } from '../../src/analyses/analyses.ts'
import { allFindings } from '../../src/analyses/findings.ts'
import type { Finding, FindingKind } from '../../src/analyses/findings/finding.ts'
import { cutChoices, whatIf } from '../../src/analyses/what-if.ts'
import { UNSLICED } from '../../src/base/slice.ts'
import { addressText } from '../../src/model/describe.ts'
import { findSv } from '../../src/model/lookup.ts'
import { openFixture } from '../helpers/open-dump.ts'

/** What test/fixtures/planted/README.md describes. */
interface Truth {
  readonly alive?: Record<string, number>
  readonly outside?: Record<string, { readonly count: number; readonly excess: number }>
  readonly islands?: readonly {
    readonly packages: readonly string[]
    readonly count: number
    readonly captured?: string
    readonly cut?: string
    readonly fix?: string
  }[]
  readonly holders?: readonly { readonly name: string; readonly sub?: string }[]
  readonly buffers?: readonly { readonly name: string; readonly bytes: number }[]
  readonly idle_pads?: readonly { readonly sub: string; readonly what: string; readonly bytes: number }[]
  readonly shapes?: readonly { readonly count: number; readonly keys?: readonly string[] }[]
  readonly duplicates?: readonly { readonly text: string; readonly count: number; readonly only_the_beginning?: 1 }[]
  readonly closures?: readonly { readonly captured: string; readonly count: number; readonly line: number }[]
  readonly edges?: readonly { readonly name: string; readonly reference: string; readonly gone_addresses: string[] }[]
}

const truthOf = (name: string): Truth =>
  JSON.parse(readFileSync(join(ROOT, `test/fixtures/planted/${name}.json`), 'utf8'))

/** Findings of each kind, ranked; the first ten of a kind are what anybody looks at. */
async function findingsIn(name: string) {
  const all = await allFindings(new Analyses(await openFixture(`planted/${name}`)), UNSLICED)
  return { all, first: (kind: FindingKind) => all.filter((finding) => finding.kind === kind).slice(0, 10) }
}

const speaksOf = (finding: Finding, ...words: readonly string[]) =>
  words.every((word) => finding.names.some((name) => name.includes(word)) || finding.sentence.includes(word))

describe.each(['5.36', '5.42'])('planted on perl %s', { timeout: 60_000 }, (perl) => {
  test('holders, buffers, idle pads, shapes, strings, closures are found and named in the first ten of their kind', async () => {
    const truth = truthOf(`holders-${perl}`)
    const { first } = await findingsIn(`holders-${perl}`)
    for (const { name, sub = '' } of truth.holders ?? []) {
      expect(first('holder').some((finding) => speaksOf(finding, name, sub.slice(1)))).toBe(true)
    }
    for (const { name, bytes } of truth.buffers ?? []) {
      const found = first('oversized-buffer').find((finding) => speaksOf(finding, name))
      expect(found?.weight).toBeGreaterThan(0.99 * bytes)
    }
    for (const { sub, what, bytes } of truth.idle_pads ?? []) {
      const words = /^[$@%]/.test(what) ? [sub.slice(1), what] : [sub.slice(1)]
      const found = first('idle-pad').find((finding) => speaksOf(finding, ...words))
      expect(found?.bytes).toBeGreaterThanOrEqual(bytes)
    }
    for (const { count, keys = [] } of truth.shapes ?? []) {
      const found = first('shape').filter(({ instances }) => instances === count)
      expect(found.some((finding) => keys.every((key) => finding.names.includes(key)))).toBe(true)
    }
    for (const { text, count, only_the_beginning } of truth.duplicates ?? []) {
      const found = first('duplicate-strings').find(({ sentence }) =>
        sentence.includes(text.replace(/ \.\.\.$/, '').slice(0, 24)),
      )
      if (only_the_beginning) expect(found?.why).toContain('the rest was not compared')
      else expect(found?.instances).toBeGreaterThanOrEqual(count)
    }
    for (const { captured, count, line } of truth.closures ?? []) {
      const found = first('closure').find((finding) => finding.line === line)
      expect(found).toMatchObject({ instances: count, names: expect.arrayContaining([captured]) })
    }
  })

  test('all that something outside holds, by package', async () => {
    const { all } = await findingsIn(`outside-${perl}`)
    const found: Record<string, number> = {}
    for (const { kind, packages } of all) {
      if (kind === 'held-outside') for (const [name, count] of packages) found[name] = (found[name] ?? 0) + count
    }
    const { outside = {} } = truthOf(`outside-${perl}`)
    expect(found).toEqual(Object.fromEntries(Object.entries(outside).map(([name, { count }]) => [name, count])))
  })

  test.each(['sessions', 'jobs', ...(perl === '5.42' ? ['objects'] : [])])(
    '%s: islands, what was captured, what to do',
    async (program) => {
      const truth = truthOf(`${program}-${perl}`)
      const { all } = await findingsIn(`${program}-${perl}`)
      const islands = all.filter(({ kind }) => kind === 'lost-island')
      for (const { packages, count, captured, cut, fix } of truth.islands ?? []) {
        const found = islands.find(
          (island) => island.instances === count && packages.every((name) => island.packages.has(name)),
        )
        expect(found?.certainty).toBe('proven')
        if (captured) expect(found?.names).toContain(captured)
        if (cut) expect(found?.fix).toContain(cut)
        if (fix) expect(found?.fix).toContain(fix)
      }
      for (const name of Object.keys(truth.alive ?? {}))
        expect(islands.some(({ packages }) => packages.has(name))).toBe(false)
    },
  )

  test('what is freed when a reference becomes weak: as perl did it', async () => {
    const analyses = new Analyses(await openFixture(`planted/whatif-${perl}`))
    const { edges = [] } = truthOf(`whatif-${perl}`)
    expect(edges).toHaveLength(12)
    for (const { name, reference, gone_addresses } of edges) {
      const row = findSv(analyses.model, reference)
      const [{ ref }] = cutChoices(analyses, row)
      const { freed } = await whatIf(analyses, row, ref, UNSLICED)
      const gone = Array.from(freed.rows, (freedRow) => addressText(analyses.model, freedRow))
      expect([name, gone.sort()]).toEqual([name, gone_addresses.toSorted()])
    }
  })
})
