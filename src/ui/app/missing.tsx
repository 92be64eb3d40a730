import './missing.css'
import type { VNode } from 'preact'
import { Failed } from '../parts/states.tsx'
import { failure } from '../state/dump.ts'
import { openSample, pickFile } from '../state/intake.ts'
import { goToStart } from '../state/navigation.ts'

/** The address names a dump that is not open and not stored: say which, and follow the link once it is given. */
export function Missing({ id }: { readonly id: string }): VNode {
  const failed = failure.value
  return (
    <main class="missing">
      <h1>This link needs its dump</h1>
      <p>
        It leads into the dump with the fingerprint <bdi class="mono">{id.slice(0, 64)}</bdi>, which is not stored in
        this browser. Open that file, or drop it here, and the link is followed.
      </p>
      {failed && failed.error.code !== 'not-stored' && <Failed error={failed.error} />}
      <p class="missing-buttons">
        <button type="button" class="main" onClick={pickFile}>
          Open a dump
        </button>
        <button type="button" onClick={() => void openSample()}>
          Try a sample
        </button>
        <button type="button" onClick={goToStart}>
          Start page
        </button>
      </p>
    </main>
  )
}
