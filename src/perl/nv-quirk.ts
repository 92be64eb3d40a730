/**
 * Whether pmat loses the NV in this field. It unpacks the field like text, which strips zeros and blanks from its
 * end; if any were there, too little is left for a number, and the SV counts as having no NV. So it loses 0.0 of a
 * little-endian dump, and 1.0 of a big-endian one. Of long doubles (10 bytes), which it takes for 16, it loses all.
 */
export function isNvLost(field: Uint8Array): boolean {
  return field.length !== 8 || isStripped(field[7])
}

/** NUL, tab, newline, vertical tab, form feed, carriage return, space. */
export function isStripped(byte: number): boolean {
  return byte === 0 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x20
}
