/**
 * Disjoint sets of the numbers below `length`, at first each alone: union-find with path halving (R. E. Tarjan and J. van
 * Leeuwen, "Worst-case analysis of set union algorithms", J. ACM 31, 1984). O(log length) amortised for each question.
 */
export class Groups {
  readonly #above: Uint32Array

  constructor(length: number) {
    this.#above = Uint32Array.from({ length }, (_, i) => i)
  }

  /** The member that stands for the whole group. */
  of(member: number): number {
    const above = this.#above
    let at = member
    while (above[at] !== at) {
      above[at] = above[above[at]]
      at = above[at]
    }
    return at
  }

  join(a: number, b: number): void {
    this.#above[this.of(a)] = this.of(b)
  }
}
