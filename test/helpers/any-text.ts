import * as fc from 'fast-check'

/** Code points that are somebody's trouble: controls, blanks of all kinds, quotes, what turns or joins text. */
const TROUBLE = [0, 7, 9, 10, 11, 13, 27, 32, 34, 36, 45, 92, 124, 127, 0x85, 0xa0, 0xad, 0xe9, 0x200b, 0x202e, 0xfeff]

const codePoint = fc.oneof(
  fc.constantFrom(...TROUBLE),
  fc.integer({ min: 0x20, max: 0x7e }),
  fc.integer({ min: 0, max: 0xd7ff }),
  fc.integer({ min: 0xe000, max: 0x10ffff }),
)

/** Any well-formed text. What fast-check has for it takes a second to set up. */
export function anyText(size: { minLength?: number; maxLength?: number } = {}): fc.Arbitrary<string> {
  return fc.array(codePoint, size).map((codes) => String.fromCodePoint(...codes))
}
