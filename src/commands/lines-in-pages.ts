import type { Line } from '../perl/span.ts'

/** A line an item, in pages of as many; each page is made when it is asked for. */
export function* linesInPages<Item>(
  items: ArrayLike<Item>,
  pageLines: number,
  lineOf: (item: Item) => Line,
): Generator<readonly Line[]> {
  for (let start = 0; start < items.length; start += pageLines) {
    const page: Line[] = []
    for (let i = start; i < items.length && i < start + pageLines; i++) page.push(lineOf(items[i]))
    yield page
  }
}
