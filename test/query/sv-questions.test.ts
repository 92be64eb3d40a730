import { beforeAll, describe, expect, test } from 'vitest'
import type { SvDetails, SvListQuery, SvSortKey } from '../../src/query/protocol.ts'
import { codeOf, Engine, valueOf } from '../helpers/engine.ts'

const engine = new Engine()
const { api } = engine
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

beforeAll(async () => {
  valueOf(await engine.openFixture('kinds-5.36'))
})

const sv = async (word: string) => valueOf(await api.sv(engine.nextJob, word))
const card = async (word: string) => valueOf(await api.card((await sv(word)).address))
const field = (details: SvDetails, label: string) => details.fields.find((each) => each.label === label)?.value
/** What a variable that holds a reference refers to. */
const referent = async (word: string) => {
  const { address } = await sv(word)
  const { rows } = valueOf(await api.outrefs(engine.nextJob, address, 0, 1))
  return sv(rows[0].sv?.address ?? '')
}

describe('numbers are what they were, not what pmat takes them for', () => {
  test.each([
    ['$main::zero', 'SCALAR(IV)', '0'],
    ['$main::negative', 'SCALAR(IV)', '-7'],
    ['$main::largest_uv', 'SCALAR(UV)', '18446744073709551615'],
    ['$main::smallest_iv', 'SCALAR(IV)', '-9223372036854775808'],
    ['$main::float_zero', 'SCALAR(NV)', '0'],
    ['$main::third', 'SCALAR(NV)', '0.333333333333333'],
    ['$main::infinity', 'SCALAR(NV)', 'Inf'],
    ['$main::dual', 'SCALAR(NV,PV)', '2 / "No such file or directory"'],
    ['$main::empty', 'SCALAR(PV)', '""'],
    ['$main::never', 'UNDEF', null],
  ])('%s is %s: %s', async (word, description, value) => {
    expect(await card(word)).toMatchObject({ description, value, name: word })
  })
})

describe('strings are escaped and bounded', () => {
  test.each([
    ['$main::newlines', '"one\\ntwo\\x{d}\\nthree\\ttab\\x{0}nul\\x{1b}[1mescape\\x{7}\\x{8}\\x{c}\\x{7f}"'],
    ['$main::latin1', '"caf\\xE9 na\\xEFve"'],
    ['$main::latin1_utf8', '"café naïve"'],
    ['$main::bidi', '"user\\x{202e}gpj.exe\\x{2066}isolate\\x{2069}\\x{200b}zero\\x{feff}bom"'],
  ])('%s', async (word, value) => {
    expect((await card(word)).value).toBe(value)
  })

  test('a long one says how long it is', async () => {
    expect((await card('$main::letters_9000')).value).toMatch(/^"nine thousand letters; nine .*"… \(9,200 bytes\)$/)
    expect(field(await sv('$main::letters_9000'), 'Length')).toBe('9,200 bytes, of which the dump has 256')
  })

  test('nothing unseen is in any answer', async () => {
    const { rows } = valueOf(
      await api.svRows(engine.nextJob, { sort: 'address', isDescending: false, type: '', package: '' }, 0, 10_000),
    )
    const answers: unknown[] = [rows]
    for (const { address } of rows.filter((_, i) => i % 7 === 0)) {
      answers.push(await api.card(address), await api.sv(engine.nextJob, address), await api.contents(address, 0, 5))
      answers.push(await api.outrefs(engine.nextJob, address, 0, 5))
    }
    const texts: string[] = []
    JSON.stringify(answers, (_, value) => {
      if (typeof value === 'string' && UNSEEN.test(value)) texts.push(value)
      return value
    })
    expect(texts).toEqual([])
    expect(rows.length).toBeGreaterThan(3000)
  })
})

describe('what an SV is', () => {
  test.each([
    ['$main::true', 'BOOL', 'true'],
    ['$main::to_array', 'REF', '→ ARRAY(3)'],
    ['$main::blessed', 'REF', '→ ARRAY(0)=Some::Class'],
    ['$main::weak', 'REF', '→ HASH(2)'],
    ['&main::__no', 'none', null],
    ['%Tree::Node::', 'STASH(0)', 'Tree::Node'],
  ])('%s', async (word, description, value) => {
    const result = await api.sv(engine.nextJob, word)
    const found = result.ok ? valueOf(await api.card(result.value.address)) : { description: 'none', value: null }
    expect(found).toMatchObject({ description, value })
  })

  test('a weak reference says so', async () => {
    const held = await referent('$main::weak')
    const { rows } = valueOf(await api.contents(held.address, 0, 10))
    expect(rows.map(({ label, sv: chip }) => [label, chip?.description])).toEqual([
      ['{strong}', 'REF'],
      ['{weak}', 'REF(weak)'],
    ])
  })

  test('its package, name and location', async () => {
    expect(await referent('$main::blessed_wide')).toMatchObject({ package: 'Klasse::Größe' })
    expect(await referent('$main::to_code')).toMatchObject({ type: 'CODE', description: 'CODE(PP)' })
    expect(field(await referent('$main::to_code'), 'Location')).toMatch(/kinds\.pl line \d+$/)
  })

  test('roots, immortals and mortals', async () => {
    expect(await sv('defstash')).toMatchObject({ type: 'STASH', name: 'defstash' })
    expect(field(await sv('defstash'), 'Root')).toBe('the default stash (defstash)')
    expect(await sv('sv_undef')).toMatchObject({ type: 'UNDEF', size: 0, structureSize: 0, ownedSize: 0 })
    expect((await card('sv_yes')).value).toBe('true')
  })

  test('its sizes', async () => {
    const { size, structureSize, ownedSize } = await sv('@main::sixty')
    expect(structureSize).toBeGreaterThan(size)
    expect(ownedSize === null || ownedSize >= size).toBe(true)
  })

  test('commands that tell the same', async () => {
    const { address, commands } = await sv('%main::one')
    expect(commands).toContain(`values ${address}`)
    expect(commands).not.toContain(`elems ${address}`)
  })

  test.each(['0x1', '$main::nothing', 'nonsense', '', '0x', 'ff', '%', '<b>'])('no SV: %o', async (word) => {
    expect(codeOf(await api.sv(engine.nextJob, word))).toBe('not-found')
    expect(codeOf(await api.card(word))).toBe('not-found')
  })
})

describe('contents', () => {
  const contents = async (word: string, start: number, count: number) =>
    valueOf(await api.contents((await sv(word)).address, start, count))

  test('elements, holes included, in windows', async () => {
    const { total, rows } = await contents('@main::sparse', 2, 3)
    expect(total).toBe(10)
    expect(rows.map(({ label, value }) => [label, value])).toEqual([
      ['[2]', '"two"'],
      ['[3]', null],
      ['[4]', null],
    ])
    expect(rows.map(({ sv: chip }) => chip?.type ?? null)).toEqual(['SCALAR', null, 'UNDEF'])
    expect((await contents('@main::sparse', 9, 5)).rows).toHaveLength(1)
    expect((await contents('@main::sparse', 99, 5)).rows).toEqual([])
  })

  test('values by key in byte order, any key', async () => {
    const { total, rows } = await contents('%main::odd', 0, 100)
    expect(rows).toHaveLength(total)
    const labels = rows.map(({ label }) => label)
    expect(labels.slice(0, 3)).toEqual(['{""}', '{"\\x{1b}[31m"}', '{" "}'])
    expect(labels).toEqual(expect.arrayContaining(['{__proto__}', '{constructor}', '{"Ωmega"}', '{"<b>markup</b>"}']))
    const windows = await Promise.all([contents('%main::odd', 0, 7), contents('%main::odd', 7, 100)])
    expect(windows.flatMap((window) => window.rows)).toEqual(rows)
  })

  test('a hash with keys of equal bytes', async () => {
    const { total, rows } = await contents('%main::same_bytes', 0, 10)
    expect(rows).toHaveLength(total)
  })

  test('the lexicals of a sub, as they are declared', async () => {
    const other = new Engine()
    valueOf(await other.openFixture('code-5.36'))
    const lexicals = async (sub: string) => {
      const { address, contents: listed } = valueOf(await other.api.sv(other.nextJob, sub))
      const { rows, total } = valueOf(await other.api.contents(address, 0, 100))
      expect(listed).toEqual(total === 0 ? null : { what: 'lexicals', total })
      return rows.map(({ label, value }) => [label, value])
    }
    expect(await lexicals('&main::with_state')).toEqual([
      ['@_', null],
      ['$x', null],
      ['state $count', '3'],
      ['state $', null],
      ['state @seen', null],
      ['state %by_name', null],
    ])
    const recursive = await lexicals('&main::recursive')
    expect(recursive.filter(([label]) => label?.startsWith('$n'))).toEqual([
      ['$n, depth 1', '3'],
      ['$n, depth 2', '2'],
      ['$n, depth 3', '1'],
      ['$n, depth 4', '0'],
    ])
    expect(await lexicals('&utf8::is_utf8')).toEqual([])
  })

  test('an SV with nothing in it', async () => {
    expect(await contents('$main::int', 0, 10)).toEqual({ start: 0, rows: [], total: 0 })
    expect((await sv('$main::int')).contents).toBe(null)
    expect((await sv('%main::empty')).contents).toEqual({ what: 'values', total: 0 })
  })
})

describe('references', () => {
  test('out and in fit together', async () => {
    const shared = await referent('$main::shared')
    const { rows, total } = valueOf(await api.inrefs(engine.nextJob, shared.address, 0, 100))
    expect(rows).toHaveLength(total)
    for (const { sv: from, name, strength } of rows) {
      const out = valueOf(await api.outrefs(engine.nextJob, from?.address ?? '', 0, 1000))
      expect(out.rows).toContainEqual(
        expect.objectContaining({ name, strength, sv: expect.objectContaining({ address: shared.address }) }),
      )
    }
    const window = valueOf(await api.inrefs(engine.nextJob, shared.address, 1, 2))
    expect(window).toEqual({ start: 1, rows: rows.slice(1, 3), total })
  })

  test('who holds it, step by step, as identify says', async () => {
    const holders = async (address: string, elide: boolean) =>
      valueOf(await api.holders(engine.nextJob, address, { weak: false, all: false, elide }))
    const held = await referent('$main::to_hash')
    expect(await holders(held.address, true)).toMatchObject([
      { name: '(via RV) the scalar', strength: 'strong', sv: { name: '*main::to_hash' } },
    ])
    const [step] = await holders(held.address, false)
    expect(step).toMatchObject({ name: 'the referrant', sv: { name: '$main::to_hash' } })
    expect(await holders(step.sv?.address ?? '', true)).toEqual([
      { name: "the symbol '$main::to_hash'", strength: 'strong', sv: null },
    ])
  })
})

describe('the table of all SVs', () => {
  const rows = async (query: Partial<SvListQuery>, start = 0, count = 100_000) =>
    valueOf(
      await api.svRows(
        engine.nextJob,
        { sort: 'size', isDescending: true, type: '', package: '', ...query },
        start,
        count,
      ),
    )
  const number = (address: string) => Number(address)

  test.each<[SvSortKey, 'size' | 'structureSize' | 'ownedSize' | 'refcount']>([
    ['size', 'size'],
    ['structure', 'structureSize'],
    ['owned', 'ownedSize'],
    ['refcount', 'refcount'],
  ])('by %s, down and up, equal ones by address', async (sort, column) => {
    for (const isDescending of [true, false]) {
      const { rows: sorted, total } = await rows({ sort, isDescending })
      expect(sorted).toHaveLength(total)
      const expected = [...sorted].sort(
        (a, b) =>
          (isDescending ? Number(b[column]) - Number(a[column]) : Number(a[column]) - Number(b[column])) ||
          number(a.address) - number(b.address),
      )
      expect(sorted.map(({ address }) => address)).toEqual(expected.map(({ address }) => address))
    }
  })

  test('by type and by package; SVs without one come last', async () => {
    for (const isDescending of [true, false]) {
      const types = (await rows({ sort: 'type', isDescending })).rows.map(({ type }) => type)
      const sortedTypes = [...types].sort()
      expect(types).toEqual(isDescending ? sortedTypes.reverse() : sortedTypes)
      const packages = (await rows({ sort: 'package', isDescending })).rows.map((row) => row.package)
      const named = packages.filter((name) => name !== null)
      const sortedNames = [...named].sort()
      expect(named).toEqual(isDescending ? sortedNames.reverse() : sortedNames)
      expect(packages.indexOf(null)).toBe(named.length)
    }
  })

  test('by address', async () => {
    const up = (await rows({ sort: 'address', isDescending: false })).rows.map(({ address }) => number(address))
    expect(up).toEqual([...up].sort((a, b) => a - b))
    const down = (await rows({ sort: 'address' })).rows.map(({ address }) => number(address))
    expect(down).toEqual(up.reverse())
  })

  test('filtered, and in windows', async () => {
    const hashes = await rows({ type: 'HASH', package: 'Tree::Node' })
    expect(hashes.total).toBe(8)
    expect(hashes.rows.every(({ type, package: name }) => type === 'HASH' && name === 'Tree::Node')).toBe(true)
    expect((await rows({ package: 'Klasse::Größe' })).total).toBe(1)
    expect(await rows({ type: 'HASH', package: 'Tree::Node' }, 3, 2)).toEqual({
      start: 3,
      rows: hashes.rows.slice(3, 5),
      total: 8,
    })
    expect((await rows({ type: 'NOTHING' })).total).toBe(0)
  })

  test('counts are those of the overview', async () => {
    const { byType, byPackage, dump, sizeBins } = valueOf(await api.overview())
    expect(byType.reduce((sum, { count }) => sum + count, 0)).toBe(dump.svs)
    expect(byType.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(dump.heapBytes)
    expect(sizeBins.reduce((sum, { count }) => sum + count, 0)).toBe(dump.svs)
    for (const { name, count } of byType) expect((await rows({ type: name }, 0, 0)).total).toBe(count)
    for (const { name, count } of byPackage) expect((await rows({ package: name }, 0, 0)).total).toBe(count)
  })
})

describe('search', () => {
  const found = async (text: string, limit = 8) =>
    valueOf(await api.search(text, limit)).map((hit) => `${hit.kind} ${hit.text}`)

  test.each([
    ['Tree', ['package Tree', 'package Tree::Node']],
    ['tree::node', ['package Tree::Node']],
    ['%main::odd', ['symbol %odd']],
    ['defstash', ['root defstash']],
    ['identi', ['command identify']],
    ['größe', ['symbol %größe']],
    ['', []],
    ['no such thing at all', []],
  ])('%o', async (text, expected) => {
    expect(await found(text)).toEqual(expect.arrayContaining(expected))
  })

  test('an address, with or without 0x', async () => {
    const { address } = await sv('$main::zero')
    const [hit] = valueOf(await api.search(address, 3))
    expect(hit).toMatchObject({ kind: 'address', sv: { address, name: '$main::zero' } })
    expect(valueOf(await api.search(address.slice(2), 3))[0]).toMatchObject({ kind: 'address', sv: { address } })
  })

  test('is bounded', async () => {
    expect(await found('e', 5)).toHaveLength(5)
  })
})
