import type { Heap, Root } from '../columns/heap.ts'
import type { SvIndex } from '../columns/sv-table.ts'

/** Roots that hold nothing. */
const WEAK = new Set(['envgv', 'tmpsv', 'argvgv', 'firstgv', 'secondgv', 'debstash', 'hintgv'])

/** What the real tool calls the roots that it knows, in its order. Names beyond these describe themselves. */
const DESCRIPTIONS = new Map<string, string>([
  ['sv_undef', 'the undef SV'],
  ['sv_yes', 'the true SV'],
  ['sv_no', 'the false SV'],
  ['main_cv', 'the main code'],
  ['defstash', 'the default stash'],
  ['mainstack', 'the main stack AV'],
  ['beginav', 'the BEGIN list'],
  ['checkav', 'the CHECK list'],
  ['unitcheckav', 'the UNITCHECK list'],
  ['initav', 'the INIT list'],
  ['endav', 'the END list'],
  ['strtab', 'the shared string table HV'],
  ['envgv', 'the ENV GV'],
  ['incgv', 'the INC GV'],
  ['statgv', 'the stat GV'],
  ['statname', 'the statname SV'],
  ['tmpsv', 'the temporary SV'],
  ['defgv', 'the default GV'],
  ['argvgv', 'the ARGV GV'],
  ['argvoutgv', 'the argvout GV'],
  ['argvout_stack', 'the argvout stack AV'],
  ['errgv', 'the *@ GV'],
  ['fdpidav', 'the FD-to-PID mapping AV'],
  ['preambleav', 'the compiler preamble AV'],
  ['modglobalhv', 'the module data globals HV'],
  ['regex_padav', 'the REGEXP pad AV'],
  ['sortstash', 'the sort stash'],
  ['firstgv', 'the *a GV'],
  ['secondgv', 'the *b GV'],
  ['debstash', 'the debugger stash'],
  ['stashcache', 'the stash cache'],
  ['isarev', 'the reverse map of @ISA dependencies'],
  ['registered_mros', 'the registered MROs HV'],
  ['rs', 'the IRS'],
  ['last_in_gv', 'the last input GV'],
  ['ofsgv', 'the OFS GV'],
  ['defoutgv', 'the default output GV'],
  ['hintgv', 'the hints (%^H) GV'],
  ['patchlevel', 'the patch level'],
  ['apiversion', 'the API version'],
  ['e_script', "the '-e' script"],
  ['mess_sv', 'the message SV'],
  ['ors_sv', 'the ORS SV'],
  ['encoding', 'the encoding'],
  ['blockhooks', 'the block hooks'],
  ['custom_ops', 'the custom ops HV'],
  ['custom_op_names', 'the custom op names HV'],
  ['custom_op_descs', 'the custom op descriptions HV'],
  ...[
    'Latin1',
    'UpperLatin1',
    'AboveLatin1',
    'NonL1NonFinalFold',
    'HasMultiCharFold',
    'utf8_mark',
    'utf8_X_regular_begin',
    'utf8_X_extend',
    'utf8_toupper',
    'utf8_totitle',
    'utf8_tolower',
    'utf8_tofold',
    'utf8_charname_begin',
    'utf8_charname_continue',
    'utf8_idstart',
    'utf8_idcont',
    'utf8_xidstart',
    'utf8_perl_idstart',
    'utf8_perl_idcont',
    'utf8_xidcont',
    'utf8_foldclosures',
    'utf8_foldable',
  ].map((name): [string, string] => [name, `the ${name}`]),
])

/** Names that a command takes in place of an address, whether or not the dump has such a root. */
export function isKnownRoot(name: string): boolean {
  return DESCRIPTIONS.has(name)
}

export function knownRoots(): readonly string[] {
  return [...DESCRIPTIONS.keys()]
}

/** What a root is called. An XS module's own root begins with `+` or `-`, which says how firmly it holds. */
export function rootDescription(name: string): string {
  return DESCRIPTIONS.get(name) ?? (/^[+-]/.test(name) ? name.slice(1) : name)
}

export function isWeakRoot(name: string): boolean {
  return DESCRIPTIONS.has(name) ? WEAK.has(name) : name.startsWith('-')
}

/** Roots in the byte order of their names. */
export function sortedRoots(heap: Heap): readonly Root[] {
  return [...heap.data.roots].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/** The roots of a heap by the SV they point at. Few: a Map of a hundred entries. */
export class RootIndex {
  readonly #byRow = new Map<SvIndex, Root[]>()

  constructor(heap: Heap) {
    for (const root of sortedRoots(heap)) {
      if (root.row < 0) continue
      const roots = this.#byRow.get(root.row)
      if (roots) roots.push(root)
      else this.#byRow.set(root.row, [root])
    }
  }

  /** In the byte order of their names. */
  of(row: SvIndex): readonly Root[] {
    return this.#byRow.get(row) ?? NONE
  }

  /** The name an SV goes by: of several the last in byte order. */
  nameOf(row: SvIndex): string | null {
    const roots = this.#byRow.get(row)
    return roots ? roots[roots.length - 1].name : null
  }
}

const NONE: readonly Root[] = []
