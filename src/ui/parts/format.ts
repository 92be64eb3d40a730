/** `113622` -> `113,622`. Not Intl's: a page must read the same everywhere. */
export function groupDigits(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 SV`, `2 SVs`; `1 index`, `2 indices` with the plural given. */
export function counted(count: number, what: string, plural = `${what}s`): string {
  return `${groupDigits(count)} ${count === 1 ? what : plural}`
}

/** Part of a whole in words: `58 %`, `0.3 %`. */
export function percent(part: number, whole: number): string {
  if (whole <= 0) return '0 %'
  const share = (part / whole) * 100
  return `${share >= 10 || share === 0 ? Math.round(share) : share < 0.1 ? '< 0.1' : share.toFixed(1)} %`
}

/** Milliseconds since 1970 as `2026-11-24 23:35`, in the time zone of the reader. */
export function dateTime(at: number): string {
  const date = new Date(at)
  const two = (part: number) => String(part).padStart(2, '0')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}
