import { declare } from '../declaration.ts'
import { count } from './heap.ts'

const FILE = { completes: 'dump', help: 'a stored dump, by its name' } as const

/** The scripts that come with pmat, as commands: other dumps are taken from the stored ones. */
export const diff = declare({
  name: 'diff',
  description: 'Compare this dump with another (pmat-diff)',
  args: [{ name: 'other', ...FILE }],
  origin: 'script',
})

export const leakreport = declare({
  name: 'leakreport',
  description: 'Show what appears in dumps of one process and stays (pmat-leakreport)',
  options: { onefile: { type: 'flag', alias: '1', help: 'take candidates from the first dump that has any' } },
  args: [{ name: 'file', repeatable: true, ...FILE }],
  origin: 'script',
})

export const counts = declare({
  name: 'counts',
  description: 'Count the kinds of SV in several dumps (pmat-counts)',
  options: count.options,
  args: [{ name: 'file', repeatable: true, ...FILE }],
  origin: 'script',
})

export const listOrphans = declare({
  name: 'list-orphans',
  description: 'List SVs that nothing refers to (pmat-list-orphans)',
  origin: 'script',
})

export const catSvpv = declare({
  name: 'cat-svpv',
  description: 'Write the string of an SV as it is (pmat-cat-svpv)',
  args: [{ name: 'addr', completes: 'sv', help: 'the address of the SV' }],
  origin: 'script',
})
