import { displayPv } from '../perl/escape.ts'
import { decodeLatin1 } from '../perl/utf8.ts'

/** What the keys of a hash say about how it grows. */
export interface KeyPattern {
  /**
   * sequence: numbers that count up behind a common text. address: addresses of references, as a reference used for a
   * key gives them. id: long numbers or hex. none: words.
   */
  readonly kind: 'sequence' | 'address' | 'id' | 'none'
  /** Two of the keys, escaped and bounded. */
  readonly examples: readonly string[]
}

const EXAMPLE_CHARS = 32
/** Share of the keys that must look alike. */
const MOST = 0.8

/** @param total how many keys there are, of which these are some */
export function patternOfKeys(keys: readonly Uint8Array[], total = keys.length): KeyPattern {
  const examples = [keys[0], keys[keys.length - 1]].filter(Boolean).map((key) => displayPv(key, true, EXAMPLE_CHARS))
  return { kind: kindOf(keys.map(decodeLatin1), total), examples }
}

function kindOf(keys: readonly string[], total: number): KeyPattern['kind'] {
  const share = (is: (key: string) => boolean) => keys.filter(is).length / Math.max(1, keys.length)
  if (share((key) => /^[\w:]*=?[A-Z]*\(0x[0-9a-f]+\)$/.test(key) || /^9\d{13}$/.test(key)) >= MOST) return 'address'
  if (isSequence(keys, total)) return 'sequence'
  const isId = (key: string) =>
    /^(?=.*\d)[0-9a-f]{12,}$/i.test(key) || /^\d{6,}$/.test(key) || /^[0-9a-f-]{32,}$/i.test(key)
  return share(isId) >= MOST ? 'id' : 'none'
}

/** Whether most keys have a number in them, each its own, and these numbers lie close together. */
function isSequence(keys: readonly string[], total: number): boolean {
  const numbers = new Set<number>()
  let low = Number.POSITIVE_INFINITY
  let high = 0
  for (const key of keys) {
    const [digits] = /\d{1,15}(?=\D*$)/.exec(key) ?? []
    if (digits === undefined) continue
    const number = Number(digits)
    numbers.add(number)
    low = Math.min(low, number)
    high = Math.max(high, number)
  }
  return numbers.size >= MOST * keys.length && high - low < 8 * total + 64
}
