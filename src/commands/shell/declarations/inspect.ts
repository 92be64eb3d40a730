import { declare } from '../declaration.ts'

export const show = declare({
  name: 'show',
  description: 'Show information about a given SV',
  takesSv: true,
  options: {
    full_pv: { type: 'flag', alias: 'F', help: 'show the full captured PV' },
    pad: { type: 'flag', alias: 'P', help: 'show the first PAD of a CODE' },
  },
})

export const elems = declare({
  name: 'elems',
  description: 'List the elements of an ARRAY SV',
  takesSv: true,
  options: {
    count: { type: 'int', alias: 'c', min: 0, help: 'maximum count of elements to print' },
    start: { type: 'int', alias: 's', min: 0, help: 'starting index' },
  },
})

export const values = declare({
  name: 'values',
  description: 'List the values of a HASH-like SV',
  takesSv: true,
  options: {
    count: { type: 'int', alias: 'c', min: 1, help: 'maximum count of values to print' },
    hek: { type: 'flag', alias: 'H', help: 'also show HEK pointers' },
    no_sort: { type: 'flag', alias: 'n', help: "don't sort keys before printing" },
    skip: { type: 'int', alias: 's', help: 'count of keys to skip initially before printing' },
  },
  args: [{ name: 'filter', optional: true, help: 'optional pattern to filter keys by' }],
})

export const size = declare({
  name: 'size',
  description: 'Show the size of a given SV',
  takesSv: true,
})
