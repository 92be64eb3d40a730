const UNITS = ['KiB', 'MiB', 'GiB', 'TiB']

/**
 * A size in bytes as pmat writes it: `1023 bytes`, `1.2 KiB`. The unit is chosen before rounding (1048575 is
 * `1024.0 KiB`), and there is none above TiB. A negative size stays in bytes.
 */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`
  let amount = bytes / 1024
  let unit = 0
  while (amount >= 1024 && unit < UNITS.length - 1) {
    amount /= 1024
    unit++
  }
  return `${oneDecimal(amount)} ${UNITS[unit]}`
}

/** C's `%.1f` of a positive number: ties, which are .25 and .75, go to the even digit, where toFixed goes up. */
function oneDecimal(amount: number): string {
  const whole = Math.floor(amount)
  return amount - whole === 0.25 ? `${whole}.2` : amount.toFixed(1)
}
