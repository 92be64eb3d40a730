/** Neither hidden nor an option, and short. */
const START = /^[-.]*(.{0,80})/su

/** What Windows takes for a device, whatever follows behind a dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i

/** A file's name made of words of strangers: letters, digits, `.`, `_` and `-` are kept, and the extension is ours. */
export function fileNameOf(words: string, extension: string): string {
  const kept = words.normalize('NFC').replace(/[^\p{L}\p{N}._]+/gu, '-')
  const [, stem = ''] = START.exec(kept) ?? []
  return `${stem.replace(/[-.]+$/, '').replace(DEVICE, '$1_') || 'answer'}.${extension}`
}
