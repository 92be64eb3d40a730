import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import type { Strength } from './strength.ts'

/**
 * What an outref is, as a code and an argument, from which `outref-names.ts` makes its name when someone asks.
 * The argument is named in the comment; without one it is 0.
 */
export const RefCode = {
  SCALAR: 0,
  ARRAY: 1,
  HASH: 2,
  CODE: 3,
  IO: 4,
  FORM: 5,
  EGV: 6,
  /** position of the extension record */
  SAVED_SLOT: 7,
  OUR_STASH: 8,
  REFERENT: 9,
  /** index */
  ELEMENT: 10,
  ELEMENT_VIA_RV: 11,
  /** position of the extension record */
  SAVED_ELEMENT: 12,
  PADNAMES: 13,
  /** depth */
  PAD_AT_DEPTH: 14,
  /** index */
  PADNAME: 15,
  ARGS_AV: 16,
  /** pad slot */
  PAD_SLOT: 17,
  PAD_SLOT_VIA_RV: 18,
  BACKREFS_LIST: 19,
  BACKREF: 20,
  /** byte of the dump at which the key stands */
  VALUE: 21,
  VALUE_VIA_RV: 22,
  /** position of the extension record */
  SAVED_KEY: 23,
  SAVED_VALUE: 24,
  MRO_LINEAR_ALL: 25,
  MRO_LINEAR_CURRENT: 26,
  MRO_NEXT_METHOD: 27,
  MRO_ISA: 28,
  ADJUST_BLOCKS: 29,
  SCOPE: 30,
  STASH: 31,
  GLOB: 32,
  CONSTANT_VALUE: 33,
  PROTOSUB: 34,
  CONSTANT: 35,
  REFERENCED_GLOB: 36,
  PADLIST: 37,
  TOP_GV: 38,
  FORMAT_GV: 39,
  BOTTOM_GV: 40,
  TARGET: 41,
  /** index of the field */
  FIELD: 42,
  FIELD_VIA_RV: 43,
  STRUCT_FIELD: 44,
  BLESS_PACKAGE: 45,
  /** position of the extension record */
  MAGIC_OBJECT: 46,
  MAGIC_POINTER: 47,
  MAGIC_V2_AUX: 48,
  MAGIC_V2_KEY: 49,
  MAGIC_V2_USER: 50,
  NOTE: 51,
} as const
export type RefCode = (typeof RefCode)[keyof typeof RefCode]

/** The outrefs of one SV as parallel arrays, used again for the next SV: nothing is allocated per reference. */
export class OutrefBuffer {
  length = 0
  code = new Uint8Array(64)
  arg = new Float64Array(64)
  strength = new Uint8Array(64)
  target = new Int32Array(64)

  push(code: RefCode, arg: number, strength: Strength, target: SvIndex): void {
    const at = this.length
    if (at === this.code.length) this.#grow()
    this.code[at] = code
    this.arg[at] = arg
    this.strength[at] = strength
    this.target[at] = target
    this.length = at + 1
  }

  /** The same if there is a target and the strength is one of the wanted ones. */
  pushWanted(wanted: number, code: RefCode, arg: number, strength: Strength, target: SvIndex): void {
    if (target !== NO_SV && wanted & strength) this.push(code, arg, strength, target)
  }

  /** Put one over another. */
  move(from: number, to: number): void {
    this.code[to] = this.code[from]
    this.arg[to] = this.arg[from]
    this.strength[to] = this.strength[from]
    this.target[to] = this.target[from]
  }

  #grow(): void {
    const length = this.code.length * 2
    const code = new Uint8Array(length)
    code.set(this.code)
    this.code = code
    const arg = new Float64Array(length)
    arg.set(this.arg)
    this.arg = arg
    const strength = new Uint8Array(length)
    strength.set(this.strength)
    this.strength = strength
    const target = new Int32Array(length)
    target.set(this.target)
    this.target = target
  }
}
