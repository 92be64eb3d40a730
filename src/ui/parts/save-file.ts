/** Browsers say nothing of when they have taken a file: after this long they have. */
const TAKEN_MS = 40_000

/** Hand a file over to be saved under a name, as a download. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), TAKEN_MS)
}
