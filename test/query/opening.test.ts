import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Progress } from '../../src/query/protocol.ts'
import { codeOf, Engine, fixtureBytes, valueOf } from '../helpers/engine.ts'

const tiny = new Uint8Array(gunzipSync(fixtureBytes('tiny-5.36')))
const bytesOf = (text: string) => new TextEncoder().encode(text)
const silent = () => {}

describe('a dump', () => {
  test('opened says what it is', async () => {
    expect(valueOf(await new Engine().openFixture('i386-5.32'))).toMatchObject({
      name: 'i386-5.32.pmat.gz',
      perl: '5.32.1',
      isThreaded: true,
      format: '0.4 little-endian, 64-bit integers, 32-bit pointers',
      damage: null,
      notStored: null,
    })
    expect(valueOf(await new Engine().openFixture('s390x-5.42-class')).format).toMatch(/big-endian/)
  })

  test('is the same packed and not, and named by its content', async () => {
    const engine = new Engine()
    const packed = valueOf(await engine.openFixture('tiny-5.36'))
    const plain = valueOf(await engine.openBytes('other.pmat', tiny.slice()))
    expect({ ...plain, name: packed.name }).toEqual(packed)
    const other = valueOf(await engine.openFixture('tiny-5.42'))
    expect(other.id).not.toBe(packed.id)
  })

  test('progress rises, phase by phase, and comes to its end', async () => {
    const seen: Progress[] = []
    valueOf(await new Engine().openFixture('mojo-5.36', false, (progress) => seen.push(progress)))
    const phases = [...new Set(seen.map(({ phase }) => phase))]
    expect(phases).toEqual(['reading', 'building tables'])
    for (const phase of phases) {
      const steps = seen.filter((progress) => progress.phase === phase)
      expect(steps.map(({ done }) => done)).toEqual(steps.map(({ done }) => done).sort((a, b) => a - b))
      expect(steps[steps.length - 1].done).toBe(steps[steps.length - 1].total)
    }
    expect(seen[seen.length - 1].svs).toBeGreaterThan(100_000)
  })

  test('that is cut is opened as far as it goes', async () => {
    const engine = new Engine()
    const { damage, svs, fileBytes } = valueOf(await engine.openFixture('truncated-5.40'))
    expect(damage?.problem).toBe('Cut at byte 20,478 inside a GLOB')
    expect(fileBytes).toBe(20_480)
    expect(svs).toBe(257)
    expect(valueOf(await engine.api.analyse(engine.nextJob, silent)).damage).toEqual(damage)
  })

  test('of a packed file that is cut, too', async () => {
    const packed = fixtureBytes('kinds-5.36')
    const { damage } = valueOf(await new Engine().openBytes('half.pmat.gz', packed.slice(0, packed.length >> 1)))
    expect(damage?.problem).toMatch(/^half\.pmat\.gz ends within its compressed data/)
  })

  test('with something behind its compressed data has a warning', async () => {
    const packed = fixtureBytes('tiny-5.36')
    const longer = new Uint8Array(packed.length + 4)
    longer.set(packed)
    longer.set(bytesOf('junk'), packed.length)
    const { warnings } = valueOf(await new Engine().openBytes('x.gz', longer))
    expect(warnings).toEqual([`x.gz has something else behind its compressed data, from byte ${packed.length} on`])
  })

  test.each([
    ['nothing', new Uint8Array(0), 'not-a-dump', 'Not a dump: the file is empty'],
    ['text', bytesOf('hello there, this is no dump'), 'not-a-dump', 'Not a dump: it does not begin with "PMAT"'],
    ['a core dump', bytesOf('\x7fELF..........'), 'not-a-dump', /ELF file/],
    ['a dump of tomorrow', tiny.slice(0, 100).with(7, 9), 'unsupported', /^Format version 0\.9 is newer/],
    ['the start of a header', tiny.slice(0, 9), 'cut', 'Cut at byte 9 inside a header'],
  ])('%s is refused in a sentence', async (_, bytes, code, message) => {
    const result = await new Engine().openBytes('x.pmat', bytes)
    expect(result).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(message) } })
  })

  test('that cannot be opened leaves the one that is open', async () => {
    const engine = new Engine()
    const { id } = valueOf(await engine.openFixture('tiny-5.36'))
    expect(codeOf(await engine.openBytes('x.pmat', bytesOf('no dump at all')))).toBe('not-a-dump')
    expect(valueOf(await engine.api.overview()).dump.id).toBe(id)
    await engine.api.close()
    expect(codeOf(await engine.api.overview())).toBe('no-dump')
  })

  test('before one is open, every question says so', async () => {
    const { api } = new Engine()
    expect(codeOf(await api.overview())).toBe('no-dump')
    expect(codeOf(await api.analyse(1, silent))).toBe('no-dump')
    expect(codeOf(await api.sv(2, 'defstash'))).toBe('no-dump')
    expect(codeOf(await api.runLine(3, 'summary', silent))).toBe('no-dump')
    expect((await api.complete('summ', 4)).candidates.map(({ text }) => text)).toEqual(['summary'])
  })
})

/** A File that is nothing but slices: whoever wants it whole fails. */
class SlicedFile {
  readonly name = 'large.pmat'
  lastModified = 1
  size: number
  readonly slices: [number, number][] = []
  readonly #read: (start: number, end: number) => Uint8Array<ArrayBuffer>

  constructor(size: number, read: (start: number, end: number) => Uint8Array<ArrayBuffer>) {
    this.size = size
    this.#read = read
  }

  slice(start: number, end: number) {
    this.slices.push([start, end])
    const read = this.#read
    return {
      async arrayBuffer() {
        return read(start, end).buffer
      },
    }
  }

  arrayBuffer(): never {
    throw new Error('the whole file at once')
  }

  text(): never {
    return this.arrayBuffer()
  }

  stream(): never {
    return this.arrayBuffer()
  }
}

const open = (file: SlicedFile) => {
  const engine = new Engine()
  return engine.api.openFile(engine.nextJob, file as unknown as File, false, silent)
}

/** The dump of `tiny`, in which zeros stand for as long as the file goes on: the heap's end, then mortals and whatever. */
const readTiny = (start: number, end: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(end - start)
  bytes.set(tiny.subarray(start, end))
  return bytes
}

describe('a file', () => {
  test('of 6 GiB is read by slices, of a few MiB each', async () => {
    const size = 6 * 2 ** 30
    const file = new SlicedFile(size, readTiny)
    const opened = valueOf(await open(file))
    expect(opened.svs).toBeGreaterThan(300)
    expect(Math.max(...file.slices.map(([start, end]) => end - start))).toBeLessThanOrEqual(8 * 2 ** 20)
  })

  test('that shrinks while it is read keeps what was read', async () => {
    const file: SlicedFile = new SlicedFile(20 * 2 ** 20, (start, end) => {
      if (start === 0 && end > 2) file.size = 9 * 2 ** 20
      return readTiny(start, end)
    })
    expect(await open(file)).toMatchObject({
      ok: false,
      error: { code: 'unreadable', message: 'large.pmat changed while it was read (at byte 0)' },
    })
  })

  test('that is written to while it is read is noticed', async () => {
    const file: SlicedFile = new SlicedFile(tiny.length, (start, end) => {
      file.lastModified++
      return readTiny(start, end)
    })
    expect(codeOf(await open(file))).toBe('unreadable')
  })

  test('that gives fewer bytes than it has is noticed', async () => {
    const file = new SlicedFile(tiny.length, (start, end) => readTiny(start, end).slice(0, 100))
    expect(codeOf(await open(file))).toBe('unreadable')
  })

  test.each([
    ['NotFoundError', 'large.pmat is no longer there'],
    ['NotReadableError', 'large.pmat cannot be read any more: it changed or was removed'],
    ['SecurityError', 'large.pmat cannot be read at byte 0: SecurityError'],
  ])('%s', async (name, message) => {
    const file = new SlicedFile(tiny.length, () => {
      throw Object.assign(new Error('x'), { name })
    })
    expect(await open(file)).toMatchObject({
      ok: false,
      error: { code: 'unreadable', message: expect.stringContaining(message) },
    })
  })

  test('that goes away half-way leaves a partial dump', async () => {
    const long = new Uint8Array(gunzipSync(fixtureBytes('mojo-5.36')))
    const file = new SlicedFile(long.length, (start, end) => {
      if (start > 0) throw Object.assign(new Error('x'), { name: 'NotFoundError' })
      return long.slice(start, end)
    })
    const { damage, svs } = valueOf(await open(file))
    expect(damage).toMatchObject({ offset: 8 * 2 ** 20, problem: expect.stringContaining('is no longer there') })
    expect(svs).toBeGreaterThan(1000)
  })

  test('without memory for it is too large', async () => {
    const file = new SlicedFile(tiny.length, () => {
      throw new RangeError('Array buffer allocation failed')
    })
    expect(codeOf(await open(file))).toBe('too-large')
  })
})
