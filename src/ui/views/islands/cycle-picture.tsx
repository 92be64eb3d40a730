import type { VNode } from 'preact'
import { useId } from 'preact/hooks'
import type { CycleDrawing, CycleEdge } from '../../../query/protocol-findings.ts'
import { openSv } from '../../state/selection.ts'

const ROW = 44
const LEFT = 120
const WIDTH = 560
/** How far an edge that is not to the next node swings out, for each node that it passes. */
const SWING = 18

export interface CyclePictureProps {
  readonly drawing: CycleDrawing
  readonly title: string
}

/**
 * A cycle as a column of its SVs with the references between them: those to the next SV straight, others beside it. The
 * list of references under it says the same in words.
 */
export function CyclePicture({ drawing, title }: CyclePictureProps): VNode {
  const id = useId()
  const { nodes, edges, numLeftOut } = drawing
  const height = nodes.length * ROW + 8
  return (
    <figure class="cycle">
      <svg
        role="img"
        aria-label={`The cycle ${title}`}
        viewBox={`0 0 ${WIDTH} ${height}`}
        width={WIDTH}
        height={height}
      >
        <defs>
          <marker id={id} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 0L8 4L0 8z" class="cycle-tip" />
          </marker>
        </defs>
        {edges.map((edge, i) => (
          <Edge key={i} edge={edge} marker={`url(#${id})`} />
        ))}
        {nodes.map(({ sv, label }, i) => (
          <g key={i} class="cycle-node" onClick={() => openSv(sv.address)}>
            <rect x={LEFT} y={i * ROW + 4} width={300} height={24} rx={4} />
            <text x={LEFT + 8} y={i * ROW + 20}>
              {label}
            </text>
          </g>
        ))}
      </svg>
      <figcaption>
        <ul>
          {edges.map(({ from, to, label, isCut, isWeak }, i) => (
            <li key={i} class={isCut ? 'cycle-cut' : undefined}>
              <bdi class="mono">{nodes[from].label}</bdi> — <bdi class="mono">{label}</bdi>
              {isWeak && ' (weak)'} → <bdi class="mono">{nodes[to].label}</bdi>
              {isCut && ' : cut here'}
            </li>
          ))}
        </ul>
        {numLeftOut > 0 && <p>{numLeftOut} more SVs of the cycle are not drawn.</p>}
      </figcaption>
    </figure>
  )
}

function Edge({ edge, marker }: { readonly edge: CycleEdge; readonly marker: string }): VNode {
  const { from, to, label, isCut, isWeak } = edge
  const kind = `cycle-edge${isCut ? ' cut' : ''}${isWeak ? ' weak' : ''}`
  if (to === from + 1) {
    const x = LEFT + 40
    const y = from * ROW + 28
    return (
      <g class={kind}>
        <path d={`M${x} ${y}V${y + ROW - 25}`} marker-end={marker} />
        <text x={x + 8} y={y + 14}>
          {label}
        </text>
      </g>
    )
  }
  const start = from * ROW + 16
  const end = to * ROW + 16
  const out = LEFT - 14 - Math.min(SWING * Math.abs(to - from), LEFT - 24)
  return (
    <g class={kind}>
      <path d={`M${LEFT} ${start}H${out}V${end + (start === end ? 10 : 0)}H${LEFT - 2}`} marker-end={marker} />
      <text x={4} y={(start + end) / 2 - 4}>
        {label}
      </text>
    </g>
  )
}
