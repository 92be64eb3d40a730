import { sizesOf } from '../../src/analyses/size-kind.ts'
import { type Count, type Counts, type KindCount, countSvs } from '../../src/analyses/counts.ts'
import type { Analyses } from '../../src/analyses/analyses.ts'
import { UNSLICED } from '../../src/base/slice.ts'
import { countLines } from '../../src/commands/count.ts'
import { sizeKindOf } from '../../src/commands/size-options.ts'
import { lineText } from '../../src/perl/span.ts'

/** One command of a golden, where our answer is not what the real tool printed. */
export interface GoldenCase {
  readonly command: string
  readonly real: string
  readonly ours: string
  readonly analyses: Analyses
  /** Whether Devel::MAT 0.51 made the golden, else 0.56, which we follow. */
  readonly isOld: boolean
}

/** Where we answer otherwise on purpose, and what we answer then. */
export interface Difference {
  readonly why: string
  explains(given: GoldenCase): boolean | Promise<boolean>
}

const ERROR = /^error: .*\n/m

export const DIFFERENCES: readonly Difference[] = [
  {
    why: 'show of a kind that the real tool knows nothing of: it dies, we stop; of an LVALUE we tell what it stands for',
    explains({ real, ours }) {
      if (!real.includes(`error: Can't locate object method "show_`)) return false
      return (
        ours.replace(/ {2}type=.\n {2}offset=\d+\n {2}length=\d+\n(?: {2}target=.*\n)?$/, '') ===
        real.replace(ERROR, '')
      )
    },
  },
  {
    why: 'show of an immortal: the real tool dies on the length of its string',
    explains({ real, ours }) {
      if (!real.includes(`error: Can't locate object method "pvlen"`)) return false
      const sensible = real.includes('PV="1"') ? '  PVLEN 1\n' : '  PVLEN 0\n'
      return ours === real.replace('PV="0"', 'PV=""').replace(ERROR, sensible)
    },
  },
  {
    why: 'elems of pads and objects, values of classes: the real tool refuses',
    explains({ command, real, ours }) {
      if (/^error: Cannot 'elems' of a non-ARRAY\n$/.test(real)) {
        return (
          isRows(ours, /^ {2}\[\d+\] +\S/) || ours === "error: Cannot 'elems' of a CLASS - maybe you wanted 'values'?\n"
        )
      }
      if (!command.startsWith('values ') || !/^error: Cannot 'elems' of a non-HASHlike\n$/.test(real)) return false
      return (
        isRows(ours, /^ {2}\{.+\} +\S/) ||
        /^error: Cannot 'values' of a (PAD|PADLIST|PADNAMES|OBJECT) - maybe you wanted 'elems'\?\n$/.test(ours) ||
        isFilterError(command, ours)
      )
    },
  },
  {
    why: 'no SV at an address: the real tool leaves out the 0x',
    explains({ real, ours }) {
      return ours === real.replace(/^(error: No such SV at address )(?=[0-9a-f]+\n$)/, '$10x')
    },
  },
  {
    why: 'hex without 0x is an address too: the real tool wants it',
    explains({ real, ours }) {
      return (
        real === 'error: Expected numerical SV address\n' && /^error: No such SV at address 0x[0-9a-f]+\n$/.test(ours)
      )
    },
  },
  {
    why: 'a negative number is no option: the real tool looks for one of that name',
    explains: ({ real, ours }) => /^error: No such option '-\d+'\n$/.test(real) && !ours.includes('No such option'),
  },
  {
    why: 'what has no such name: the real tool dies of the missing module',
    explains({ real, ours }) {
      const missing =
        /^(?:.*\n)*error: Can't locate object method "(\w+)" via package "Devel::MAT::Tool::(?:Find::filter::)?(\w+)"/.exec(
          real,
        )
      return missing !== null && /^error: (?:Unknown filter type|No such tool) '(.*)'\n$/.exec(ours)?.[1] === missing[2]
    },
  },
  {
    why: 'count --blessed: 0.56 has lost the rows of packages',
    async explains({ command, real, ours, analyses, isOld }) {
      if (isOld || !/^count .*(?:-b|--blessed)/.test(command)) return false
      const counts = await countsFor(command, analyses)
      const scalars = /-S|--scalars/.test(command)
      return (
        textOf(countLines(counts, { blessed: false, scalars })) === real &&
        textOf(countLines(counts, { blessed: true, scalars })) === ours
      )
    },
  },
  {
    why: 'count: in 0.51 undefined scalars are in the row SCALAR, in 0.56 they have a row UNDEF',
    async explains({ command, real, analyses, isOld }) {
      if (!isOld || !command.startsWith('count')) return false
      const options = { blessed: /-b/.test(command), scalars: /-S|--scalars/.test(command) }
      return textOf(countLines(withUndefInScalar(await countsFor(command, analyses)), options)) === real
    },
  },
  {
    why: 'find pv -i: perl dies of a string that is no good UTF-8, we go on',
    explains: ({ real, ours }) => isCutBy(real, 'error: Malformed UTF-8 character (fatal)\n', ours),
  },
  {
    why: 'help: 0.56 has more commands and filters',
    explains({ command, real, ours, isOld }) {
      if (!isOld || !command.startsWith('help')) return false
      return ours.replace(/^(?:stop|strtab) +- .*\n|^ {2}find magicv2 - .*\n/gm, '') === real
    },
  },
  {
    why: 'identify through a pad whose depth the real tool cannot tell: it says "at depth" and no number, we leave that out',
    explains: ({ real, ours }) => real.replaceAll(' at depth  of ', ' of ') === ours,
  },
  {
    why: 'identify where an SV at the greatest depth is a root too: the real tool dies behind that root',
    explains({ real, ours }) {
      if (!real.includes('method "strength" via package "EDEPTH"')) return false
      const told = real.replace(ERROR, '')
      return ours.startsWith(told) && /^(?:[│ ]*├─.*\n)*[│ ]*└─not found at this depth\n/.test(ours.slice(told.length))
    },
  },
  {
    why: 'a GLOB without a package: the real tool dies',
    explains({ real, ours }) {
      if (!real.includes('error: Can\'t call method "stashname" on an undefined value')) return false
      return ours.startsWith(real.replace(ERROR, '')) && ours.includes('*__ANON__::')
    },
  },
  {
    why: 'list-dangling-ptrs: 0.56 dies at the first hash',
    explains({ command, real, ours }) {
      if (command !== 'list-dangling-ptrs' || !real.includes('error: Usage: ')) return false
      const lines = ours.split('\n').slice(0, -1)
      return (
        ours.startsWith(real.replace(ERROR, '')) &&
        lines.every((line) => / has no .+ SV at addr 0x[0-9a-f]+$/.test(line))
      )
    },
  },
]

/** Fields of an object that its class has from others: the real tool does not see them. */
export const INHERITED_FIELDS = 'show of an object: the fields that its class has from others too'

export function isShownWithInheritedFields({ command, real, ours }: GoldenCase): boolean {
  if (!command.startsWith('show ') || !ours.startsWith('OBJ()')) return false
  const expected = new Set(real.split('\n'))
  const kept = ours.split('\n').filter((line) => expected.has(line) || !/^ {2}[$@%]\w+=/.test(line))
  return kept.join('\n') === real
}

/** A class is not refused, so its filter is looked at. */
function isFilterError(command: string, ours: string): boolean {
  return / (?:nofilter|\/\(\/)/.test(command) && /^error: (?:Filter must be|Unmatched \()/.test(ours)
}

function isRows(text: string, row: RegExp): boolean {
  const lines = text.split('\n').slice(0, -1)
  return lines.every((line) => row.test(line) || /^ {2}\.\.\. \(\d+ more\)$/.test(line))
}

function textOf(lines: ReturnType<typeof countLines>): string {
  return lines.map((line) => `${lineText(line)}\n`).join('')
}

async function countsFor(command: string, analyses: Analyses): Promise<Counts> {
  const kind = sizeKindOf({ struct: command.includes('--struct'), owned: command.includes('--owned') })
  return countSvs(analyses.model, await sizesOf(analyses, kind, UNSLICED))
}

function withUndefInScalar(counts: Counts): Counts {
  const undef = counts.kinds.find(({ name }) => name === 'UNDEF')
  if (!undef) return counts
  const kinds = counts.kinds
    .filter((kind) => kind !== undef)
    .map((kind): KindCount => {
      if (kind.name !== 'SCALAR') return kind
      return { ...sumOf(kind, undef), packages: kind.packages }
    })
  return { ...counts, kinds }
}

function sumOf(a: Count, b: Count): Count {
  return {
    name: a.name,
    numSvs: a.numSvs + b.numSvs,
    bytes: a.bytes + b.bytes,
    numBlessed: a.numBlessed + b.numBlessed,
    blessedBytes: a.blessedBytes + b.blessedBytes,
  }
}

/** Whether the real tool died of this, and we go on where it stopped. */
function isCutBy(real: string, error: string, ours: string): boolean {
  return real.endsWith(error) && ours.startsWith(real.slice(0, -error.length)) && !ours.includes('error: ')
}
