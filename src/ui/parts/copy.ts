import { notice } from '../state/notices.ts'

/** Put a text on the clipboard, and say so. */
export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    notice(`Copied the ${what}`)
  } catch {
    notice(`The browser did not let us copy the ${what}. Select it and press Ctrl+C.`)
  }
}

/**
 * Put the text of a file on the clipboard without making a string of it. Call it at the click, as browsers do not let pages copy
 * later: they wait for the file. null = there is none after all, and that has been told.
 */
export async function copyFile(making: Promise<Blob | null>, name: string): Promise<void> {
  const text = making.then((file) => {
    if (!file) throw new Error('there is nothing to copy')
    return file.slice(0, file.size, 'text/plain')
  })
  text.catch(() => {}) // told below, also where the clipboard did not come to wait for it
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': text })])
    notice(`Copied all of ${name}`)
  } catch {
    if (await making) notice(`The browser did not let us copy ${name}. Save it instead.`)
  }
}
