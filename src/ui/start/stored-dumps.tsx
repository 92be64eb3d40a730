import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { formatBytes } from '../../base/format-bytes.ts'
import { visibleText } from '../../base/visible-text.ts'
import type { StoredDump } from '../../query/protocol.ts'
import { lineHistory } from '../console/history.ts'
import { dateTime, groupDigits } from '../parts/format.ts'
import { Size } from '../parts/size.tsx'
import { ask } from '../state/engine.ts'
import { notice } from '../state/notices.ts'
import { START, toHash } from '../state/route.ts'
import { keepDumps } from '../state/settings.ts'
import { useAnswer } from '../state/use-answer.ts'
import { askToPersist } from './persist.ts'

/** The dumps kept in this browser, the room they take, and what the user wants kept. */
export function StoredDumps(): VNode {
  const [turn, setTurn] = useState(0)
  const again = () => setTurn((before) => before + 1)
  const { value } = useAnswer(async (api) => ({ ok: true, value: await api.storage() }), [turn])
  const dumps = value?.dumps ?? []
  return (
    <section aria-labelledby="stored">
      <h2 id="stored">Dumps kept in this browser</h2>
      {value?.unavailable && <p>Nothing can be kept here: {value.unavailable}. Dumps are analysed all the same.</p>}
      {value && !value.unavailable && dumps.length === 0 && (
        <p class="start-none">
          None yet.{' '}
          {keepDumps.value === 'yes' && 'A dump that you open is kept here, so that it opens at once next time.'}
        </p>
      )}
      {dumps.length > 0 && <DumpTable dumps={dumps} onChanged={again} />}
      <p class="start-room">
        {value && <Room used={value.used} available={value.available} />}
        <label>
          <input
            type="checkbox"
            checked={keepDumps.value === 'no'}
            onChange={(event) => {
              keepDumps.value = event.currentTarget.checked ? 'no' : 'yes'
            }}
          />
          Do not keep dumps
        </label>
        {value && !value.unavailable && !value.isPersistent && dumps.length > 0 && (
          <button type="button" class="quiet" onClick={() => void askToPersist().then(again)}>
            Ask the browser not to clear them
          </button>
        )}
        {value?.isPersistent && <span>The browser does not clear them by itself.</span>}
        {dumps.length > 0 && (
          <button type="button" class="quiet" onClick={() => void forgetAll().then(again)}>
            Forget all
          </button>
        )}
      </p>
    </section>
  )
}

function Room({ used, available }: { readonly used: number | null; readonly available: number | null }): VNode | null {
  if (used === null) return null
  return (
    <span>
      {formatBytes(used)} used{available !== null && `, ${formatBytes(available)} left`}
    </span>
  )
}

interface DumpTableProps {
  readonly dumps: readonly StoredDump[]
  readonly onChanged: () => void
}

function DumpTable({ dumps, onChanged }: DumpTableProps): VNode {
  return (
    <div class="scroll">
      <table class="stored">
        <thead>
          <tr>
            <th scope="col">name</th>
            <th scope="col">perl</th>
            <th scope="col" class="number">
              SVs
            </th>
            <th scope="col" class="number">
              file size
            </th>
            <th scope="col">kept since</th>
            <th scope="col">
              <span class="unseen">delete</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {dumps.map(({ id, name: fileName, perl, svs, bytes, storedAt, isPartial }) => {
            const name = visibleText(fileName)
            return (
              <tr key={id}>
                <td>
                  <a href={toHash({ ...START, dump: id })}>
                    <bdi>{name}</bdi>
                  </a>
                  {isPartial && <span class="badge warn">partial</span>}
                </td>
                <td>{perl}</td>
                <td class="number">{groupDigits(svs)}</td>
                <td class="number">
                  <Size bytes={bytes} kind="file" />
                </td>
                <td class="number-left">{dateTime(storedAt)}</td>
                <td>
                  <button
                    type="button"
                    class="quiet"
                    aria-label={`Delete ${name}`}
                    onClick={() => void forget(id, name).then(onChanged)}
                  >
                    Delete
                  </button>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

async function forget(id: string, name: string): Promise<void> {
  const result = await ask((api) => api.forget(id))
  notice(result.ok ? `Deleted ${name} from this browser` : result.error.message)
}

async function forgetAll(): Promise<void> {
  const result = await ask((api) => api.forgetAll())
  lineHistory.clear()
  notice(result.ok ? 'Forgot all dumps, and the lines typed in the console' : result.error.message)
}
