import type { SearchHit } from '../../query/protocol.ts'
import { insertAtPrompt, runInConsole } from '../console/session.ts'
import { ask } from '../state/engine.ts'
import { goTo } from '../state/navigation.ts'
import { openSv } from '../state/selection.ts'
import { RAIL } from '../views/registry.ts'

/** What the box offers: a find of the worker, or to run the line that was typed. */
export interface Hit extends Omit<SearchHit, 'kind'> {
  readonly kind: SearchHit['kind'] | 'run'
}

const MOST_HITS = 12

/** Views first, as they are few; then what the worker finds in the dump; the line to run comes last. */
export async function hitsFor(typed: string): Promise<readonly Hit[]> {
  const text = typed.trim().replace(/^:/, '')
  if (text === '') return []
  const views = RAIL.filter(({ title }) => title.toLowerCase().startsWith(text.toLowerCase())).map(
    ({ title }): Hit => ({ kind: 'view', text: title, detail: 'view', sv: null }),
  )
  const result = await ask((api) => api.search(text, MOST_HITS))
  const found = result.ok ? result.value.filter(({ kind }) => kind !== 'view') : []
  const line: Hit = { kind: 'run', text, detail: 'in the console', sv: null }
  return typed.startsWith(':') ? [line, ...found] : [...views, ...found, line]
}

export function chooseHit({ kind, text, sv }: Hit): void {
  if (sv) openSv(sv.address)
  else if (kind === 'view') goTo({ view: RAIL.find(({ title }) => title === text)?.name ?? '' })
  else if (kind === 'run') runInConsole(text)
  else if (kind === 'command') insertAtPrompt(`${text} `)
  else openSv(text)
}
