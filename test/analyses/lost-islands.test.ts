import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../../.ci/root.mjs'
import { Analyses } from '../../src/analyses/analyses.ts'
import { lostIslandFindings } from '../../src/analyses/findings/lost-islands.ts'
import { UNSLICED } from '../../src/base/slice.ts'
import { Reach } from '../../src/graph/preorder.ts'
import { packageOf } from '../../src/model/names.ts'
import { openFixture } from '../helpers/open-dump.ts'
import { perlHeap } from '../helpers/perl-heap.ts'

/** A session that its own callback holds. */
const SESSION = `
  session HASH=Web::Session on_close:slot id:number
  slot    REF -> closure
  closure CLOSURE Session.pm:41 $self:self
  self    REF -> session
  number  IV 5
`

async function lostIn(text: string) {
  const heap = await perlHeap(text)
  const { groups, svs, bytes } = await heap.analyses.evidence.islands(UNSLICED)
  const ground = await heap.analyses.evidence.ground(UNSLICED)
  const reach = ground.reach
  const rows = Array.from(reach.keys()).filter((row) => reach[row] === Reach.NOTHING)
  const findings = lostIslandFindings(heap.analyses, ground, { groups, svs, bytes })
  return { ...heap, groups, svs, bytes, lost: heap.names(rows), findings }
}

describe('lost is what neither the roots nor anything outside holds', () => {
  test('a callback that captured its object', async () => {
    const { lost, svs, findings } = await lostIn(SESSION)
    expect(lost).toBe('session slot closure self number')
    expect(svs).toBe(6) // and the closure's pad
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({
      kind: 'lost-island',
      certainty: 'proven',
      instances: 1,
      packages: new Map([['Web::Session', 1]]),
      file: 'Session.pm',
      line: 41,
      path: '$self->{on_close}',
    })
    expect(findings[0].sentence).toMatch(
      /^1 Web::Session object is lost: each is held only by the closure in its own \{on_close\} \(Session.pm line 41\), which captured \$self\./,
    )
    expect(findings[0].fix).toContain('weaken(my $weak_self = $self);')
    expect(findings[0].names).toContain('$self')
  })

  test.each([
    ['a package variable holds it', `%Web::sessions = table\n table HASH one:entry\n entry REF -> session`],
    ['a lexical of a sub holds it', `run SUB Web::run Web.pm:3 $session:lexical\n lexical REF -> session`],
    ['a root holds it', `named REF -> session root`],
    ['the value stack has it', `used REF -> session stack`],
    ['it is mortal', `temporary REF -> session mortal`],
    ['C code holds it', `holder REF -> session rc=+1`],
    ['C code holds what is on the cycle', `other HASH=Web::Request session:back rc=+1\n back REF -> session`],
  ])('but not when %s', async (_, holder) => {
    const { lost, findings } = await lostIn(`${SESSION}\n${holder}`)
    expect(lost).toBe('')
    expect(findings).toEqual([])
  })

  test('a weak reference holds nothing', async () => {
    const { lost } = await lostIn(`%Web::sessions = table\n table HASH one:entry\n entry REF ~> session\n${SESSION}`)
    expect(lost).toBe('session slot closure self number')
  })

  test('what is not on a cycle is lost with what holds it, once', async () => {
    const { lost, groups } = await lostIn(`
      a     HASH=Node me:a1 data:a2
      a1    REF -> a
      a2    REF -> data
      b     HASH=Node me:b1 data:b2
      b1    REF -> b
      b2    REF -> data
      data  HASH=Payload
    `)
    expect(lost).toBe('a a1 a2 b b1 b2 data')
    expect(groups.map(({ components, svs }) => [components.length, svs])).toEqual([[2, 7]])
  })

  test('what a lost cycle shares with the living is not', async () => {
    const { lost } = await lostIn(
      `%Web::config = data\n data HASH a:n\n n IV 1\n x HASH me:r conf:c\n r REF -> x\n c REF -> data`,
    )
    expect(lost).toBe('x r c')
  })

  test('fewer counted than shown: a holder may be hidden, so it is likely, not proven', async () => {
    const { findings } = await lostIn(`
      left   HASH other:l1 again:l3 rc=-1
      l1     REF -> right
      l3     REF -> left
      right  HASH other:r1
      r1     REF -> left
    `)
    expect(findings.map(({ certainty }) => certainty)).toEqual(['likely'])
  })
})

describe('cycles are grouped by their make', () => {
  test('parents with any number of children', async () => {
    const { groups, findings } = await lostIn(`
      p    HASH=Tree::Parent kids:p1
      p1   REF -> pk
      pk   ARRAY pc1 pc2
      pc1  REF -> c1
      pc2  REF -> c2
      c1   HASH=Tree::Child parent:u1
      c2   HASH=Tree::Child parent:u2
      u1   REF -> p
      u2   REF -> p
      q    HASH=Tree::Parent kids:q1
      q1   REF -> qk
      qk   ARRAY qc1
      qc1  REF -> d1
      d1   HASH=Tree::Child parent:v1
      v1   REF -> q
    `)
    expect(groups).toHaveLength(1)
    expect(groups[0].components).toHaveLength(2)
    expect(findings[0].packages).toEqual(
      new Map([
        ['Tree::Child', 3],
        ['Tree::Parent', 2],
      ]),
    )
    // The children's way up is the place to cut, though cutting the parent's list would do as well.
    expect(groups[0].example.cut).toMatchObject({ kind: 'value', label: '{parent}' })
    expect(findings[0].fix).toContain('weaken($self->{parent})')
    expect(findings[0].sentence).toContain('Tree::Parent holds Tree::Child by {kids}[], which holds it by {parent}.')
  })

  test('a recursive closure is told to use __SUB__', async () => {
    const { findings } = await lostIn(
      `f CLOSURE walk.pl:7 $walk:me $state:s\n me REF -> f\n s REF -> obj\n obj HASH=Walk::State`,
    )
    expect(findings[0].sentence).toMatch(
      /^1 closure at walk.pl line 7 is lost, and with them 1 Walk::State object: each captured \$walk/,
    )
    expect(findings[0].fix).toContain('__SUB__')
  })

  test('keys that are ids do not tell cycles apart', async () => {
    const { groups } = await lostIn(`
      a HASH=Bus by:a1
      a1 REF -> at
      at HASH 17:a2
      a2 REF -> a
      b HASH=Bus by:b1
      b1 REF -> bt
      bt HASH 93:b2
      b2 REF -> b
    `)
    expect(groups).toHaveLength(1)
  })
})

const PLANTED = [
  'sessions-5.36',
  'sessions-5.42',
  'jobs-5.36',
  'jobs-5.42',
  'objects-5.42',
  'outside-5.36',
  'outside-5.42',
]
const ALL_ALIVE = ['holders-5.36', 'holders-5.42', 'pair-weakens-5.36', 'pair-weakens-5.42']

describe('planted faults', { timeout: 60_000 }, () => {
  test.each([...PLANTED, ...ALL_ALIVE])('%s: every lost object, and no other', async (name) => {
    const analyses = new Analyses(await openFixture(`planted/${name}`))
    const { groups } = await analyses.evidence.islands(UNSLICED)
    const found: Record<string, number> = {}
    for (const { packages } of groups) {
      for (const [stash, count] of packages) {
        const row = analyses.heap.svs.blessed.indexOf(stash)
        const of = packageOf(analyses.heap, row) ?? ''
        found[of] = (found[of] ?? 0) + count
      }
    }
    const { lost } = JSON.parse(readFileSync(join(ROOT, `test/fixtures/planted/${name}.json`), 'utf8'))
    expect(found).toEqual(lost)
    expect(groups.every(({ isExact }) => isExact)).toBe(true)
  })

  test.each([
    ['mojo-5.36', 0],
    ['app-5.42', 250],
    ['sample', 230],
  ])('%s: a real application, of which %i objects are lost', async (name, count) => {
    const analyses = new Analyses(await openFixture(name))
    const { groups } = await analyses.evidence.islands(UNSLICED)
    expect(groups.map(({ components }) => components.length)).toEqual(count === 0 ? [] : [count])
  })
})
