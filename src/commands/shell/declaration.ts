/**
 * What a command, a filter of `find` or a stage of a pipe takes. Data alone: parsing, help and completion are made
 * from it, and so are the types of what a command gets.
 */
export interface Declaration {
  readonly name: string
  /** One line for `help`. */
  readonly description: string
  /** Whether the first word names an SV. */
  readonly takesSv?: boolean
  /** By name, as pmat has it: words joined by `_`. */
  readonly options?: Readonly<Record<string, OptionDeclaration>>
  readonly args?: readonly ArgumentDeclaration[]
  /** Where it comes from, if not from pmat's own shell: `help` lists those apart. */
  readonly origin?: 'script' | 'pmatscope'
}

export interface OptionDeclaration {
  /** hex: an address, in decimal or after `0x`. */
  readonly type: 'flag' | 'str' | 'int' | 'hex'
  /** One letter, for `-x`. */
  readonly alias?: string
  readonly help: string
  /** The least int that makes sense. */
  readonly min?: number
  readonly completes?: Completes
}

export interface ArgumentDeclaration {
  readonly name: string
  readonly help: string
  readonly optional?: true
  /** Takes all words that are left. */
  readonly slurpy?: true
  /** May be given again and again. */
  readonly repeatable?: true
  /** Only words of this shape; others are left for what follows. */
  readonly accepts?: RegExp
  /** pmat takes it, but its help does not say so. */
  readonly isUndocumented?: true
  readonly completes?: Completes
}

/** What the words are that may stand here. */
export type Completes = 'sv' | 'package' | 'command' | 'dump' | readonly string[]

/** Keeps the literal types of a declaration, from which those of its values are inferred. */
export function declare<const D extends Declaration>(declaration: D): D {
  return declaration
}

/** What was typed, by the names of the declaration. An option that was not given is undefined, a flag false. */
export interface Parsed<D extends Declaration> {
  /** The word that names an SV; undefined if there is none, or the command takes none. */
  readonly sv: string | undefined
  readonly options: OptionValues<D>
  readonly args: ArgumentValues<D>
}

export type OptionValues<D extends Declaration> = D extends { readonly options: infer O }
  ? { readonly [N in keyof O]: OptionValue<O[N]> }
  : object

type OptionValue<O> = O extends { readonly type: 'flag' }
  ? boolean
  : O extends { readonly type: 'int' }
    ? number | undefined
    : O extends { readonly type: 'hex' }
      ? bigint | undefined
      : string | undefined

export type ArgumentValues<D extends Declaration> = D extends { readonly args: readonly (infer A)[] }
  ? { readonly [One in A as One extends ArgumentDeclaration ? One['name'] : never]: ArgumentValue<One> }
  : object

type ArgumentValue<A> = A extends { readonly slurpy: true } | { readonly repeatable: true }
  ? readonly string[]
  : A extends { readonly optional: true }
    ? string | undefined
    : string
