import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { ROOT } from '../../.ci/root.mjs'
import { Analyses } from '../../src/analyses/analyses.ts'
import type { Shell } from '../../src/commands/run-line.ts'
import type { Heap } from '../../src/columns/heap.ts'
import { SvKind } from '../../src/reader/sv-types.ts'
import { fullText, openConsole } from '../helpers/console.ts'
import {
  DIFFERENCES,
  type GoldenCase,
  INHERITED_FIELDS,
  isShownWithInheritedFields,
} from '../helpers/deliberate-differences.ts'
import { openFixture } from '../helpers/open-dump.ts'
import { withOwnFieldsOnly } from '../helpers/own-fields.ts'

/** What the real tool answered: its transcripts in test/golden, each of the dump of that name in test/fixtures. */
const GOLDENS = readdirSync(join(ROOT, 'test/golden')).map((file) => file.replace(/\.txt\.gz$/, ''))
/** How many cases each deliberate difference explains: a list of reasons must not outlive them. */
const numExplained = new Map<string, number>()

test.each(GOLDENS)(
  '%s: every answer is that of the real tool, deliberate differences apart',
  async (name) => {
    const heap = await openFixture(name)
    const { cases, isOld } = readGolden(name)
    const analyses = new Analyses(heap)
    const shell = openConsole(analyses)
    const likeReal = hasObjects(heap) ? openLikeReal(heap) : null
    const wrong: { command: string; ours: string; real: string }[] = []
    for (const { command, real } of cases) {
      const ours = await fullText(shell, command)
      if (ours === real) continue
      const given = { command, real, ours, analyses, isOld }
      const why = (await reasonFor(given)) ?? (likeReal && (await reasonWithOwnFields(given, likeReal)))
      if (why === null) wrong.push({ command, ours, real })
      else numExplained.set(why, (numExplained.get(why) ?? 0) + 1)
    }
    expect(wrong).toEqual([])
  },
  120_000,
)

test('each deliberate difference is met in some golden', () => {
  const unmet = DIFFERENCES.filter(({ why }) => !numExplained.has(why))
  expect(unmet.map(({ why }) => why)).toEqual([])
})

async function reasonFor(given: GoldenCase): Promise<string | null> {
  for (const difference of DIFFERENCES) if (await difference.explains(given)) return difference.why
  return isShownWithInheritedFields(given) ? INHERITED_FIELDS : null
}

/** A console that does not see inherited fields must answer as the real tool does. */
async function reasonWithOwnFields(given: GoldenCase, { analyses, shell }: LikeReal): Promise<string | null> {
  const ours = await fullText(shell, given.command)
  return ours === given.real ? INHERITED_FIELDS : reasonFor({ ...given, analyses, ours })
}

interface LikeReal {
  readonly analyses: Analyses
  readonly shell: Shell
}

function openLikeReal(heap: Heap): LikeReal {
  const analyses = withOwnFieldsOnly(heap)
  return { analyses, shell: openConsole(analyses) }
}

function hasObjects({ svs }: Heap): boolean {
  return svs.kind.includes(SvKind.OBJECT)
}

interface Golden {
  readonly cases: readonly { readonly command: string; readonly real: string }[]
  readonly isOld: boolean
}

function readGolden(name: string): Golden {
  const text = gunzipSync(readFileSync(join(ROOT, `test/golden/${name}.txt.gz`))).toString()
  const cases = text
    .split(/^pmat> /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n')
      return { command: part.slice(0, end), real: part.slice(end + 1).replace(/\n$/, '') }
    })
  return { cases, isOld: !/^strtab +- /m.test(text) }
}
