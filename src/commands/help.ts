import type { Line } from '../perl/span.ts'
import { type Command, onePage } from './command.ts'
import { COMMANDS } from './shell/declarations/commands.ts'
import { help as declaration } from './shell/declarations/session.ts'
import { helpAnswer } from './shell/help.ts'

export const help: Command<typeof declaration, readonly Line[]> = {
  declaration,
  async run(_session, { args }) {
    const lines = helpAnswer(args.command, COMMANDS)
    return onePage(lines, lines)
  },
}
