import { type Line, plain } from '../perl/span.ts'
import { type Answer, type ShellCommand, onePage } from './command.ts'
import { more as moreDeclaration, stop as stopDeclaration } from './shell/declarations/session.ts'

/** The next page of the listing that is pending. */
export const more: ShellCommand = {
  declaration: moreDeclaration,
  isAboutShell: true,
  async answer(_session, _words, shell): Promise<Answer<boolean>> {
    const page: readonly Line[] | null = shell.nextPage()
    return onePage(page !== null, page ?? [[plain('No more')]])
  },
}

/** Drop the listing that is pending. */
export const stop: ShellCommand = {
  declaration: stopDeclaration,
  isAboutShell: true,
  async answer(_session, _words, shell): Promise<Answer<null>> {
    shell.dropPages()
    return onePage(null, [])
  },
}
