import { signal } from '@preact/signals'
import type { ConsoleLine, ExportedFile } from '../../query/protocol.ts'
import { ask } from '../state/engine.ts'
import { replace, route } from '../state/navigation.ts'
import { lineHistory } from './history.ts'

/** A line that was run, and its answer as it comes in. */
export interface Entry {
  readonly id: number
  readonly line: string
  /** Grows in place, as answers have millions; the entry is a new one whenever it did. */
  readonly lines: readonly ConsoleLine[]
  readonly isRunning: boolean
  /** All of it, where the lines are only the first page. */
  readonly file: ExportedFile | null
}

export const entries = signal<readonly Entry[]>([])
/** A listing waits for its next page. */
export const hasMore = signal(false)
/** What is typed; `cursor` is where it stands, in UTF-16 units. */
export const prompt = signal({ text: '', cursor: 0 })
/** Counts up when the prompt shall have the focus. */
export const promptWanted = signal(0)

const waiting: string[] = []
let running: AbortController | null = null
let lastId = 0

/** Run lines one by one, behind those that still run. */
export function runLines(lines: readonly string[]): void {
  waiting.push(...lines)
  if (!running) void runWaiting()
}

async function runWaiting(): Promise<void> {
  for (let line = waiting.shift(); line !== undefined; line = waiting.shift()) await runLine(line)
}

async function runLine(line: string): Promise<void> {
  lineHistory.add(line)
  if (runHere(line.trim())) return
  const cancel = new AbortController()
  running = cancel
  const id = ++lastId
  const lines: ConsoleLine[] = []
  entries.value = [...entries.peek(), { id, line, lines, isRunning: true, file: null }]
  const update = (more: readonly ConsoleLine[], isRunning: boolean, file: ExportedFile | null = null) => {
    for (const one of more) lines.push(one)
    entries.value = entries.peek().map((entry) => (entry.id === id ? { id, line, lines, isRunning, file } : entry))
  }
  // What was sent before the worker heard that it is cancelled still comes in, and is too late.
  const receive = (more: readonly ConsoleLine[]) => {
    if (!cancel.signal.aborted) update(more, true)
  }
  const result = await ask((api, job) => api.runLine(job, line, receive), cancel.signal)
  running = null
  if (result.ok) {
    hasMore.value = result.value.hasMore
    update([], false, result.value.file)
  } else if (result.error.code === 'cancelled') update([[{ text: '^C', kind: 'note' }]], false)
  else update([[{ text: `error: ${result.error.message}`, kind: 'error' }]], false)
}

/** Commands of the console itself. */
function runHere(command: string): boolean {
  if (command === 'clear') clearConsole()
  else if (command === 'exit' || command === 'quit') closeConsole()
  else return false
  return true
}

/** Stop what runs, and what waits behind it; false = nothing does. */
export function cancelRunning(): boolean {
  waiting.length = 0
  if (!running) return false
  running.abort()
  return true
}

export function clearConsole(): void {
  entries.value = []
}

/** Another dump: what was answered is about the last one. */
export function resetConsole(): void {
  cancelRunning()
  clearConsole()
  hasMore.value = false
}

export function openConsole(): void {
  if (!route.peek().isConsoleOpen) replace({ isConsoleOpen: true })
  promptWanted.value++
}

export function closeConsole(): void {
  replace({ isConsoleOpen: false })
}

export function toggleConsole(): void {
  if (route.peek().isConsoleOpen) closeConsole()
  else openConsole()
}

export function runInConsole(line: string): void {
  openConsole()
  runLines([line])
}

/** Put a word where the cursor of the prompt is. */
export function insertAtPrompt(word: string): void {
  const { text, cursor } = prompt.peek()
  const before = text.slice(0, cursor)
  const gap = before === '' || before.endsWith(' ') ? '' : ' '
  prompt.value = { text: before + gap + word + text.slice(cursor), cursor: cursor + gap.length + word.length }
  openConsole()
}

export function textOf(lines: readonly ConsoleLine[]): string {
  return lines.map((line) => line.map(({ text }) => text).join('')).join('\n')
}

/** All that was run and answered, as it stands there. */
export function transcript(): string {
  return entries
    .peek()
    .map(({ line, lines }) => `pmat> ${line}\n${lines.length > 0 ? `${textOf(lines)}\n` : ''}`)
    .join('\n')
}
