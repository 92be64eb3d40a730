import type { VNode } from 'preact'
import type { QueryError } from '../../query/protocol.ts'
import { copyText } from '../parts/copy.ts'
import { groupDigits } from '../parts/format.ts'
import { Banner } from '../parts/states.tsx'
import { failure } from '../state/dump.ts'

/** What to try, by what went wrong. */
const ADVICE: Readonly<Record<QueryError['code'], string>> = {
  cancelled: '',
  'not-a-dump': 'A dump begins with the letters PMAT, or is such a file packed by gzip.',
  unsupported: 'Versions 0.0 to 0.6 of the format are read, which is what all releases of Devel::MAT::Dumper write.',
  damaged: 'If the file was copied, copy it once more and compare the sizes.',
  cut: 'Nothing usable was before the cut. If the file was copied, copy it once more and compare the sizes.',
  unreadable: 'The file may have been moved, changed or deleted since it was picked: open it once more.',
  'too-large': 'Close other tabs and try again, or read it with the command line.',
  'not-stored': 'Open its file again.',
  'no-dump': 'Open its file again.',
  'not-found': '',
  engine: 'This is a fault of pmatscope. The details below help to find it; there is nothing of your dump in them.',
}

export function OpenFailed({ name, error }: { readonly name: string; readonly error: QueryError }): VNode {
  const { code, message, offset } = error
  const details = `pmatscope could not open a dump\n${code}: ${message}\noffset: ${offset}\n${navigator.userAgent}`
  return (
    <Banner kind="bad">
      <div role="alert">
        <p>
          <strong>
            <bdi>{name}</bdi> could not be opened.
          </strong>{' '}
          <bdi>{message}</bdi>
          {offset >= 0 && ` (byte ${groupDigits(offset)})`}
        </p>
        <p>{ADVICE[code]}</p>
        <p>
          <button type="button" onClick={() => void copyText(details, 'details')}>
            Copy details
          </button>{' '}
          <button
            type="button"
            class="quiet"
            onClick={() => {
              failure.value = null
            }}
          >
            Dismiss
          </button>
        </p>
      </div>
    </Banner>
  )
}
