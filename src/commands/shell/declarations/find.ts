import { ATTRIBUTES } from '../../find/where-condition.ts'
import { declare } from '../declaration.ts'

/** Its options stand before the first filter; see find-line.ts. */
export const find = declare({
  name: 'find',
  description: 'List SVs matching given criteria',
  options: { count: { type: 'flag', alias: 'C', help: 'Just count the matching SVs' } },
})

const blessed = declare({
  name: 'blessed',
  description: 'blessed SVs',
  args: [{ name: 'package', completes: 'package', help: 'the blessed package' }],
})

const cv = declare({
  name: 'cv',
  description: 'Code CVs',
  options: {
    file: { type: 'str', alias: 'f', help: 'Location is the given file' },
    package: { type: 'str', alias: 'p', completes: 'package', help: 'In the given package' },
    xsub: { type: 'flag', help: 'Is an XSUB' },
  },
})

const io = declare({
  name: 'io',
  description: 'IO SVs',
  options: { fileno: { type: 'int', alias: 'f', help: 'Match only this filenumber' } },
  args: [{ name: 'fileno', optional: true, accepts: /^\d+$/, isUndocumented: true, help: 'the filenumber' }],
})

const lexical = declare({
  name: 'lexical',
  description: 'lexical variables',
  options: { inactive: { type: 'flag', alias: 'I', help: 'Include variables in non-live pads' } },
  args: [{ name: 'name', help: 'the variable name' }],
})

const magic = declare({
  name: 'magic',
  description: 'SVs with magic',
  options: { vtbl: { type: 'hex', alias: 'v', help: 'the VTBL pointer' } },
})

const magicv2 = declare({
  name: 'magicv2',
  description: 'SVs with MagicV2',
  options: {
    auxsv: { type: 'hex', alias: 'A', help: 'the MgAUXSV pointer' },
    funcs: { type: 'hex', alias: 'f', help: 'the MgFUNCS pointer' },
  },
})

const num = declare({
  name: 'num',
  description: 'Numerical (IV, UV or NV) SVs',
  options: {
    iv: { type: 'flag', help: 'Include IVs' },
    nv: { type: 'flag', help: 'Include NVs' },
    uv: { type: 'flag', help: 'Include UVs' },
  },
  args: [{ name: 'value', optional: true, help: 'match value' }],
})

const pv = declare({
  name: 'pv',
  description: 'PV (string) SVs',
  options: {
    eq: { type: 'flag', help: 'Pattern is an exact equality match' },
    ignorecase: { type: 'flag', alias: 'i', help: 'Match case-insensitively' },
    regexp: { type: 'flag', alias: 'r', help: 'Pattern is a regular expression' },
  },
  args: [{ name: 'pattern', help: 'string pattern' }],
})

const struct = declare({
  name: 'struct',
  description: 'structs',
  args: [{ name: 'name', help: 'the structure type name' }],
})

/** The filter that pmat has not. Its condition is the rest of the line: see commands/find/where-parse.ts. */
export const where = declare({
  name: 'where',
  description: 'SVs of which a condition holds',
  args: [
    {
      name: 'condition',
      slurpy: true,
      completes: [...Object.keys(ATTRIBUTES), 'and', 'or', 'not'],
      help: 'such as: size > 10MiB and not (type = HASH or key = cache)',
    },
  ],
  origin: 'pmatscope',
})

/** The filters of pmat's `find`, in the order of its help. */
export const FILTERS = { blessed, cv, io, lexical, magic, magicv2, num, pv, struct } as const

/** All filters, `where` last. */
export const ALL_FILTERS = [...Object.values(FILTERS), where] as const
