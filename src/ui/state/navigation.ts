import { signal } from '@preact/signals'
import { fromHash, type Route, START, toHash } from './route.ts'

/** What is shown now. Only `go` and `replace` change it, and the browser's back and forward. */
export const route = signal(fromHash(location.hash))

addEventListener('popstate', follow)
addEventListener('hashchange', follow)
addEventListener('pagehide', writeNow)

function follow(): void {
  clearTimeout(writing)
  writing = undefined
  if (toHash(route.peek()) !== location.hash) route.value = fromHash(location.hash)
}

/** Show something else: a step that the back button undoes. */
export function go(to: Partial<Route>): void {
  writeNow()
  const next = { ...route.peek(), ...to }
  const hash = toHash(next)
  if (hash === location.hash) return
  history.pushState(null, '', hash)
  route.value = next
}

/** The same place, seen otherwise: sorted, selected, with the console open. Back goes past it. */
export function replace(to: Partial<Route>): void {
  route.value = { ...route.peek(), ...to }
  writing ??= setTimeout(writeNow, WRITE_DELAY)
}

/** A held arrow key selects faster than browsers let anyone write the address. */
const WRITE_DELAY = 150
let writing: ReturnType<typeof setTimeout> | undefined

function writeNow(): void {
  if (writing === undefined) return
  clearTimeout(writing)
  writing = undefined
  history.replaceState(null, '', toHash(route.peek()))
}

export function goToStart(): void {
  go(START)
}

/** A place in the dump that is open. */
export interface Place {
  readonly view: string
  readonly sv?: string | null
  readonly options?: ReadonlyMap<string, string>
}

/** Address of a place, for `href`. Neither the selection nor the console is in it: a plain click keeps them. */
export function hrefOf({ view, sv = null, options = new Map() }: Place): string {
  return toHash({ ...START, dump: route.peek().dump, view, sv, options })
}

export function goTo(place: Place): void {
  followLink(hrefOf(place))
}

/** Where a plain click on a link of ours leads. */
export function followLink(href: string): void {
  const { dump, view, sv, options } = fromHash(href)
  if (dump === null) goToStart()
  else go({ dump, view, sv, options })
}

/** Plain clicks on links of ours; all others (new tab, download, foreign) are the browser's. */
export function followClicks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
    return
  const link = event.target instanceof Element ? event.target.closest('a') : null
  const href = link?.getAttribute('href')
  if (!href?.startsWith('#/')) return
  event.preventDefault()
  followLink(href)
}
