/**
 * What the page shows, as the hash of its address says: its only home. There are no strings of the dump in it, except
 * words that name an SV: addresses, root names, symbols.
 *
 *     #/                                              the start page
 *     #/d/811c9dc5-9f/largest?sort=owned              a view of a dump, with its options
 *     #/d/811c9dc5-9f/sv/0x55d0c8?at=0x55d0e0&console of an SV; the inspector shows another, the console is open
 */
export interface Route {
  /** Id of a dump; null = the start page. */
  readonly dump: string | null
  /** Name of a view; '' = the one to land on. */
  readonly view: string
  /** The word that names the SV the view is about. */
  readonly sv: string | null
  /** Of the view; what stands for its default is left out. */
  readonly options: ReadonlyMap<string, string>
  /** Address of the SV in the inspector. */
  readonly selected: string | null
  readonly isConsoleOpen: boolean
}

export const START: Route = {
  dump: null,
  view: '',
  sv: null,
  options: new Map(),
  selected: null,
  isConsoleOpen: false,
}

const SELECTED = 'at'
const CONSOLE = 'console'
/** More than any address of ours; what is longer was not written by us. */
const MOST_CHARS = 4096

export function toHash({ dump, view, sv, options, selected, isConsoleOpen }: Route): string {
  if (dump === null) return '#/'
  const words = sv === null ? (view === '' ? [] : [view]) : [view, sv]
  const query = new URLSearchParams([...options].map(([name, value]) => [name, wellFormed(value)]))
  if (selected !== null) query.set(SELECTED, wellFormed(selected))
  if (isConsoleOpen) query.set(CONSOLE, '')
  const tail = query.size === 0 ? '' : `?${readable(query.toString().replace(/=(?=&|$)/g, ''))}`
  return `#/d/${[dump, ...words].map(encodeWord).join('/')}${tail}`
}

/** Any text will do: what is no address of ours is the start page. */
export function fromHash(hash: string): Route {
  if (hash.length > MOST_CHARS || !hash.startsWith('#/d/')) return START
  const mark = hash.indexOf('?')
  const path = mark < 0 ? hash : hash.slice(0, mark)
  const [dump, view = '', ...rest] = path.slice('#/d/'.length).split('/').map(decodeWord)
  if (dump === '') return START
  const options = new Map(new URLSearchParams(mark < 0 ? '' : hash.slice(mark + 1)))
  const selected = options.get(SELECTED) ?? null
  const isConsoleOpen = options.has(CONSOLE)
  options.delete(SELECTED)
  options.delete(CONSOLE)
  return { dump, view, sv: rest.length === 0 ? null : rest.join('/'), options, selected, isConsoleOpen }
}

/** A slash stands between words; `:`, `@` and `$` may be read as they are. */
function encodeWord(word: string): string {
  return readable(encodeURIComponent(wellFormed(word)))
}

function readable(encoded: string): string {
  return encoded.replace(/%(3A|40|24)/g, decodeURIComponent)
}

/** Typed by hand it may be no good: then it is taken as it stands. */
function decodeWord(word: string): string {
  try {
    return decodeURIComponent(word)
  } catch {
    return word
  }
}

/** Half surrogates cannot be encoded. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd')
}
