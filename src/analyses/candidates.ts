import type { Slice } from '../base/slice.ts'
import type { SvTable } from '../columns/sv-table.ts'
import type { SvKind } from '../reader/sv-types.ts'

/** Rows between two looks at the clock: some 0.1 ms of work. */
export const BATCH_ROWS = 1 << 12

/**
 * The rows of a stretch that are worth a look at their records, told by their kinds and flags. Without a branch: there is
 * no guessing of kinds, and what is guessed wrong keeps the processor from fetching the next records meanwhile.
 */
export class Candidates {
  readonly #numSvs: number
  readonly #kind: Uint8Array
  readonly #flags: Uint8Array
  readonly #isKind = new Uint8Array(256)
  readonly #anyFlag: number
  readonly #rows = new Uint32Array(BATCH_ROWS + 1)

  /**
   * @param kinds null = all
   * @param anyFlag SvFlags of which an SV must have any; 0 = none needed
   */
  constructor({ kind, flags, numSvs }: SvTable, kinds: readonly SvKind[] | null, anyFlag: number) {
    this.#numSvs = numSvs
    this.#kind = kind
    this.#flags = flags
    this.#anyFlag = anyFlag
    if (!kinds) this.#isKind.fill(1)
    else for (const each of kinds) this.#isKind[each] = 1
  }

  /** How many there are. */
  count(): number {
    let count = 0
    for (let start = 0; start < this.#numSvs; start += BATCH_ROWS) count += this.#batch(start).length
    return count
  }

  /** All of them, ascending; a batch is good until the next one. */
  async *batches(slice: Slice): AsyncGenerator<Uint32Array> {
    for (let start = 0; start < this.#numSvs; start += BATCH_ROWS) {
      if (slice.isOver()) {
        slice.progress(start, this.#numSvs)
        await slice.next()
      }
      yield this.#batch(start)
    }
  }

  #batch(start: number): Uint32Array {
    return this.among(start, Math.min(start + BATCH_ROWS, this.#numSvs))
  }

  /** Those among rows [start, end), at most BATCH_ROWS; good until the next call. */
  among(start: number, end: number): Uint32Array {
    const kind = this.#kind
    const flags = this.#flags
    const isKind = this.#isKind
    const rows = this.#rows
    const anyFlag = this.#anyFlag
    let length = 0
    for (let row = start; row < end; row++) {
      rows[length] = row
      length += isKind[kind[row]] & (anyFlag === 0 ? 1 : (flags[row] & anyFlag) === 0 ? 0 : 1)
    }
    return rows.subarray(0, length)
  }
}
