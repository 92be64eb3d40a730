import './islands.css'
import type { VNode } from 'preact'
import type { IslandRow } from '../../../query/protocol-findings.ts'
import { copyText } from '../../parts/copy.ts'
import { Explain } from '../../parts/explain.tsx'
import { counted } from '../../parts/format.ts'
import { Failed, Nothing, Working } from '../../parts/states.tsx'
import { Size } from '../../parts/size.tsx'
import { SvChip } from '../../parts/sv-chip.tsx'
import { ViewHead } from '../../parts/view-head.tsx'
import { useAnswer } from '../../state/use-answer.ts'
import type { ViewDefinition } from '../view.ts'
import { CyclePicture } from './cycle-picture.tsx'

/** SVs that hold each other, and that nothing else holds. */
export const islands: ViewDefinition = { name: 'islands', title: 'Islands', key: 'i', isInRail: true, Body: Islands }

/** Groups of islands: a heap has few, however many islands. */
const MOST_GROUPS = 200

function Islands(): VNode {
  const { value, error } = useAnswer((api, job) => api.islands(job, 0, MOST_GROUPS), [])
  if (error) return <Failed error={error} />
  if (!value) return <Working what="Looking for lost cycles" />
  const { rows, total } = value
  const numIslands = rows.reduce((sum, row) => sum + row.islands, 0)
  return (
    <div class="islands">
      <ViewHead title="Islands" commands={['islands']}>
        {rows.length === 0
          ? 'No SV is proven lost.'
          : `${counted(numIslands, 'island is', 'islands are')} proven lost, of ${counted(total, 'make')}.`}{' '}
        <Explain word="island" />
      </ViewHead>
      {rows.length === 0 && <Nothing title="Nothing is lost in this heap" />}
      <ol class="island-list">
        {rows.map((row) => (
          <Island key={row.id} row={row} />
        ))}
      </ol>
    </div>
  )
}

function Island({ row }: { readonly row: IslandRow }): VNode {
  const { title, islands: count, svs, bytes, packages, example, drawing, cut, perl, freed } = row
  return (
    <li class="island">
      <h2>
        {count > 1 && `${count} × `}
        <bdi class="mono">{title}</bdi>
      </h2>
      <p>
        {counted(svs, 'SV')}, <Size bytes={bytes} kind="SV" />
        {packages.length > 0 && ': '}
        {packages.map(({ name, count: number }) => `${number} ${name}`).join(', ')}. For example <SvChip sv={example} />
      </p>
      <CyclePicture drawing={drawing} title={title} />
      {cut !== null && (
        <p>
          Best cut: <bdi>{cut}</bdi>
          {freed && (
            <>
              , which frees {counted(freed.svs, 'SV')}, <Size bytes={freed.bytes} kind="SV" />, of each
            </>
          )}
          .
        </p>
      )}
      {perl !== null && (
        <p>
          <bdi class="mono">{perl}</bdi>{' '}
          <button type="button" class="quiet" onClick={() => void copyText(perl, 'fix')}>
            copy
          </button>
        </p>
      )}
    </li>
  )
}
