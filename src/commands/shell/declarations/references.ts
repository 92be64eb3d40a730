import { declare } from '../declaration.ts'

const STRENGTHS = {
  all: { type: 'flag', alias: 'a', help: 'include weak and indirect references' },
  weak: { type: 'flag', help: 'include weak references' },
} as const

export const inrefs = declare({
  name: 'inrefs',
  description: 'Show incoming references to a given SV',
  takesSv: true,
  options: STRENGTHS,
})

export const outrefs = declare({
  name: 'outrefs',
  description: 'Show outgoing references from a given SV',
  takesSv: true,
  options: STRENGTHS,
})

export const identify = declare({
  name: 'identify',
  description: 'Identify an SV by its referrers',
  takesSv: true,
  options: {
    ...STRENGTHS,
    depth: { type: 'int', alias: 'd', help: 'maximum depth to recurse' },
    no_elide: { type: 'flag', alias: 'n', help: "don't elide REF, PAD and symbol structures" },
  },
})

export const roots = declare({ name: 'roots', description: 'Display a list of the root SVs' })

export const listDanglingPtrs = declare({
  name: 'list-dangling-ptrs',
  description: "Show pointers in SVs that don't lead anywhere",
})
