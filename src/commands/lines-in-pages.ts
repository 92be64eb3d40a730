import type { Line } from '../perl/span.ts'

/** So many lines, in pages of as many; each page is made when it is asked for. */
export function* linesInPages(
  numLines: number,
  pageLines: number,
  lineAt: (index: number) => Line,
): Generator<readonly Line[]> {
  for (let start = 0; start < numLines; start += pageLines) {
    const page: Line[] = []
    for (let i = start; i < numLines && i < start + pageLines; i++) page.push(lineAt(i))
    yield page
  }
}

/** Items in pages of so many, as the lines that they make; each page is made when it is asked for. */
export function* inChunks<Item>(
  items: readonly Item[],
  size: number,
  linesOf: (items: readonly Item[]) => readonly Line[],
): Generator<readonly Line[]> {
  for (let start = 0; start < items.length; start += size) yield linesOf(items.slice(start, start + size))
}
