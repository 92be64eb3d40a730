import type { SvIndex } from '../columns/sv-table.ts'
import { typeName } from '../model/describe.ts'
import { LookupError } from '../model/lookup.ts'
import type { Model } from '../model/model.ts'
import { decodeScalar } from '../model/scalar.ts'
import { pvText } from '../perl/pv-text.ts'
import { plain } from '../perl/span.ts'
import { encodeLatin1 } from '../perl/utf8.ts'
import type { Answer, Command } from './command.ts'
import { givenSv } from './given-sv.ts'
import { catSvpv as declaration } from './shell/declarations/scripts.ts'
import { ShellError } from './shell/shell-error.ts'

/** pmat-cat-svpv: the string of an SV as it is, as far as the dump has it. */
export const catSvpv: Command<typeof declaration, Uint8Array> = {
  declaration,
  async run({ analyses: { model, heap } }, { args }): Promise<Answer<Uint8Array>> {
    const row = svAt(model, args.addr)
    if (typeName(model, row) !== 'SCALAR') throw new ShellError('SV is not a SCALAR')
    const { pv, isUtf8 } = decodeScalar(heap, row)
    if (pv === null) throw new ShellError('SV does not have a PV')
    const text = pvText(pv, isUtf8)
    // As Perl prints: a character a byte if all of them are below 256, else the bytes of the string itself.
    const bytes = (isUtf8 && encodeLatin1(text)) || pv
    return { data: bytes, bytes, pages: [text.split('\n').map((line) => [plain(line)])] }
  },
}

/** The script takes addresses alone, and has words of its own for one where nothing is. */
function svAt(model: Model, word: string): SvIndex {
  try {
    return givenSv(model, word)
  } catch (error) {
    const address = error instanceof LookupError && /^No such SV at address (0x.*)/.exec(error.message)
    throw address ? new ShellError(`No SV at ${address[1]}`) : error
  }
}
