/** What was wrong with a line that was typed, in pmat's words where pmat has any. */
export class ShellError extends Error {
  override name = 'ShellError'
  /** Where in the line, in UTF-16 units; -1 = nowhere in particular. Lost at the worker's boundary. */
  readonly at: number

  constructor(message: string, at = -1) {
    super(message)
    this.at = at
  }
}
