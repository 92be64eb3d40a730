/**
 * Browsers cap the height of an element (33.5 million px in Chromium, 17.9 in Firefox), which is half a million rows.
 * So the element that makes the scrollbar ends at 8 million px, and scroll positions map to tops of the content: a
 * step moves by as many px as it says, a jump goes to the same share of the way. The idea is hightable's.
 */
const MOST_SPACER = 8_000_000

/** Heights and tops in px. `scroll` is a scrollTop of the element, `top` the px of content above what is in sight. */
export interface ScrollMap {
  readonly rowHeight: number
  /** Of what is in sight of the rows. */
  readonly viewHeight: number
  readonly contentHeight: number
  readonly spacerHeight: number
  readonly maxTop: number
  readonly maxScroll: number
  readonly isScaled: boolean
}

export function scrollMap(numRows: number, rowHeight: number, viewHeight: number): ScrollMap {
  const contentHeight = numRows * rowHeight
  const spacerHeight = Math.min(contentHeight, MOST_SPACER)
  return {
    rowHeight,
    viewHeight,
    contentHeight,
    spacerHeight,
    maxTop: Math.max(0, contentHeight - viewHeight),
    maxScroll: Math.max(0, spacerHeight - viewHeight),
    isScaled: contentHeight > spacerHeight,
  }
}

export function scrollOfTop({ maxTop, maxScroll, isScaled }: ScrollMap, top: number): number {
  return isScaled ? (top / maxTop) * maxScroll : top
}

export function clampTop({ maxTop }: ScrollMap, top: number): number {
  return Math.min(Math.max(top, 0), maxTop)
}

/** The top after the element was scrolled from `before`, where it showed `top`, to `scroll`. */
export function topAfterScroll(map: ScrollMap, top: number, before: number, scroll: number): number {
  const { maxTop, maxScroll, viewHeight, isScaled } = map
  if (!isScaled) return clampTop(map, scroll)
  if (scroll <= 0) return 0
  if (scroll >= maxScroll - 1) return maxTop // not all browsers reach the very end: fractions of px get lost
  const step = scroll - before
  const isJump = Math.abs(step) > viewHeight
  return isJump ? Math.round((scroll / maxScroll) * maxTop) : clampTop(map, top + step)
}

/** The top nearest to `top` that shows a row whole. */
export function topToShow(map: ScrollMap, top: number, row: number): number {
  const above = row * map.rowHeight
  const below = above + map.rowHeight - map.viewHeight
  return clampTop(map, top > above ? above : top < below ? below : top)
}

/** Rows in sight, those cut by an edge among them: `start` inclusive, `end` exclusive. */
export function rowsInSight(map: ScrollMap, numRows: number, top: number): { start: number; end: number } {
  const start = Math.min(Math.floor(top / map.rowHeight), numRows)
  return { start, end: Math.min(numRows, Math.ceil((top + map.viewHeight) / map.rowHeight)) }
}
