import './start.css'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { isKeysDialogOpen } from '../state/dialogs.ts'
import { failure, opened } from '../state/dump.ts'
import { openSample, pickFile } from '../state/intake.ts'
import { ThemeButton } from '../app/theme-button.tsx'
import { START, toHash } from '../state/route.ts'
import { HowTo } from './how-to.tsx'
import { LastCrash } from './last-crash.tsx'
import { OpenFailed } from './open-failed.tsx'
import { Privacy } from './privacy.tsx'
import { StoredDumps } from './stored-dumps.tsx'

/** Where a visit begins: open a dump, or learn how to take one. */
export function Start(): VNode {
  useEffect(() => {
    document.title = 'pmatscope'
  }, [])
  const dump = opened.value
  return (
    <div class="start-page scroll">
      <main class="start">
        <header class="start-head">
          <h1>pmatscope</h1>
          <p>
            Open a heap dump of a Perl program: see what fills its memory, pick any value, and walk back to what holds
            it.
          </p>
          <div class="start-buttons">
            <button type="button" class="main" onClick={pickFile}>
              Open a dump
            </button>
            <button type="button" onClick={() => void openSample()}>
              Try a sample
            </button>
            {dump && (
              <a class="button" href={toHash({ ...START, dump: dump.id })}>
                Back to <bdi class="start-open-name">{dump.name}</bdi>
              </a>
            )}
          </div>
          <p class="start-hint">
            Or drop a <code>.pmat</code> or <code>.pmat.gz</code> anywhere on this page, paste it, or press{' '}
            <kbd>Ctrl</kbd> <kbd>O</kbd>.
          </p>
        </header>
        <LastCrash />
        {failure.value && <OpenFailed name={failure.value.name} error={failure.value.error} />}
        <StoredDumps />
        <HowTo />
        <Privacy />
        <footer class="start-foot">
          <button
            type="button"
            class="quiet"
            onClick={() => {
              isKeysDialogOpen.value = true
            }}
          >
            Keys and words
          </button>
          <ThemeButton />
        </footer>
      </main>
    </div>
  )
}
