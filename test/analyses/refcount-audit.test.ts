import { describe, expect, test } from 'vitest'
import { Analyses } from '../../src/analyses/analyses.ts'
import { heldOutsideFindings } from '../../src/analyses/findings/outside.ts'
import { verdictOf } from '../../src/analyses/refcount-verdict.ts'
import { UNSLICED } from '../../src/base/slice.ts'
import { openFixture } from '../helpers/open-dump.ts'
import { perlHeap } from '../helpers/perl-heap.ts'

describe('how much of a heap balances', { timeout: 60_000 }, () => {
  test.each([
    ['mojo-5.36', 0.988],
    ['app-5.42', 0.989],
    ['sample', 0.987],
    ['s390x-5.42-class', 0.98],
    ['i386-5.32', 0.97],
    ['nothread-5.40-class-minor5', 0.96],
    ['nothread-5.14.2-mat0.20', 0.97],
  ])('%s: at least %d', async (name, least) => {
    const analyses = new Analyses(await openFixture(name))
    const { numBalanced, numExcess, numDeficit } = await analyses.holding.audit(UNSLICED)
    const { numSvs } = analyses.heap.svs
    expect(numBalanced + numExcess + numDeficit).toBe(numSvs)
    expect(numBalanced / numSvs).toBeGreaterThan(least)
    // Nothing is taken for a reference that is none.
    expect(numDeficit).toBeLessThanOrEqual(4)
  })
})

async function outsideIn(text: string) {
  const heap = await perlHeap(text)
  const { analyses } = heap
  const outside = await analyses.evidence.outside(UNSLICED)
  const ground = await analyses.evidence.ground(UNSLICED)
  return { ...heap, outside, ground, findings: heldOutsideFindings(analyses, ground, outside) }
}

test('held from outside: by package, reachable or not', async () => {
  const { outside, findings, names, analyses, ground, row } = await outsideIn(`
    @Keep::all = list
    list   ARRAY r1
    r1     REF -> known
    known  HASH=Xs::Handle rc=+2
    alone  HASH=Xs::Handle rc=+1 child:r2
    r2     REF -> below
    below  HASH=Xs::Child
    plain  HASH a:r3 rc=+1
    r3     REF -> other
    other  HASH=Fine
  `)
  expect(outside.holds.map((hold) => [hold.name, names(hold.rows), hold.excess, hold.numUnreachable])).toEqual([
    ['Xs::Handle', 'known alone', 3, 1],
    ['HASH', 'plain', 1, 1],
  ])
  expect(findings[0]).toMatchObject({
    kind: 'held-outside',
    certainty: 'proven',
    instances: 2,
    packages: new Map([['Xs::Handle', 2]]),
  })
  expect(findings[0].sentence).toContain(
    '2 Xs::Handle objects are held from outside Perl: 3 references more are counted than there are',
  )
  expect(verdictOf(analyses, ground, row('known'))).toBe(
    '2 references more are counted than shown: something outside of Perl holds it',
  )
  expect(verdictOf(analyses, ground, row('below'))).toBe('')
  // What hangs on an SV that is held from outside is unreachable, but never lost.
  expect((await analyses.evidence.islands(UNSLICED)).groups).toEqual([])
})

test("perl's own structures are named, not accused", async () => {
  const { outside } = await outsideIn(`
    constant PV some-constant rc=+1
    %main::SIG = handlers
    handlers HASH PIPE:handler
    handler  PV IGNORE rc=+1
  `)
  expect(outside.holds).toEqual([])
  expect(outside.systematic.map(({ name, rows }) => [name, rows.length])).toEqual([
    ['constants and search strings', 1],
    ['signal handlers', 1],
  ])
})

test('a way of being held that nearly always counts one more is learned', async () => {
  const list = (extra: (i: number) => string) => {
    const names = Array.from({ length: 20 }, (_, i) => `v${i}`)
    return `@main::list = list\nlist ARRAY ${names.join(' ')}\n${names.map((name, i) => `${name} IV ${i} ${extra(i)}`).join('\n')}`
  }
  const all = await outsideIn(list(() => 'rc=+1'))
  expect(all.outside.holds).toEqual([])
  expect(all.outside.systematic.map(({ name, isLearned }) => [name, isLearned])).toEqual([
    ['SCALARs held by ARRAY', true],
  ])
  const one = await outsideIn(list((i) => (i === 7 ? 'rc=+1' : '')))
  expect(one.outside.systematic).toEqual([])
  expect(one.outside.holds.map(({ name, rows }) => [name, one.names(rows)])).toEqual([['SCALAR', 'v7']])
})
