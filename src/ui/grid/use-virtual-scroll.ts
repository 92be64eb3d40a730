import type { RefObject } from 'preact'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { clampTop, scrollMap, scrollOfTop, topAfterScroll, topToShow } from './scroll-map.ts'

/** What a table knows of where it is scrolled to. */
export interface VirtualScroll {
  readonly map: ReturnType<typeof scrollMap>
  /** Px of the scrolled element's own width. */
  readonly viewWidth: number
  /** Px of content above what is in sight. */
  readonly top: number
  /** Where in the scrolled element a row is drawn. */
  readonly placeOf: (row: number) => number
  readonly show: (row: number) => void
}

/**
 * Scrolls `numRows` rows of equal height inside an element, however many there are. `headerHeight` px at its top are
 * covered by a sticky header.
 */
export function useVirtualScroll(
  scroller: RefObject<HTMLElement | null>,
  numRows: number,
  rowHeight: number,
  headerHeight: number,
): VirtualScroll {
  const [viewHeight, setViewHeight] = useState(0)
  const [viewWidth, setViewWidth] = useState(0)
  const [top, setTop] = useState(0)
  const map = useMemo(() => scrollMap(numRows, rowHeight, viewHeight), [numRows, rowHeight, viewHeight])
  /** scrollTop as we last knew it: an event that brings the same is our own. */
  const scroll = useRef(0)
  const now = useRef({ map, top })
  now.current = { map, top }

  const moveTo = useCallback((wanted: number) => {
    const element = scroller.current
    if (!element) return
    const next = clampTop(now.current.map, wanted)
    now.current.top = next
    const place = scrollOfTop(now.current.map, next)
    // To ask where it is makes the browser lay out all that has just been drawn.
    if (place !== scroll.current) {
      element.scrollTop = place
      scroll.current = element.scrollTop
    }
    setTop(next)
  }, [])

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = () => {
      // On paper nothing scrolls: measured there, all rows would be in sight, and millions be drawn.
      if (matchMedia('print').matches) return
      setViewHeight(Math.max(0, element.clientHeight - headerHeight))
      setViewWidth(element.clientWidth)
    }
    // Tells at first too, once the browser has laid it out by itself.
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [headerHeight])

  // Fewer rows, or a taller window: what was in sight may be gone. The spacer has its new height by now.
  useLayoutEffect(() => moveTo(now.current.top), [map])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const follow = () => {
      if (element.scrollTop === scroll.current) return
      const next = topAfterScroll(now.current.map, now.current.top, scroll.current, element.scrollTop)
      scroll.current = element.scrollTop
      now.current.top = next
      setTop(next)
    }
    const settle = () => {
      if (now.current.map.isScaled) moveTo(now.current.top)
    }
    /** A wheel moves by its own px, to the very ends; the scrollbar of millions of rows would skip hundreds. */
    const roll = (event: WheelEvent) => {
      if (!now.current.map.isScaled || event.ctrlKey || event.shiftKey || event.deltaY === 0) return
      event.preventDefault()
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowHeight : event.deltaMode ? viewHeight : 1
      moveTo(now.current.top + event.deltaY * unit)
    }
    element.addEventListener('scroll', follow, { passive: true })
    element.addEventListener('scrollend', settle)
    element.addEventListener('wheel', roll, { passive: false })
    return () => {
      element.removeEventListener('scroll', follow)
      element.removeEventListener('scrollend', settle)
      element.removeEventListener('wheel', roll)
    }
  }, [rowHeight, viewHeight])

  return {
    map,
    viewWidth,
    top,
    placeOf: (row) => scroll.current + row * rowHeight - top,
    show: (row) => moveTo(topToShow(now.current.map, now.current.top, row)),
  }
}
