import { type CutChoice, cutChoices, whatIf, type WhatIfAnswer } from '../analyses/what-if.ts'
import { counted, packagesOf } from '../analyses/findings/finding.ts'
import { svSpan } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { outrefName } from '../model/outref-names.ts'
import { perlStep } from '../model/perl-step.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { type Line, plain } from '../perl/span.ts'
import { formatTable } from '../perl/table.ts'
import { type Command, onePage } from './command.ts'
import { givenSv } from './given-sv.ts'
import { whatif as declaration } from './shell/declarations/leaks.ts'
import { ShellError } from './shell/shell-error.ts'

const MAX_SHOWN = 10

/** What if a reference were weak? Without one, the references to choose from. */
export const whatif: Command<typeof declaration, WhatIfAnswer | readonly CutChoice[]> = {
  declaration,
  async run({ analyses, slice }, { sv, args }) {
    const { model } = analyses
    const row = givenSv(model, sv)
    const choices = cutChoices(analyses, row)
    if (args.ref === undefined) {
      if (choices.length === 0)
        return onePage(choices, [[svSpan(model, row), plain(' refers to nothing that it holds')]])
      return onePage(choices, choiceLines(model, row, choices))
    }
    const choice = choiceOf(model, row, choices, args.ref)
    const answer = await whatIf(analyses, row, choice.ref, slice)
    const objects = [...packagesOf(analyses, answer.freed.rows)].map(([name, count]) => counted(count, name, name))
    const lines: Line[] = [
      [svSpan(model, answer.source), plain(' -> '), svSpan(model, answer.target), plain(', if that were weak:')],
      [plain(`  ${answer.sentence}`)],
      ...(objects.length === 0 ? [] : [[plain(`  freed: ${objects.slice(0, MAX_SHOWN).join(', ')}`)]]),
      ...answer.staying
        .filter(({ holders }) => holders.length > 0)
        .slice(0, MAX_SHOWN)
        .map(({ row: stays, holders }): Line => {
          const more = holders.length > 1 ? ` and ${holders.length - 1} more` : ''
          return [plain('  stays: '), svSpan(model, stays), plain(', held by '), svSpan(model, holders[0]), plain(more)]
        }),
      ...(answer.perl === null ? [] : [[plain('  in Perl: '), { text: answer.perl, kind: 'command' as const }]]),
    ]
    return onePage(answer, lines)
  },
}

function choiceLines(model: Model, row: SvIndex, choices: readonly CutChoice[]): Line[] {
  return [
    [svSpan(model, row), plain(' holds; give a number:')],
    ...formatTable(
      choices.map(({ ref, code, arg, target }) => [
        [{ text: String(ref), kind: 'value' }],
        [plain(outrefName(model.heap, row, code, arg))],
        [svSpan(model, target)],
      ]),
      { indent: 2, separator: '  ', align: ['right'] },
    ),
  ]
}

/** By number, by pmat's name, or as Perl writes it: `{cb}`, `[3]`, `$self`. */
function choiceOf({ heap }: Model, row: SvIndex, choices: readonly CutChoice[], word: string): CutChoice {
  const found = choices.find(({ ref, code, arg }) => {
    if (/^\d+$/.test(word)) return ref === Number(word)
    const step = perlStep(heap, row, code, arg)
    return outrefName(heap, row, code, arg) === word || ('text' in step && step.text === word)
  })
  if (!found) throw new ShellError(`No reference '${word}' that holds anything`)
  return found
}
