import { declare } from '../declaration.ts'

export const callers = declare({
  name: 'callers',
  description: 'Display the caller stack',
  options: { pad: { type: 'flag', alias: 'P', help: 'show PAD contents' } },
})

export const stack = declare({ name: 'stack', description: 'Display the value stack' })

export const symbols = declare({
  name: 'symbols',
  description: 'Display a list of the symbol table',
  options: { recurse: { type: 'flag', alias: 'R', help: 'recursively show inner symbols' } },
  args: [
    {
      name: 'start',
      optional: true,
      completes: 'package',
      help: 'show symbols within this symbol, rather than %main::',
    },
  ],
})

export const packages = declare({
  name: 'packages',
  description: 'Display a list of the packages in the symbol table',
  options: { versions: { type: 'flag', alias: 'V', help: 'show the $VERSION of each package' } },
})
