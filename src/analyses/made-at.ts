import { type Slice, STEP_MASK } from '../base/slice.ts'
import { decodeExtension } from '../columns/extensions.ts'
import type { Bytes, SvIndex } from '../columns/sv-table.ts'
import { displayName } from '../perl/escape.ts'
import { decodeLatin1 } from '../perl/utf8.ts'
import { Ext } from '../reader/sv-types.ts'
import type { Analyses } from './analyses.ts'

/** SVs that were made at one line of a program. */
export interface Birthplace {
  readonly file: string
  readonly line: number
  readonly svs: number
  readonly bytes: Bytes
  /** The newest of them, by the serial number that perl gave it. */
  readonly newest: SvIndex
  readonly newestSerial: number
  readonly rows: readonly SvIndex[]
}

/** Where SVs were made, most bytes first; nothing unless perl was built with DEBUG_LEAKING_SCALARS. O(extensions). */
export async function birthplaces({ heap }: Analyses, slice: Slice): Promise<Birthplace[]> {
  const { size } = heap.svs
  const { row: rows, offset } = heap.data.extensions
  const places = new Map<string, { -readonly [Key in keyof Birthplace]: Birthplace[Key] } & { rows: SvIndex[] }>()
  for (let i = 0; i < rows.length; i++) {
    if ((i & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(i, rows.length)
      await slice.next()
    }
    const { bytes, start } = heap.bytes.at(offset[i])
    if (bytes[offset[i] - start] !== Ext.DEBUG) continue
    const ext = decodeExtension(heap, offset[i])
    if (ext.tag !== Ext.DEBUG || ext.file === null || ext.line === 0) continue
    const file = decodeLatin1(ext.file)
    const key = `${ext.line}:${file}`
    let place = places.get(key)
    if (!place) {
      place = { file: displayName(file), line: ext.line, svs: 0, bytes: 0, newest: rows[i], newestSerial: -1, rows: [] }
      places.set(key, place)
    }
    place.svs++
    place.bytes += size[rows[i]]
    place.rows.push(rows[i])
    if (ext.serial > place.newestSerial) {
      place.newestSerial = ext.serial
      place.newest = rows[i]
    }
  }
  return [...places.values()].sort((a, b) => b.bytes - a.bytes || a.newest - b.newest)
}
