import type { Heap } from '../columns/heap.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { formatNv, formatSigned, formatUnsigned } from '../perl/numbers.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import { decodeScalar } from './scalar.ts'

/*
 * Quirks of the real tool that its text shows, kept in this one place. It takes the flag for "unsigned" the wrong way
 * round, so an ordinary 5 is a UV, -5 the UV 18446744073709551611 and ~0 the IV -1; and it loses some NVs (see
 * perl/nv-quirk.ts), so a scalar that is only 0.0 counts as undef. The console prints it so; everything else in the app
 * shows what decodeScalar says.
 */

/** Which parts the real tool sees in a SCALAR. */
export interface CompatParts {
  readonly uv: boolean
  readonly iv: boolean
  readonly nv: boolean
  readonly pv: boolean
}

/** From the flags alone: nothing is decoded. */
export function compatParts(flags: number): CompatParts {
  const integer = (flags & SvFlag.SCALAR_INTEGER) !== 0
  const unsigned = (flags & SvFlag.SCALAR_UNSIGNED) !== 0
  return {
    uv: integer && !unsigned,
    iv: integer && unsigned,
    nv: (flags & SvFlag.SCALAR_NV) !== 0 && !(flags & SvFlag.SCALAR_NV_LOST),
    pv: (flags & SvFlag.SCALAR_PV) !== 0,
  }
}

/** True for a SCALAR in which the real tool sees no part: it calls it UNDEF. */
export function isCompatUndef(flags: number): boolean {
  const { uv, iv, nv, pv } = compatParts(flags)
  return !uv && !iv && !nv && !pv
}

/** The parts as the real tool prints them; null = not there. */
export interface CompatScalar {
  readonly uv: string | null
  readonly iv: string | null
  readonly nv: string | null
  readonly pv: Uint8Array | null
  readonly isUtf8: boolean
  readonly pvLength: string
}

export function compatScalar(heap: Heap, row: SvIndex): CompatScalar {
  const scalar = decodeScalar(heap, row)
  const isBool = heap.svs.kind[row] === SvKind.BOOL
  const parts = isBool ? { uv: true, iv: false, nv: false, pv: false } : compatParts(heap.svs.flags[row])
  const { integer } = scalar
  return {
    uv: parts.uv && integer ? formatUnsigned(heap.layout.uintBytes === 4 ? 0 : integer.hi, integer.lo) : null,
    iv: parts.iv && integer ? formatSigned(integer.hi, integer.lo) : null,
    nv: parts.nv && scalar.nv !== null ? formatNv(scalar.nv) : null,
    pv: scalar.pv,
    isUtf8: scalar.isUtf8,
    pvLength: formatUnsigned(scalar.exactPvLength.hi, scalar.exactPvLength.lo),
  }
}
