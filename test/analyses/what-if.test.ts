import { describe, expect, test } from 'vitest'
import { cutChoices, whatIf } from '../../src/analyses/what-if.ts'
import { UNSLICED } from '../../src/base/slice.ts'
import { perlHeap } from '../helpers/perl-heap.ts'

const HEAP = `
  %Web::sessions = table
  table   HASH one:slot
  slot    REF -> session
  session HASH=Web::Session on_close:cb user:user
  cb      REF -> closure
  closure CLOSURE Session.pm:41 $self:self
  self    REF -> session
  user    REF -> known
  known   HASH=Web::User
  @Web::users = users
  users   ARRAY entry
  entry   REF -> known
`

async function ask(name: string, ref: number) {
  const heap = await perlHeap(HEAP)
  const answer = await whatIf(heap.analyses, heap.row(name), ref, UNSLICED)
  return { ...answer, freed: heap.names(answer.freed.rows), island: heap.names(answer.island.rows), names: heap.names }
}

describe('what if a reference were weak', () => {
  test('the way back: nothing is freed while the registry holds the session', async () => {
    const { freed, island, sentence, perl, staying, names } = await ask('self', 0)
    expect([freed, island]).toEqual(['', ''])
    expect(staying.map(({ row, left, holders }) => [names([row]), left, names(holders)])).toEqual([
      ['session', 1, 'slot'],
    ])
    expect(sentence).toBe('Nothing would be freed; 1 SV would stay because others hold it too.')
    expect(perl).toBe('weaken($self)')
  })

  test('the entry of the registry: the session would become a leak', async () => {
    const { freed, island, sentence, perl } = await ask('table', 0)
    expect(freed).toBe('')
    // (the user is held by the list of users too)
    expect(island).toBe('session cb closure self user')
    expect(sentence).toContain('would become an island that nothing leads to: a leak')
    expect(perl).toBe('weaken($Web::sessions{one})')
  })

  test("of a container's reference to an RV the RV's own is meant", async () => {
    const heap = await perlHeap(HEAP)
    const { source, target } = await whatIf(heap.analyses, heap.row('session'), 0, UNSLICED)
    expect(heap.names([source, target])).toBe('cb closure')
    const direct = await whatIf(heap.analyses, heap.row('cb'), 0, UNSLICED)
    expect(heap.names([direct.source, direct.target])).toBe('cb closure')
  })

  test('the callback: it is freed, and gives back what it captured', async () => {
    const { freed } = await ask('session', 0)
    expect(freed).toBe('closure self') // and its pad, which has no name here
  })

  test('only references that hold can be chosen', async () => {
    const heap = await perlHeap('a HASH=Foo x:w y:s\n w REF ~> b\n s REF -> b\n b IV 1\n $main::a = r\n r REF -> a')
    const refs = (name: string) => cutChoices(heap.analyses, heap.row(name)).map(({ target }) => heap.names([target]))
    expect(refs('a')).toEqual(['w', 's']) // not the package
    expect([refs('w'), refs('s')]).toEqual([[], ['b']])
  })
})
