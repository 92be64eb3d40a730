import type { Slice } from '../../base/slice.ts'
import type { Bytes } from '../../columns/sv-table.ts'
import { addressText } from '../../model/describe.ts'
import type { Analyses } from '../analyses.ts'
import type { Ground } from '../ground.ts'
import { shapeMembers } from '../shape-members.ts'
import { isLibraryFile, placeOfAnchor } from '../sub-place.ts'
import { type Shapes, shapeKeys, shapeName } from '../shapes.ts'
import { counted, distinct, type Finding, size } from './finding.ts'

const MAX_FINDINGS = 100
const MIN_COUNT = 10
const MIN_BYTES = 1024

/** Plain hashes and arrays of one make, of which there are many. */
export async function shapeFindings(
  analyses: Analyses,
  ground: Ground,
  found: Shapes,
  slice: Slice,
): Promise<Finding[]> {
  const { heap, model } = analyses
  const { offsets, targets } = shapeMembers(found)
  const ranked: { shape: Shapes['shapes'][number]; i: number; rows: Uint32Array; retained: Bytes }[] = []
  for (const [i, shape] of found.shapes.entries()) {
    if (shape.count < MIN_COUNT) continue
    if (slice.isOver()) await slice.next()
    const rows = targets.subarray(offsets[i], offsets[i + 1])
    const retained = ground.retainedBy(rows)
    if (retained >= MIN_BYTES) ranked.push({ shape, i, rows, retained })
  }
  // Arrays are of a few patterns, and most of them perl's own lists of names: hashes tell more.
  ranked.sort((a, b) => rank(b) - rank(a) || a.shape.example - b.shape.example)
  return ranked.slice(0, MAX_FINDINGS).map(({ shape, i, rows, retained }) => {
    const name = shapeName(model, shape)
    const address = addressText(model, shape.example)
    const path = ground.paths.of(shape.example)
    const role = ground.patterns.of(shape.example)
    const isHash = shape.kind === 'hash'
    return {
      kind: 'shape',
      certainty: 'hint',
      why: isHash ? 'hashes without a package that have the same keys' : 'arrays without a package of the same pattern',
      sentence: `${counted(shape.count, isHash ? 'plain hash' : 'plain array', isHash ? 'plain hashes' : 'plain arrays')} ${name}: ${size(shape.bytes)}, ${size(retained)} with what they hold${role.name === '' ? '' : `; one is ${path?.text ?? role.text}`}.`,
      fix:
        isHash && retained > shape.bytes
          ? `Each costs ${Math.round(retained / rows.length).toLocaleString('en')} bytes: an array with constants for indexes, or an object with fields, takes less.`
          : null,
      instances: shape.count,
      svs: shape.count,
      bytes: shape.bytes,
      retained,
      packages: new Map(),
      names: isHash ? distinct([...shapeKeys(model, shape), name]) : [name],
      file: null,
      line: null,
      example: shape.example,
      path: path?.text ?? null,
      commands: ['shapes', `show ${address}`],
      evidence: { view: 'packages', id: `shape:${i}` },
      // What installed modules are made of is of less interest than the program's own.
      weight: rank({ shape, retained }) / (path && isLibraryFile(placeOfAnchor(heap, path.anchor).file) ? 4 : 1),
    }
  })
}

function rank({ shape, retained }: { shape: { kind: string }; retained: number }): number {
  return shape.kind === 'hash' ? retained : retained / 4
}
