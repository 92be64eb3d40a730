/**
 * A 32-bit checksum of bytes: xxHash32 with seed 0, which reads four words a step and so runs at the speed of memory. For noticing
 * damage, not for resisting anyone. https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
 */
export function checksum(array: ArrayBufferView): number {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
  const { length } = bytes
  let at = 0
  let hash: number
  if (length >= 16) {
    let a = (PRIME_1 + PRIME_2) | 0
    let b = PRIME_2
    let c = 0
    let d = -PRIME_1 | 0
    const numWords = (length >>> 4) << 2
    const words = wordsOf(bytes, numWords)
    for (let i = 0; i < numWords; i += 4) {
      a = round(a, words[i])
      b = round(b, words[i + 1])
      c = round(c, words[i + 2])
      d = round(d, words[i + 3])
    }
    at = numWords * 4
    hash = (rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)) | 0
  } else {
    hash = PRIME_5
  }
  hash = (hash + length) | 0
  for (; at + 4 <= length; at += 4) {
    const word = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)
    hash = Math.imul(rotate((hash + Math.imul(word, PRIME_3)) | 0, 17), PRIME_4)
  }
  for (; at < length; at++) hash = Math.imul(rotate((hash + Math.imul(bytes[at], PRIME_5)) | 0, 11), PRIME_1)
  hash = Math.imul(hash ^ (hash >>> 15), PRIME_2)
  hash = Math.imul(hash ^ (hash >>> 13), PRIME_3)
  return (hash ^ (hash >>> 16)) >>> 0
}

const PRIME_1 = 0x9e37_79b1 | 0
const PRIME_2 = 0x85eb_ca77 | 0
const PRIME_3 = 0xc2b2_ae3d | 0
const PRIME_4 = 0x27d4_eb2f
const PRIME_5 = 0x1656_67b1

function round(lane: number, word: number): number {
  return Math.imul(rotate((lane + Math.imul(word, PRIME_2)) | 0, 13), PRIME_1)
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

/** The first words of the bytes, in the byte order of the machine, which is little-endian wherever a browser runs. */
function wordsOf(bytes: Uint8Array, numWords: number): Int32Array {
  const isAligned = (bytes.byteOffset & 3) === 0
  const aligned = isAligned ? bytes : bytes.slice(0, numWords * 4)
  return new Int32Array(aligned.buffer, aligned.byteOffset, numWords)
}

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1
  return crc
})

/** CRC-32 as gzip has it, of `bytes` behind what had the given one. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ bytes[i]) & 0xff]
  return ~crc >>> 0
}
