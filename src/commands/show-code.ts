import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { type Code, codeOf } from '../model/code.ts'
import { svSpanOrNull } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { formatHex } from '../perl/numbers.ts'
import { type Line, plain } from '../perl/span.ts'
import { decodeLatin1 } from '../perl/utf8.ts'
import { padLines } from './pad-lines.ts'
import { fact, svFact } from './show-facts.ts'

/** What `show` tells of a sub; with `pad` what is in its first pad too. */
export function codeLines(model: Model, row: SvIndex, withPad: boolean): Line[] {
  const code = codeOf(model.heap, row, false)
  const { hekname, nameHek, pads, globs } = code
  const lines: Line[] = []
  const orNo = (name: string, found: readonly Line[]) => {
    lines.push(...(found.length === 0 ? [[plain(`  no ${name}`)]] : found))
  }
  if ((nameHek.lo | nameHek.hi) !== 0) lines.push(fact('name_hek', formatHex(nameHek.hi, nameHek.lo)))
  orNo('hekname', hekname === null ? [] : [fact('hekname', decodeLatin1(hekname))])
  orNo('stash', svFact(model, 'stash', code.stash))
  orNo('glob', svFact(model, 'glob', code.namedBy))
  orNo('location', locationOf(code))
  orNo('scope', svFact(model, 'scope', code.outside))
  lines.push(...svFact(model, 'padlist', code.padlist))
  lines.push(...svFact(model, 'padnames_av', code.padnamesAv))
  lines.push(...svFact(model, 'protosub', model.outrefs.protosubs.of(row, code.oproot)))
  pads.forEach((pad, i) => {
    lines.push(...svFact(model, `pad[${i}]`, pad))
  })
  const [firstPad = NO_SV] = pads
  if (withPad && firstPad !== NO_SV) {
    lines.push([plain('PAD[0]:')])
    for (const line of padLines(model, firstPad)) lines.push(line) // of some subs more than a call can have arguments
  }
  if (globs.length > 0) {
    lines.push([plain('Referenced globs:')])
    lines.push([plain('  '), ...globs.flatMap((glob) => [svSpanOrNull(model, glob), plain(', ')])])
  }
  return lines
}

function locationOf({ file, line }: Code): Line[] {
  const name = file === null ? '' : decodeLatin1(file)
  if (name === '' || name === '0') return []
  return [fact('location', line === 0 ? name : `${name} line ${line}`)]
}
