import { batch, signal } from '@preact/signals'
import type { Completion } from '../../query/protocol.ts'
import { ask } from '../state/engine.ts'
import { prompt } from './session.ts'

/** What may stand at the cursor, as the list shows it; null = the list is closed. */
export const offered = signal<Completion | null>(null)
export const activeOffer = signal(0)
/** One line about what is being typed. */
export const hint = signal('')

let turn = 0

async function lookUp(): Promise<Completion | null> {
  const mine = ++turn
  const { text, cursor } = prompt.peek()
  const result = await ask(async (api) => ({ ok: true, value: await api.complete(text, cursor) }))
  return mine === turn && result.ok ? result.value : null
}

/** After the line changed: the hint follows, and a list that is open. */
export async function followTyping(): Promise<void> {
  const completion = await lookUp()
  if (!completion) return
  batch(() => {
    hint.value = completion.help
    if (!offered.peek()) return
    offered.value = completion.candidates.length > 0 ? completion : null
    activeOffer.value = 0
  })
}

/** Tab: as far as there is only one way to go on; from there a list. False = there is nothing to complete. */
export async function completeNow(): Promise<boolean> {
  const completion = await lookUp()
  if (!completion || completion.candidates.length === 0) return false
  const { candidates, start, end } = completion
  if (candidates.length === 1) {
    accept(candidates[0].text, completion)
    return true
  }
  const typed = prompt.peek().text.slice(start, end)
  const common = commonPrefix(candidates.map(({ text }) => text))
  if (common.length > typed.length && common.startsWith(typed)) {
    replaceRange(common, start, end)
    offered.value = { ...completion, end: start + common.length }
  } else offered.value = completion
  activeOffer.value = 0
  return true
}

/**
 * Put a candidate into the line, and a space behind it. Fast fingers are ahead of the worker: what has been typed onto the
 * word since the candidates were asked for is part of what they replace.
 */
export function accept(text: string, { start, end }: Completion): void {
  offered.value = null
  const { text: line, cursor } = prompt.peek()
  const wordEnd = cursor > end && !/\s/.test(line.slice(end, cursor)) ? cursor : end
  replaceRange(line.slice(wordEnd).startsWith(' ') ? text : `${text} `, start, wordEnd)
  void followTyping()
}

export function closeOffers(): void {
  turn++
  offered.value = null
}

function replaceRange(by: string, start: number, end: number): void {
  const { text } = prompt.peek()
  prompt.value = { text: text.slice(0, start) + by + text.slice(end), cursor: start + by.length }
}

function commonPrefix(texts: readonly string[]): string {
  let prefix = texts[0]
  for (const text of texts) while (!text.startsWith(prefix)) prefix = prefix.slice(0, -1)
  return prefix
}
