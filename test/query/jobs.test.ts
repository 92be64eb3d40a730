import { describe, expect, test, vi } from 'vitest'
import { AbortError, type Slice } from '../../src/base/slice.ts'
import { LookupError } from '../../src/model/lookup.ts'
import { PerlRegexError } from '../../src/perl/regex/errors.ts'
import { answer, Jobs, stage } from '../../src/query/jobs.ts'
import { LATER_STAGES } from '../../src/query/later-stages.ts'
import type { Phase } from '../../src/query/protocol.ts'
import { QueryFailure } from '../../src/query/query-error.ts'
import { DumpError } from '../../src/reader/dump-error.ts'
import { StoreError } from '../../src/store/store-error.ts'
import { codeOf, Engine, fixtureBytes, valueOf } from '../helpers/engine.ts'

// Whole analyses of a dump of 115,000 SVs, on whatever machine.
vi.setConfig({ testTimeout: 60_000 })

const never = () => new Promise<never>(() => {})

describe('what is thrown becomes an answer', () => {
  test.each([
    [new DumpError('cut', 'Cut at byte 5', 5), { code: 'cut', message: 'Cut at byte 5', offset: 5 }],
    [new StoreError('full', 'No room'), { code: 'not-stored', message: 'No room' }],
    [new QueryFailure('no-dump', 'None'), { code: 'no-dump', message: 'None' }],
    [new LookupError('No such SV'), { code: 'not-found', message: 'No such SV' }],
    [new PerlRegexError('Unmatched ( in regex'), { code: 'not-found', message: 'Unmatched ( in regex' }],
    [new AbortError(), { code: 'cancelled' }],
    [new DOMException('stop', 'AbortError'), { code: 'cancelled' }],
    [new RangeError('Array buffer allocation failed'), { code: 'too-large' }],
    [new RangeError('Invalid typed array length: 9007199254740991'), { code: 'too-large' }],
    ['out of memory', { code: 'too-large' }],
    [new RangeError('Maximum call stack size exceeded'), { code: 'engine' }],
    [new TypeError('x is undefined'), { code: 'engine', message: 'TypeError: x is undefined' }],
    [null, { code: 'engine', message: 'null' }],
  ])('%o', async (thrown, error) => {
    const result = await answer(() => {
      throw thrown
    })
    expect(result).toEqual({ ok: false, error: { message: expect.any(String), offset: -1, ...error } })
  })
})

describe('a job', () => {
  test('that is cancelled answers so, whatever it waits for', async () => {
    const jobs = new Jobs()
    const running = jobs.run(1, never)
    jobs.cancel(1)
    expect(codeOf(await running)).toBe('cancelled')
  })

  test('is cancelled by its number alone', async () => {
    const jobs = new Jobs()
    let finish: (value: string) => void = () => {}
    const running = jobs.run(1, () => new Promise<string>((resolve) => (finish = resolve)))
    const other = jobs.run(2, never)
    jobs.cancel(2)
    jobs.cancel(3)
    expect(codeOf(await other)).toBe('cancelled')
    finish('done')
    expect(valueOf(await running)).toBe('done')
  })
})

test('a stage that is cancelled with the job that began it is run again for the job that waits for it', async () => {
  const mine = new AbortController()
  const other = new AbortController()
  let runs = 0
  let shared: Promise<string> | null = null
  const run = (slice: Slice) => {
    shared ??= (async () => {
      runs++
      for (let i = 0; i < 3; i++) await slice.next()
      return 'result'
    })().finally(() => (shared = null))
    return shared
  }
  const begun = stage(other.signal, run)
  const waiting = stage(mine.signal, run)
  other.abort(new AbortError())
  await expect(begun).rejects.toThrow(AbortError)
  expect(await waiting).toBe('result')
  expect(runs).toBe(2)
})

describe('loading is cancelled in each of its phases', () => {
  const OPENING: readonly Phase[] = ['reading', 'building tables']
  const LATER = LATER_STAGES.map(({ phase }) => phase)
  const PHASES = [...OPENING, ...LATER]

  /** Cancels a job as soon as it is in a phase, and tells of phases after that. */
  const canceller = (engine: Engine, job: number, phase: Phase) => {
    const later: Phase[] = []
    const onProgress = (progress: { readonly phase: Phase }) => {
      if (PHASES.indexOf(progress.phase) > PHASES.indexOf(phase)) later.push(progress.phase)
      if (progress.phase === phase) void engine.api.cancel(job)
    }
    return { later, onProgress }
  }

  test.each(OPENING)('%s: nothing is open', async (phase) => {
    const engine = new Engine()
    const job = engine.nextJob
    const { later, onProgress } = canceller(engine, job, phase)
    const { buffer } = fixtureBytes('kinds-5.36')
    expect(codeOf(await engine.api.openBytes(job, 'kinds.pmat.gz', buffer, false, onProgress))).toBe('cancelled')
    expect(later).toEqual([])
    expect(codeOf(await engine.api.overview())).toBe('no-dump')
  })

  test.each(LATER)('%s: the dump stays open, and the stage can be asked for again', async (phase) => {
    const engine = new Engine()
    valueOf(await engine.openFixture('kinds-5.36'))
    const job = engine.nextJob
    const { later, onProgress } = canceller(engine, job, phase)
    expect(codeOf(await engine.api.analyse(job, onProgress))).toBe('cancelled')
    expect(later).toEqual([])
    expect(codeOf(await engine.api.analyse(engine.nextJob, () => {}))).toBe('ok')
  })
})

test('opening another dump ends what was going on with the first', async () => {
  const engine = new Engine()
  valueOf(await engine.openFixture('kinds-5.36'))
  const analysing = engine.api.analyse(engine.nextJob, () => {})
  valueOf(await engine.openFixture('tiny-5.36'))
  expect(['cancelled', 'ok']).toContain(codeOf(await analysing))
  expect(valueOf(await engine.api.overview()).dump.name).toBe('tiny-5.36.pmat.gz')
})
