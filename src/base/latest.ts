/** What was asked for last: a map that keeps so many entries, and lets go of the one that nobody has asked for longest. */
export class Latest<Key, Value> {
  readonly #most: number
  /** The latest last. */
  readonly #kept = new Map<Key, Value>()

  constructor(most: number) {
    this.#most = most
  }

  get(key: Key): Value | undefined {
    const value = this.#kept.get(key)
    if (value !== undefined) this.#moveToEnd(key, value)
    return value
  }

  /** Answers what had to go, if something had. */
  set(key: Key, value: Value): Value | undefined {
    this.#moveToEnd(key, value)
    if (this.#kept.size <= this.#most) return undefined
    const [[oldest, gone]] = this.#kept
    this.#kept.delete(oldest)
    return gone
  }

  #moveToEnd(key: Key, value: Value): void {
    this.#kept.delete(key)
    this.#kept.set(key, value)
  }
}
