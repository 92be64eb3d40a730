/** How a type of SV looks everywhere: a sigil, and a colour of the palette in theme.css. */
export interface Kind {
  readonly sigil: string
  readonly colour: 'scalar' | 'ref' | 'array' | 'hash' | 'code' | 'glob' | 'pad' | 'other'
}

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['SCALAR', { sigil: '$', colour: 'scalar' }],
  ['BOOL', { sigil: '!', colour: 'scalar' }],
  ['LVALUE', { sigil: '=', colour: 'scalar' }],
  ['REF', { sigil: '\\', colour: 'ref' }],
  ['ARRAY', { sigil: '@', colour: 'array' }],
  ['HASH', { sigil: '%', colour: 'hash' }],
  ['OBJECT', { sigil: 'o', colour: 'hash' }],
  ['CODE', { sigil: '&', colour: 'code' }],
  ['FORMAT', { sigil: '~', colour: 'code' }],
  ['GLOB', { sigil: '*', colour: 'glob' }],
  ['STASH', { sigil: '::', colour: 'glob' }],
  ['CLASS', { sigil: '::', colour: 'glob' }],
  ['IO', { sigil: '<>', colour: 'glob' }],
  ['PAD', { sigil: 'my', colour: 'pad' }],
  ['PADLIST', { sigil: 'my', colour: 'pad' }],
  ['PADNAMES', { sigil: 'my', colour: 'pad' }],
  ['REGEXP', { sigil: '//', colour: 'other' }],
])

const OTHER: Kind = { sigil: '·', colour: 'other' }

export function kindOf(type: string): Kind {
  return KINDS.get(type) ?? OTHER
}
