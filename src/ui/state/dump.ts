import { batch, computed, signal } from '@preact/signals'
import { visibleText } from '../../base/visible-text.ts'
import type { EngineApi, JobId, OpenedDump, Overview, Progress, QueryError, Result } from '../../query/protocol.ts'
import { ask } from './engine.ts'
import { go, route } from './navigation.ts'
import { notice } from './notices.ts'
import { START } from './route.ts'
import { keepDumps } from './settings.ts'

/** A dump on its way in. */
export interface Opening {
  readonly name: string
  readonly progress: Progress | null
  /** Of a stored dump: what its overview shows, before all of it is loaded. */
  readonly preview: Overview | null
  readonly cancel: () => void
}

/** How far the analyses behind the first views are. */
export type Analysis =
  | { readonly state: 'none' | 'ready' }
  | { readonly state: 'running'; readonly progress: Progress | null }
  | { readonly state: 'failed'; readonly error: QueryError }

export const opening = signal<Opening | null>(null)
export const opened = signal<OpenedDump | null>(null)
export const analysis = signal<Analysis>({ state: 'none' })
/** The phase that runs, or how it ended: changes whenever another answer may have become ready. */
export const analysisStep = computed(() => {
  const now = analysis.value
  return now.state === 'running' ? (now.progress?.phase ?? now.state) : now.state
})
/** Why the last dump could not be opened. */
export const failure = signal<{ readonly name: string; readonly error: QueryError } | null>(null)

type Open = (api: EngineApi, job: JobId, onProgress: (progress: Progress) => void) => Promise<Result<OpenedDump>>

export function openFile(file: File): Promise<void> {
  return open(file.name, (api, job, onProgress) => api.openFile(job, file, keepDumps.value === 'yes', onProgress))
}

export function openBytes(name: string, bytes: ArrayBuffer): Promise<void> {
  return open(name, (api, job, onProgress) => api.openBytes(job, name, bytes, keepDumps.value === 'yes', onProgress))
}

export async function openStored(id: string): Promise<void> {
  const loaded = open('stored dump', (api, job, onProgress) => api.openStored(job, id, onProgress))
  const mine = opening.peek()?.cancel
  const result = await ask((api) => api.storedOverview(id))
  const now = opening.peek()
  if (result.ok && now && now.cancel === mine) {
    const preview = { ...result.value, dump: shown(result.value.dump) }
    opening.value = { ...now, name: preview.dump.name, preview }
  }
  await loaded
}

let current: AbortController | null = null

/** One dump at a time: another that is on its way makes room; the one that is open stays so until this one is. */
async function open(fileName: string, call: Open): Promise<void> {
  const name = visibleText(fileName)
  current?.abort()
  const cancel = new AbortController()
  current = cancel
  const stop = () => cancel.abort()
  const show = (progress: Progress | null) => {
    if (current === cancel) opening.value = { name, preview: null, ...opening.peek(), progress, cancel: stop }
  }
  batch(() => {
    failure.value = null
    opening.value = null
    show(null)
  })
  const result = await ask((api, job) => call(api, job, show), cancel.signal)
  if (current !== cancel) return
  current = null
  batch(() => {
    opening.value = null
    if (result.ok) return arrive(shown(result.value))
    const isElsewhere = route.peek().dump !== opened.peek()?.id
    if (result.error.code !== 'cancelled') {
      failure.value = { name, error: result.error }
      if (!isElsewhere) go(START)
    } else if (isElsewhere) go(START)
  })
}

/** A file's name is a stranger's text too. */
function shown(dump: OpenedDump): OpenedDump {
  return { ...dump, name: visibleText(dump.name) }
}

function arrive(dump: OpenedDump): void {
  const before = opened.peek()?.id
  opened.value = dump
  const wanted = route.peek().dump
  if (wanted !== null && wanted !== dump.id && wanted !== before)
    notice(`${dump.name} is not the dump of the link: it is open as itself`)
  if (wanted !== dump.id) go({ ...START, dump: dump.id, isConsoleOpen: route.peek().isConsoleOpen })
  void analyse(dump)
}

async function analyse(dump: OpenedDump): Promise<void> {
  const show = (progress: Progress | null) => {
    if (opened.peek() === dump) analysis.value = { state: 'running', progress }
  }
  show(null)
  const result = await ask((api, job) => api.analyse(job, show))
  if (opened.peek() !== dump) return
  batch(() => {
    if (result.ok) opened.value = shown(result.value)
    analysis.value = result.ok ? { state: 'ready' } : { state: 'failed', error: result.error }
  })
  if (result.ok && result.value.notStored) notice(`This dump is not kept: ${result.value.notStored}`)
}

/** The worker died: nothing is open any more. What was on its way has been told by its own call. */
export function dropAll(): void {
  current?.abort()
  current = null
  batch(() => {
    opening.value = null
    opened.value = null
    analysis.value = { state: 'none' }
  })
}
