import type { Csr } from '../../src/graph/csr.ts'
import { EdgeClass, edgeWord } from '../../src/graph/edge.ts'

/** A heap drawn as text, as the algorithms of src/graph take it. Rows are in the order of the lines. */
export interface DrawnHeap {
  readonly csr: Csr
  readonly refcount: Uint32Array
  readonly size: Float64Array
  readonly kinds: readonly string[]
  readonly numSvs: number
  /** Rows marked as roots. */
  readonly roots: readonly number[]
  /** Name -> row. Throws for a name that was not drawn. */
  readonly row: (name: string) => number
  /** Rows -> their names, as one string: 'A B C'. */
  readonly names: (rows: Iterable<number>) => string
}

const LINE = /^(\*?)(\w+) +([A-Z_]+) +(\d+)(?: +rc=(\d+))?(?: +->(.*))?$/
const CLASS_OF_MARK: Record<string, EdgeClass> = { '': EdgeClass.STRONG, '~': EdgeClass.WEAK, '+': EdgeClass.SAVED }

/**
 * Draw a heap, a line an SV:
 *
 *     *A HASH 100 -> B C ~A
 *     B ARRAY 60 rc=3 -> D
 *
 * `*` a root points at it; size in bytes; rc=N its refcount, else one for each strong reference drawn and one for being
 * a root; targets in order, `~` weak, `+` saved value. The immortals undef, yes and no are there undrawn.
 */
export function heapFromText(text: string): DrawnHeap {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const drawn = lines.map((line) => {
    const [, mark, name, kind, size, rc, targets = ''] = LINE.exec(line.trim()) ?? []
    if (name === undefined) throw new Error(`not an SV: ${line}`)
    return { isRoot: mark === '*', name, kind, size: Number(size), rc, targets: targets.split(/\s+/).filter(Boolean) }
  })
  const names = [...drawn.map(({ name }) => name), 'undef', 'yes', 'no']
  const row = (name: string): number => {
    const found = names.indexOf(name)
    if (found < 0) throw new Error(`not drawn: ${name}`)
    return found
  }

  const edges: Edge[] = []
  for (const sv of drawn) {
    for (const target of sv.targets) {
      const mark = /^[~+]?/.exec(target)?.[0] ?? ''
      edges.push([row(sv.name), row(target.slice(mark.length)), CLASS_OF_MARK[mark]])
    }
  }
  const roots = drawn.filter(({ isRoot }) => isRoot).map(({ name }) => row(name))
  const held = (sv: number) => edges.filter(([, to, edgeClass]) => to === sv && edgeClass === EdgeClass.STRONG).length
  return {
    csr: csrOf(names.length, edges),
    refcount: Uint32Array.from(names, (_, sv) => Number(drawn[sv]?.rc ?? held(sv) + (roots.includes(sv) ? 1 : 0))),
    size: Float64Array.from(names, (_, sv) => drawn[sv]?.size ?? 0),
    kinds: names.map((_, sv) => drawn[sv]?.kind ?? 'UNDEF'),
    numSvs: drawn.length,
    roots,
    row,
    names: (rows) => Array.from(rows, (sv) => names[sv]).join(' '),
  }
}

export type Edge = readonly [source: number, target: number, edgeClass: EdgeClass]

/** Pack edges by source; those of one source stay in order. */
export function csrOf(numRows: number, edges: readonly Edge[]): Csr {
  const offsets = new Uint32Array(numRows + 1)
  const targets: number[] = []
  for (let row = 0; row < numRows; row++) {
    for (const [source, target, edgeClass] of edges) if (source === row) targets.push(edgeWord(target, edgeClass))
    offsets[row + 1] = targets.length
  }
  return { offsets, targets: Uint32Array.from(targets) }
}
