import { createSlice } from '../base/slice.ts'
import type { Exported } from '../commands/export.ts'
import { fileNameOf } from '../base/file-name.ts'
import type { ExportedFile } from './protocol.ts'
import { QueryFailure } from './query-error.ts'

/** Answers of `export` that can be had as a file: the last ones, as each keeps what it was made of. */
const MAX_KEPT = 20
/** UTF-16 units of text that are handed to the browser at a time. */
const PIECE_CHARS = 1 << 20

const MEDIA_TYPES: Readonly<Record<Exported['format'], string>> = {
  csv: 'text/csv',
  json: 'application/json',
  md: 'text/markdown',
}

/** What `export` has answered, ready to be made into files. */
export class Exports {
  readonly #kept = new Map<number, Exported>()
  #lastId = 0

  /** `words` name the file: what was asked of which dump. */
  keep(exported: Exported, words: string): ExportedFile {
    const id = ++this.#lastId
    this.#kept.set(id, exported)
    this.#kept.delete(id - MAX_KEPT)
    return { id, name: fileNameOf(words, exported.format) }
  }

  /** All of it. Its text is handed on piece by piece, so that no string is as long as the file. Throws a QueryFailure. */
  async file(id: number, signal: AbortSignal): Promise<Blob> {
    const exported = this.#kept.get(id)
    if (!exported) throw new QueryFailure('not-found', 'That answer is not kept any more: run its line again')
    const slice = createSlice({ signal })
    const pieces: Blob[] = []
    let texts: string[] = []
    let chars = 0
    for (const text of exported.text()) {
      texts.push(text)
      chars += text.length
      if (chars >= PIECE_CHARS) {
        pieces.push(new Blob(texts))
        texts = []
        chars = 0
      }
      if (slice.isOver()) await slice.next()
    }
    return new Blob([...pieces, ...texts], { type: `${MEDIA_TYPES[exported.format]};charset=utf-8` })
  }
}
