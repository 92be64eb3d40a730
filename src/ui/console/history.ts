import { readStored, writeStored } from '../state/settings.ts'

const NAME = 'console history'
const MOST_LINES = 500

/** The lines typed, oldest first, kept across visits. */
export class LineHistory {
  #lines: string[] = readLines()

  get lines(): readonly string[] {
    return this.#lines
  }

  /** Add a line; a repeated one moves to the end. */
  add(line: string): void {
    if (line.trim() === '') return
    // Another tab may have added its own.
    this.#lines = [...readLines().filter((other) => other !== line), line].slice(-MOST_LINES)
    writeStored(NAME, JSON.stringify(this.#lines))
  }

  clear(): void {
    this.#lines = []
    writeStored(NAME, null)
  }

  /** The newest line before index `before` that holds the text, or -1. */
  find(text: string, before: number): number {
    for (let i = Math.min(before, this.#lines.length) - 1; i >= 0; i--) if (this.#lines[i].includes(text)) return i
    return -1
  }
}

/** Anyone may have written there. */
function readLines(): string[] {
  try {
    const stored: unknown = JSON.parse(readStored(NAME) ?? '[]')
    return Array.isArray(stored) ? stored.filter((line) => typeof line === 'string').slice(-MOST_LINES) : []
  } catch {
    return []
  }
}

export const lineHistory = new LineHistory()
