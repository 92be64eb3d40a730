import { openBytes, openFile } from './dump.ts'
import { notice } from './notices.ts'

/** Files that the user gave, by whatever way: the first dump among them is opened. */
export function takeFiles(files: readonly File[]): void {
  if (files.length === 0) return notice('That holds no file. Drop a .pmat file, or a .pmat.gz')
  const file = files.find(({ name }) => /\.pmat(\.gz)?$/i.test(name)) ?? files[0]
  if (files.length > 1)
    notice(
      `${files.length} files were given: opening ${file.name}. One dump is open at a time; open the others after it.`,
    )
  void openFile(file)
}

/** Ask for a file by the browser's dialog. */
export function pickFile(): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.pmat,.gz,.pmat.gz'
  input.addEventListener('change', () => {
    if (input.files?.length) takeFiles([...input.files])
  })
  input.click()
}

/** The dump that comes with the app: an imported script, as nothing may be fetched. */
export async function openSample(): Promise<void> {
  try {
    const { default: bytes } = await import('../sample/sample.pmat.gz?bytes')
    await openBytes('sample.pmat.gz', bytes.slice().buffer) // a copy: it is handed over to the worker
  } catch {
    notice('The sample could not be loaded: the page is older than what its server has now. Reload it.')
  }
}
