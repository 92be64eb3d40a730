/** A line being edited. */
export interface EditedLine {
  readonly text: string
  readonly cursor: number
}

/** Readline's keys that browsers have not got: the line after one of them, or undefined. */
export function editedBy(key: string, { text, cursor }: EditedLine): EditedLine | undefined {
  if (key === 'a') return { text, cursor: 0 }
  if (key === 'e') return { text, cursor: text.length }
  if (key === 'u') return { text: text.slice(cursor), cursor: 0 }
  if (key === 'k') return { text: text.slice(0, cursor), cursor }
  return undefined
}

/** Lines of a paste: those to run, and the last one, which stays at the prompt if no newline ends it. */
export function splitPaste(pasted: string): { readonly run: readonly string[]; readonly rest: string } {
  const lines = pasted.replace(/\r\n?/g, '\n').split('\n')
  const rest = lines.pop() ?? ''
  return { run: lines.map((line) => line.replace(/^pmat> /, '')), rest }
}
