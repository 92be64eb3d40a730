import { DumpError } from './dump-error.ts'

/** Why a dump is not whole, and where. */
export interface Damage {
  readonly code: 'cut' | 'damaged' | 'unreadable' | 'too-large'
  readonly problem: string
  /** Byte in the uncompressed dump. Of a cut SV it is where the field begins that is not whole, else where the file ends. */
  readonly offset: number
  /** Of the SV in which the file ends, what is there was kept: bytes that its record has now and had not in the file. */
  readonly addedBytes?: number
}

/*
 * All that is said of a dump that is not whole is worded here.
 */

/** The file ends inside of something, in the field at `offset`: "Cut at byte 20,478 inside a GLOB". */
export function cutInside(what: string, offset: number): DumpError {
  return new DumpError('cut', `Cut at byte ${grouped(offset)} inside ${withArticle(what)}`, offset)
}

/** The file ends behind a record, and more must follow. */
export function cutBetweenSvs(offset: number): DumpError {
  return new DumpError('cut', `Cut at byte ${grouped(offset)} between two SVs`, offset)
}

/** A record says what cannot be: "Cannot load unknown SV type 99 at byte 20,480". */
export function damagedAt(problem: string, offset: number): DumpError {
  return new DumpError('damaged', `${problem} at byte ${grouped(offset)}`, offset)
}

/** A length that no process ever had. */
export function absurdLength(length: number, what: string, offset: number): DumpError {
  return damagedAt(`A length of ${grouped(length)} bytes inside ${withArticle(what)}`, offset)
}

/** There is no room for a part that has to be in memory in one piece. */
export function tooLarge(bytes: number, offset: number): DumpError {
  return new DumpError(
    'too-large',
    `There is no memory left for a record of more than ${grouped(bytes)} bytes at byte ${grouped(offset)}`,
    offset,
  )
}

/**
 * What the page and the command line say of a partial dump: "Cut at byte 20,478 inside a GLOB: 257 SVs were read, the last
 * in part".
 */
export function partialText({ problem, addedBytes }: Pick<Damage, 'problem' | 'addedBytes'>, numSvs: number): string {
  const inPart = addedBytes !== undefined ? (numSvs === 1 ? ', in part' : ', the last in part') : ''
  return `${problem}: ${grouped(numSvs)} ${numSvs === 1 ? 'SV was' : 'SVs were'} read${inPart}`
}

/** What ended the reading early, if it is something that leaves a partial dump; anything else is thrown on. */
export function damageOf(error: unknown): Damage {
  if (error instanceof DumpError) {
    const { code, message, offset } = error
    if (code === 'cut' || code === 'damaged' || code === 'unreadable' || code === 'too-large') {
      return { code, problem: message, offset }
    }
  }
  throw error
}

export function grouped(count: number): string {
  return count.toLocaleString('en')
}

/** "a GLOB", "an ARRAY", "an LVALUE": as one reads it aloud. */
function withArticle(what: string): string {
  return `${/^[AEIOU]|^LV|^extension/.test(what) ? 'an' : 'a'} ${what}`
}
