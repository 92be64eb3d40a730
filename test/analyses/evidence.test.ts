import { describe, expect, test } from 'vitest'
import { UNSLICED } from '../../src/base/slice.ts'
import { patternOfKeys } from '../../src/analyses/key-pattern.ts'
import { shapeName } from '../../src/analyses/shapes.ts'
import { holderFindings } from '../../src/analyses/findings/holders.ts'
import { perlHeap } from '../helpers/perl-heap.ts'

const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n')
const evidence = async (text: string) => {
  const heap = await perlHeap(text)
  const ground = await heap.analyses.evidence.ground(UNSLICED)
  return { ...heap, ground, evidence: heap.analyses.evidence }
}

describe('holders: where the dominator tree branches', () => {
  const cache = (n: number) => `
    %main::cache = cache
    cache HASH ${lines(n, (i) => `page${i}:r${i}`).replaceAll('\n', ' ')} size=2000
    ${lines(n, (i) => `r${i} REF -> e${i}\n e${i} HASH=Cache::Entry body:b${i}\n b${i} PV len=200 body`)}
  `

  test('a hash of many objects, with keys that count up', async () => {
    const { analyses, ground, evidence: found } = await evidence(cache(100))
    const holders = await found.holders(UNSLICED)
    expect(holders).toHaveLength(1)
    expect(holders[0]).toMatchObject({ kind: 'hash', numElements: 100, keys: { kind: 'sequence' } })
    expect(holders[0].population).toMatchObject({ name: 'Cache::Entry', count: 100, isPlain: false })
    const [finding] = holderFindings(analyses, ground, holders)
    expect(finding).toMatchObject({
      certainty: 'likely',
      path: '%main::cache',
      packages: new Map([['Cache::Entry', 100]]),
    })
    expect(finding.why).toContain('which one dump cannot prove')
    expect(finding.names).toContain('%main::cache')
  })

  test('what only passes on what one element holds is passed over', async () => {
    const { names, evidence: found } = await evidence(`
      $main::app = app
      app   REF -> top
      top   HASH=App index:i ${lines(20, (i) => `k${i}:v${i}`).replaceAll('\n', ' ')}
      ${lines(20, (i) => `v${i} IV ${i}`)}
      i     REF -> index
      index ARRAY ${lines(40, (i) => `s${i}`).replaceAll('\n', ' ')}
      ${lines(40, (i) => `s${i} PV len=500 text`)}
    `)
    const holders = await found.holders(UNSLICED)
    expect(names(holders.map(({ row }) => row))).toBe('index')
  })

  test.each([
    ['sequence', ['user:1', 'user:3', 'user:2', 'user:4']],
    ['sequence', ['/page/10/edit', '/page/11/edit', '/page/12/edit']],
    ['address', ['HASH(0x55d0c8)', 'Foo::Bar=HASH(0x55d0e0)', 'CODE(0x55d0f8)']],
    ['id', ['9f86d081884c7d65', '60303ae22b998861', 'fd61a03af4f77d87']],
    ['none', ['name', 'id', 'email', 'zip']],
    ['none', ['user:1', 'user:5000', 'user:900000', 'user:3']],
  ])('keys: %s', (kind, keys) => {
    const bytes = keys.map((key) => new TextEncoder().encode(key))
    expect(patternOfKeys(bytes).kind).toBe(kind)
  })
})

describe('shapes', () => {
  test('hashes by their keys whatever the order, arrays by pattern; not what is blessed', async () => {
    const {
      analyses,
      row,
      evidence: found,
    } = await evidence(`
      a HASH x:n y:n
      b HASH y:n x:n
      c HASH x:n
      d HASH=Point x:n y:n
      e ARRAY n s
      f ARRAY m t
      g ARRAY s n
      h ARRAY ra rb
      n IV 1
      m IV 2
      s PV one
      t PV two
      ra REF -> a
      rb REF -> b
      k ARRAY rc rd
      rc REF -> b
      rd REF -> a
    `)
    const { shapes, shapeOf } = await found.shapes(UNSLICED)
    const shape = (name: string) => shapeOf[row(name)]
    expect(shape('a')).toBe(shape('b'))
    expect(shape('e')).toBe(shape('f'))
    expect(shape('h')).toBe(shape('k'))
    expect([shape('c'), shape('d'), shape('g')]).toEqual([-1, -1, -1])
    expect([...new Set([shape('a'), shape('e'), shape('h')])].map((i) => shapeName(analyses.model, shapes[i]))).toEqual(
      ['{ x, y }', '[ number, string ]', '[ {...} x 2 ]'],
    )
  })
})

test('equal strings: their waste and their holders; where only the beginning was kept it says so', async () => {
  const { evidence: found } = await evidence(`
    %main::a = a
    a HASH ${lines(30, (i) => `k${i}:r${i}`).replaceAll('\n', ' ')}
    ${lines(30, (i) => `r${i} REF -> o${i}\n o${i} HASH=Page type:t${i} body:b${i}\n t${i} PV text/html\n b${i} PV len=${i < 10 ? 5000 : 6000} begin`)}
  `)
  const strings = await found.strings(UNSLICED)
  expect(strings.map(({ copies, length, isPrefix, holders }) => [copies, length, isPrefix, holders[0].name])).toEqual([
    [20, 6000, true, '{body} of Page'],
    [10, 5000, true, '{body} of Page'],
    [30, 9, false, '{type} of Page'],
  ])
})

test('buffers far larger than what is in them, by role', async () => {
  const { evidence: found, names } = await evidence(`
    %main::streams = s
    s  HASH a:ra b:rb
    ra REF -> a
    rb REF -> b
    a  HASH=Stream buffer:p
    b  HASH=Stream buffer:q
    p  PV size=2000000
    q  PV x size=1000000
    $main::full = f
    f  PV len=9000 full size=9100
    @main::emptied = e
    e  ARRAY size=80064
    @main::spare = z
    z  ARRAY
    %main::h = h
    h  HASH size=56
  `)
  const groups = await found.oversized(UNSLICED)
  expect(groups.map(({ pattern, what, rows }) => [pattern.text, what, names(rows)])).toEqual([
    ['{buffer} of Stream', 'string', 'p q'],
    ['@main::emptied', 'array', 'e'],
  ])
  expect(groups[0].slack).toBe(3_000_000 - 2 * 72 - 1)
})

test('idle pads: lexicals and temporaries of subs that are not running', async () => {
  const { evidence: found } = await evidence(`
    slurp SUB main::slurp a.pl:3 $text:text $small:small
    text  PV size=900000
    small PV size=60
  `)
  const [pad, ...others] = await found.idlePads(UNSLICED)
  expect(others).toEqual([])
  expect(pad.slots.map(({ name, bytes }) => [name, bytes])).toEqual([['$text', 900000]])
})

test('closures by where they were written, with what they captured and whether that is a cycle', async () => {
  const { evidence: found } = await evidence(`
    @Bus::observers = all
    all ARRAY r1 r2 r3
    r1 REF -> c1
    r2 REF -> c2
    r3 REF -> c3
    c1 CLOSURE View.pm:20 $self:s1 $n:shared
    c2 CLOSURE View.pm:20 $self:s2 $n:shared
    c3 CLOSURE Log.pm:7
    s1 REF -> v1
    s2 REF -> v2
    v1 HASH=View cb:back
    back REF -> c1
    v2 HASH=View
    shared IV 1
  `)
  const groups = await found.closures(UNSLICED)
  const views = groups.find(({ line }) => line === 20)
  expect(views).toMatchObject({ file: 'View.pm', onCycle: 1 })
  expect(views?.rows).toHaveLength(2)
  expect(views?.captures.map(({ name, count, rows, onCycle }) => [name, count, rows.length, onCycle])).toEqual([
    ['$self', 2, 2, 1],
    ['$n', 2, 1, 0],
  ])
  expect(groups.find(({ line }) => line === 7)?.captures).toEqual([])
})

test('names: package variables, lexicals, code of packages', async () => {
  const { evidence: found } = await evidence(`
    %Foo::cache = cache
    cache HASH a:v
    v     PV len=5000 text
    get   SUB Foo::get Foo.pm:3 %seen:seen
    put   SUB Foo::put Foo.pm:9 %seen:seen
    seen  HASH b:w
    w     PV len=300 text
  `)
  const names = await found.names(UNSLICED)
  expect(names.filter(({ kind }) => kind !== 'package').map(({ kind, name }) => [kind, name])).toEqual([
    ['hash', '%Foo::cache'],
    ['lexical', '%seen of Foo::get'],
  ])
  const code = names.find(({ name }) => name === 'code of Foo')
  expect(code?.svs).toBe(2)
  // Two subs with their pads. What they hold only together is not in it: tables take the lower bound of the dominator tree.
  expect(code?.retained).toBe(2 * (128 + 80))
})
