/** What is wrong with a file, so that the page can say it and tests can tell the cases apart. */
export type DumpErrorCode =
  | 'not-a-dump' // magic or header fields say this is something else
  | 'unsupported' // a dump, of a format this reader does not know
  | 'damaged' // a record says something impossible
  | 'cut' // the file ends inside a record
  | 'unreadable' // the browser could not read the file, or it changed while it was read
  | 'too-large' // more memory than there is

/** One clear sentence about a dump that cannot be read further, with the byte it is about. */
export class DumpError extends Error {
  override name = 'DumpError' // errors are told apart by name: instanceof ends at the worker
  readonly code: DumpErrorCode
  /** Byte in the (uncompressed) dump. */
  readonly offset: number

  constructor(code: DumpErrorCode, problem: string, offset: number) {
    super(problem)
    this.code = code
    this.offset = offset
  }
}
