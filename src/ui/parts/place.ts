const GAP = 4

/** Put a fixed element below what it belongs to, or above where there is no room, inside the window. */
export function placeBeside(element: HTMLElement, anchor: DOMRect): void {
  const { width, height } = element.getBoundingClientRect()
  const left = Math.max(GAP, Math.min(anchor.left, innerWidth - width - GAP))
  const isRoomBelow = anchor.bottom + GAP + height <= innerHeight
  const top = isRoomBelow ? anchor.bottom + GAP : Math.max(GAP, anchor.top - GAP - height)
  element.style.left = `${left}px`
  element.style.top = `${top}px`
}
