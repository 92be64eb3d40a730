import { declare } from '../declaration.ts'

export const summary = declare({
  name: 'summary',
  description: 'Print basic information about the loaded dumpfile',
})

export const count = declare({
  name: 'count',
  description: 'Count the various kinds of SV',
  options: {
    blessed: { type: 'flag', alias: 'b', help: 'classify blessed references per package' },
    owned: { type: 'flag', help: 'sum SVs by owned size' },
    scalars: { type: 'flag', alias: 'S', help: 'classify SCALARs according to present fields' },
    struct: { type: 'flag', help: 'sum SVs by structural size' },
  },
})

export const largest = declare({
  name: 'largest',
  description: 'Find the largest SVs by size',
  options: {
    owned: { type: 'flag', help: 'count SVs by owned size' },
    struct: { type: 'flag', help: 'count SVs by structural size' },
  },
  args: [{ name: 'count', repeatable: true, help: 'how many items to display' }],
})

export const strtab = declare({
  name: 'strtab',
  description: 'Show information about the shared strings table (PL_strtab)',
  options: {
    count: { type: 'int', alias: 'c', min: 1, help: 'maximum count of values to print' },
    no_sort: { type: 'flag', alias: 'n', help: "don't sort keys before printing" },
    skip: { type: 'int', alias: 's', help: 'count of keys to skip initially before printing' },
  },
  args: [{ name: 'filter', optional: true, help: 'optional pattern to filter keys by' }],
})
