import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { ExportedFile } from '../../query/protocol.ts'
import { copyFile } from '../parts/copy.ts'
import { saveFile } from '../parts/save-file.ts'
import { ask } from '../state/engine.ts'
import { notice } from '../state/notices.ts'

/** All of an export, of which the lines above are the first page: to save, or to copy. The worker makes the file when it is asked for. */
export function Exported({ file }: { readonly file: ExportedFile }): VNode {
  const making = useSignal<AbortController | null>(null)
  useEffect(() => () => making.peek()?.abort(), [])

  const make = async (): Promise<Blob | null> => {
    const cancel = new AbortController()
    making.value = cancel
    const result = await ask((api, job) => api.exportedFile(job, file.id), cancel.signal)
    making.value = null
    if (result.ok) return result.value
    if (result.error.code !== 'cancelled') notice(result.error.message)
    return null
  }
  const save = async () => {
    const made = await make()
    if (made) saveFile(made, file.name)
  }

  if (making.value) {
    return (
      <p class="log-file" role="status">
        Making {file.name}…{' '}
        <button type="button" onClick={() => making.peek()?.abort()}>
          Cancel
        </button>
      </p>
    )
  }
  return (
    <p class="log-file">
      <button type="button" onClick={() => void save()}>
        Save as <bdi>{file.name}</bdi>
      </button>{' '}
      <button type="button" class="quiet" onClick={() => void copyFile(make(), file.name)}>
        copy all
      </button>
    </p>
  )
}
