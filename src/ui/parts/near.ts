import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** How far from the edge of what is scrolled an element is near: half of its height. */
const MARGIN = '50% 0px'

const observers = new WeakMap<Element, IntersectionObserver>()
const acts = new WeakMap<Element, () => void>()

/** Whether an element inside `main` has been in sight, or close to it, since it is there: what is far is not worth drawing yet. */
export function useNear(ref: RefObject<Element | null>, atFirst: boolean): boolean {
  const [isNear, setNear] = useState(atFirst)
  useEffect(() => {
    const element = ref.current
    return isNear || !element ? undefined : whenNear(element, () => setNear(true))
  }, [isNear])
  return isNear
}

/** Call once when an element comes near, or a little later; what is returned takes it back. */
function whenNear(element: Element, act: () => void): () => void {
  const observer = observerOf(element.closest('main') ?? document.documentElement)
  acts.set(element, act)
  observer.observe(element)
  return () => {
    acts.delete(element)
    observer.unobserve(element)
  }
}

function observerOf(root: Element): IntersectionObserver {
  let observer = observers.get(root)
  if (!observer) {
    const tell = (entries: readonly IntersectionObserverEntry[]) => {
      if (due.length === 0) requestAnimationFrame(actOnce)
      for (const { isIntersecting, target } of entries) if (isIntersecting) due.push(target)
    }
    observer = new IntersectionObserver(tell, { root, rootMargin: MARGIN })
    observers.set(root, observer)
  }
  return observer
}

/** Elements that have come near. All of a screenful drawn at once would take longer than a frame: it is one in each. */
const due: Element[] = []

function actOnce(): void {
  while (due.length > 0) {
    const element = due.shift()
    const act = element && acts.get(element)
    if (!act) continue
    acts.delete(element)
    act()
    break
  }
  if (due.length > 0) requestAnimationFrame(actOnce)
}
