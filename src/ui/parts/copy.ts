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
