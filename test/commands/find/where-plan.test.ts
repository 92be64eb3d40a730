import { beforeAll, describe, expect, test } from 'vitest'
import { Analyses } from '../../../src/analyses/analyses.ts'
import type { Shell } from '../../../src/commands/run-line.ts'
import { fullText, openConsole } from '../../helpers/console.ts'
import { openFixture } from '../../helpers/open-dump.ts'

describe.each(['classes-5.42', 'nothread-5.14.2-mat0.15'])('%s', (name) => {
  let shell: Shell

  beforeAll(async () => {
    shell = openConsole(new Analyses(await openFixture(name)))
  })

  // Of what is denied twice nothing is known beforehand: all SVs are asked.
  test.each([
    'type = UNDEF',
    'type = SCALAR and length > 20',
    'length > 20 and length < 40 or keys > 5',
    'keys > 2 and key = name',
    'keys != 0',
    'elements >= 2 or type = CODE',
    'type = HASH and type = ARRAY',
    'type = CLASS or type = STASH and not blessed',
    'type != SCALAR and size > 200',
    'type ~ /^PAD/ and elements > 3',
    'package ~ /./ and (type = ARRAY or key ~ /e/)',
    'owned > 1000 and retained > 500 and structure >= 100 and refcount != 1',
    'mortal or reachable and size <= 24',
  ])('%s: finds as much as if every SV were asked everything', async (condition) => {
    const total = await fullText(shell, `find -C where not (not (${condition}))`)
    expect(await fullText(shell, `find -C where ${condition}`)).toBe(total)
    expect(total).toMatch(/^Total: \d+ SVs\n$/)
  })
})
