import { describe, expect, test } from 'vitest'
import { Analyses } from '../../src/analyses/analyses.ts'
import { UNSLICED } from '../../src/base/slice.ts'
import { prepareCommands } from '../../src/commands/prepare.ts'
import { fullText, openConsole } from '../helpers/console.ts'
import { openFixture } from '../helpers/open-dump.ts'

const LINES = [
  'find pv a',
  'find pv -i HELLO',
  'find pv --eq main',
  'find pv -r ^[a-z]+$',
  'find num',
  'find num 0',
  'find num 5',
  'find num -1',
  'find num 1.5',
  'find num --nv',
  'find num --iv',
  'find num --uv',
  'find num --nv --iv',
  'find num num 1 pv 1',
  'find num pv 1 where size > 24',
  'find pv 1 num --iv pv -r ^1$',
  'find lexical $self pv 1',
  'find where key = name',
  'find where key ~ /^[a-m]/ and keys < 5',
  'find where not key ~ /e/ and type = HASH',
  'find where length > 0',
  'find where length = 4 or length > 250',
  'find where not length < 10 and key = name',
  'find where keys > 0 and not key ~ /^./',
  'strtab',
  'strtab /a/',
  'list-dangling-ptrs',
  'largest --struct 5',
]

describe.each(['kinds-5.42', 'many-5.42', 'i386-5.32', 'nothread-5.14.2-mat0.15', 's390x-5.42-class'])(
  'of %s',
  (name) => {
    test('answers are the same with what was worked out before and without', async () => {
      const heap = await openFixture(name)
      const prepared = new Analyses(heap)
      await prepareCommands(prepared, UNSLICED)
      for (const line of LINES) {
        const expected = await fullText(openConsole(new Analyses(heap)), line)
        expect([line, await fullText(openConsole(prepared), line)]).toEqual([line, expected])
      }
    })
  },
)
