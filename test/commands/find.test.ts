import { describe, expect, test } from 'vitest'
import { drawn, drawnConsole } from '../helpers/drawn-console.ts'
import { array, hash, ref, scalar, stash } from '../helpers/pmat-writer.ts'

const LIBRARY = {
  svs: [
    stash(0x100, 'Book', {}),
    hash(0x200, { title: 0x300, pages: 0x310 }, { blessed: 0x100, size: 200 }),
    hash(0x210, {}, { size: 100 }),
    scalar(0x300, 'Perl', { size: 40 }),
    scalar(0x310, 0),
    scalar(0x320, 12, { refcount: 3 }),
    array(0x400, [0x500, 0x320, 0x320], { size: 2048 }),
    ref(0x500, 0x200),
    scalar(0x600, 'nothing holds me'),
  ],
  roots: { main_cv: 0x400 },
}

describe('pmat’s filters', () => {
  test.each([
    ['find pv ""', ['SCALAR(PV) at 0x300: "Perl"', 'SCALAR(PV) at 0x600: "nothing holds me"']],
    ['find pv -i PER', ['SCALAR(PV) at 0x300: "Perl"']],
    ['find pv --eq Per', ['']],
    ['find num', ['SCALAR(UV) at 0x320: 12']],
    ['find num 0', ['']],
    ['find num 1.2e1', ['SCALAR(UV) at 0x320: 12']],
    ['find blessed Book', ['HASH(2)=Book at 0x200: Book']],
    ['find -C', ['Total: 9 SVs']],
    ['find magic', ['error: Expected --vtbl']],
    ['find pv a blessed Book -x', ["error: No such option '-x'"]],
    ['find blessed Book -x', ["error: Unknown filter type '-x'"]],
    ['find pv e -- num -i', ["error: No such option '-i'"]],
  ])('%s', async (line, answer) => {
    const pmat = await drawnConsole(LIBRARY)
    expect((await pmat(line)).split('\n')).toEqual(answer)
  })
})

describe('where', () => {
  test.each([
    ['size >= 2KiB', ['ARRAY(3) at 0x400=main_cv: size 2.0 KiB']],
    ['owned > 200 and type = HASH', ['HASH(2)=Book at 0x200: owned 264 bytes']],
    ['key = pages', ['HASH(2)=Book at 0x200']],
    ['key ~ /^PAGE/i and not keys = 3', ['HASH(2)=Book at 0x200: keys 2']],
    ['keys < 1', ['STASH(0) at 0x100: keys 0', 'HASH(0) at 0x210: keys 0']],
    ['elements > 2', ['ARRAY(3) at 0x400=main_cv: elements 3']],
    ['refcount > 2', ['SCALAR(UV) at 0x320: refcount 3']],
    ['package = Book', ['HASH(2)=Book at 0x200']],
    ['package ~ /^b/i', ['HASH(2)=Book at 0x200']],
    ['package ~ /^Look/', ['']],
    ['package !~ /^Look/', ['HASH(2)=Book at 0x200']],
    ['not package ~ /oo/ and type = HASH', ['HASH(0) at 0x210']],
    ['package != Book', ['']],
    ['type != HASH and blessed', ['']],
    ['length > 4', ['SCALAR(PV) at 0x600: length 16 bytes']],
    ['keys != 2 and type = SCALAR', ['']],
  ])('%s', async (condition, answer) => {
    const pmat = await drawnConsole(LIBRARY)
    expect((await pmat(`find where ${condition}`)).split('\n')).toEqual(answer)
  })

  test('what no root reaches', async () => {
    const pmat = await drawnConsole(LIBRARY)
    expect(await pmat('find pv e where not reachable')).toBe('SCALAR(PV) at 0x600: "nothing holds me"')
    expect(await pmat('find pv e where reachable')).toBe('SCALAR(PV) at 0x300: "Perl"')
  })

  test('behind a filter it asks of what that one found, and takes the rest of the line', async () => {
    const pmat = await drawnConsole(LIBRARY)
    expect(await pmat('find num where refcount = 3')).toBe('SCALAR(UV) at 0x320: 12 refcount 3')
    expect(await pmat('find where refcount > 1 pv e')).toMatch(/^error: Expected and, or, or the end, not 'pv'/)
  })
})

test('what was found can be exported, with numbers as numbers', async () => {
  const pmat = await drawnConsole(LIBRARY)
  await pmat('find where owned > 200 and type = HASH')
  expect(await pmat('export csv')).toBe(
    drawn(`
      address,sv,package,refcount,bytes,owned
      0x200,HASH(2),Book,1,200,264`),
  )
})

test('an answer without a table, or one that went through pipes, is exported line by line', async () => {
  const pmat = await drawnConsole(LIBRARY)
  expect(await pmat('export csv')).toBe('error: There is no answer to export yet')
  await pmat('find pv e | head 1')
  await pmat('more')
  expect(await pmat('export md')).toBe('| line |\n| --- |\n| SCALAR(PV) at 0x300: "Perl" |')
  expect(await pmat('export xml')).toBe("error: Cannot export as 'xml', only as csv, json, md")
})
