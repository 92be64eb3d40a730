/** What a condition can ask of an SV, by the kind of answer. An SV that lacks what is asked for fails the comparison. */
export const ATTRIBUTES = {
  size: { kind: 'bytes', help: 'of the SV itself' },
  structure: { kind: 'bytes', help: 'of the SV with its parts: elements, values, pads' },
  owned: { kind: 'bytes', help: 'of the SV with all that it alone keeps, by refcounts' },
  retained: { kind: 'bytes', help: 'of the SV with all that would go with it' },
  length: { kind: 'bytes', help: 'of the string, as it was in the process' },
  refcount: { kind: 'count', help: 'as Perl counted' },
  elements: { kind: 'count', help: 'of an array or object' },
  keys: { kind: 'count', help: 'of a hash or stash' },
  type: { kind: 'type', help: 'such as HASH; see count' },
  package: { kind: 'name', help: 'into which it is blessed' },
  key: { kind: 'key', help: 'a key that the hash has' },
  blessed: { kind: 'flag', help: 'into any package' },
  mortal: { kind: 'flag', help: 'to be freed at the end of the statement' },
  reachable: { kind: 'flag', help: 'from the roots' },
} as const satisfies Readonly<Record<string, { readonly kind: AttributeKind; readonly help: string }>>

export type AttributeKind = 'bytes' | 'count' | 'type' | 'name' | 'key' | 'flag'

type Attribute = keyof typeof ATTRIBUTES
type Of<Kind extends AttributeKind> = {
  [A in Attribute]: (typeof ATTRIBUTES)[A]['kind'] extends Kind ? A : never
}[Attribute]
export type NumberAttribute = Of<'bytes' | 'count'>
export type NameAttribute = Of<'type' | 'name' | 'key'>
export type FlagAttribute = Of<'flag'>

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='

/** A condition as it was written. */
export type Condition =
  | { readonly is: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly is: 'not'; readonly part: Condition }
  | {
      readonly is: 'number'
      readonly attribute: NumberAttribute
      readonly comparison: Comparison
      readonly value: number
    }
  | { readonly is: 'name'; readonly attribute: NameAttribute; readonly isNegated: boolean; readonly name: string }
  | { readonly is: 'pattern'; readonly attribute: NameAttribute; readonly isNegated: boolean; readonly filter: string }
  | { readonly is: 'flag'; readonly attribute: FlagAttribute }

export function isAttribute(word: string): word is Attribute {
  return Object.hasOwn(ATTRIBUTES, word)
}
