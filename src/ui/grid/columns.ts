/** What tables and trees have in common of a column's looks. */
export interface ColumnLayout {
  /** Width as a grid track: `90px`, `minmax(200px, 1fr)`. */
  readonly track: string
  readonly isNumber?: boolean
  /** 1, the default: always shown. 2: from 620 px of the table's own width. 3: from 860 px. */
  readonly rank?: 1 | 2 | 3
}

/** Tracks by how much room there is. */
export function tracksOf(columns: readonly ColumnLayout[]): Readonly<Record<string, string>> {
  const upTo = (most: number) =>
    columns
      .filter(({ rank = 1 }) => rank <= most)
      .map(({ track }) => track)
      .join(' ')
  return { '--tracks-1': upTo(1), '--tracks-2': upTo(2), '--tracks-3': upTo(3) }
}

/** How much there is, by the width of a table in px: the highest rank that is shown; 0 = not even addresses in chips. */
export function roomIn(width: number): 0 | 1 | 2 | 3 {
  return width < 420 ? 0 : width < 620 ? 1 : width < 860 ? 2 : 3
}

export function cellClass({ isNumber, rank = 1 }: ColumnLayout): string {
  return `cell rank-${rank}${isNumber ? ' number' : ''}`
}
