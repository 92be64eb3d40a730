import './tree-table.css'
import type { ComponentChildren, VNode } from 'preact'
import type { SvChip } from '../../query/protocol.ts'
import { groupDigits } from '../parts/format.ts'
import { Failed, Working } from '../parts/states.tsx'
import { ColumnHandle, withGivenWidths } from './column-widths.tsx'
import { cellClass, type ColumnLayout, tracksOf } from './columns.ts'
import { useRowActions } from './row-actions.ts'
import { isMore, type TreeModel, type TreeNode, type TreeRow } from './tree-model.ts'
import { VirtualGrid } from './virtual-grid.tsx'

export interface TreeColumn<Data> extends ColumnLayout {
  readonly name: string
  readonly title: string
  readonly help?: string
  /** The column that is indented and has the twisties: one of them. */
  readonly isTree?: boolean
  show(data: Data, node: TreeNode<Data>): ComponentChildren
  text(data: Data): string
}

export interface TreeTableProps<Data> {
  readonly label: string
  readonly columns: readonly TreeColumn<Data>[]
  readonly model: TreeModel<Data>
  readonly svOf: (data: Data) => SvChip | null
  readonly empty: ComponentChildren
  /** What a step into a node shows while it is being looked up. */
  readonly working?: string
}

/** A tree opened step by step: arrows open and close as in any tree, Enter opens the SV's page. */
export function TreeTable<Data>(props: TreeTableProps<Data>): VNode {
  const { label, columns, model, svOf, empty, working = 'Looking for them' } = props
  const rows = model.rows.value
  const error = model.error.value
  const nodeAt = (index: number) => {
    const row = model.rows.peek()[index]
    return row && !isMore(row) ? row : undefined
  }
  const actions = useRowActions<Data>({
    get: (index) => nodeAt(index)?.data,
    svOf,
    textOf: (data) => columns.map((column) => column.text(data)).join('\t'),
  })
  if (error) return <Failed error={error} />
  if (!model.isReady.value) return <Working what={working} />
  if (rows.length === 0) return <>{empty}</>

  const onActive = (index: number) => {
    model.active.value = index
    actions.select(index)
  }
  const onOpen = (index: number) => {
    const row = model.rows.peek()[index]
    if (row && isMore(row)) void model.more(row)
    else if (row && !svOf(row.data)) toggle(model, row)
    else actions.open(index)
  }
  const onKey = (event: KeyboardEvent, index: number) =>
    treeKey(event, index, model, onActive) || actions.onKey(event, index)
  return (
    <div class="tree-table">
      <VirtualGrid
        role="treegrid"
        label={label}
        numRows={rows.length}
        numColumns={columns.length}
        tracks={tracksOf(withGivenWidths(label, columns))}
        header={columns.map((column, i) => (
          <div
            key={column.name}
            role="columnheader"
            aria-colindex={i + 1}
            class={`${cellClass(column)} head`}
            title={column.help}
          >
            <div class="head-text">{column.title}</div>
            <ColumnHandle table={label} column={column} />
          </div>
        ))}
        cells={(index) => <Cells row={rows[index]} columns={columns} model={model} />}
        attributes={(index) => attributesOf(rows[index])}
        active={Math.min(model.active.value, rows.length - 1)}
        onActive={onActive}
        onOpen={onOpen}
        onKey={onKey}
      />
    </div>
  )
}

function attributesOf<Data>(row: TreeRow<Data>) {
  if (isMore(row)) return { 'aria-level': row.level }
  return {
    'aria-level': row.level,
    'aria-setsize': row.numSiblings,
    'aria-posinset': row.position,
    'aria-expanded': row.canOpen ? row.state === 'open' : undefined,
    'aria-busy': row.state === 'loading',
  }
}

function toggle<Data>(model: TreeModel<Data>, node: TreeNode<Data>): void {
  if (node.state === 'open') model.close(node)
  else void model.open(node)
}

/** Right opens, or goes to the first child; Left closes, or goes to the parent; Space toggles; `*` opens all siblings. */
function treeKey<Data>(
  { key, ctrlKey, altKey, metaKey }: KeyboardEvent,
  index: number,
  model: TreeModel<Data>,
  onActive: (index: number) => void,
): boolean {
  const rows = model.rows.peek()
  const row = rows[index]
  if (!row || ctrlKey || altKey || metaKey) return false
  if (isMore(row)) {
    if (key !== ' ' && key !== 'ArrowRight') return false
    void model.more(row)
  } else if (key === 'ArrowRight') {
    if (row.state === 'open') onActive(index + 1)
    else void model.open(row)
  } else if (key === 'ArrowLeft') {
    if (row.state === 'open') model.close(row)
    else if (row.parent) onActive(parentIndex(rows, index))
  } else if (key === ' ') toggle(model, row)
  else if (key === '*') {
    for (const other of rows) if (!isMore(other) && other.parent === row.parent) void model.open(other)
  } else return false
  return true
}

function parentIndex<Data>(rows: readonly TreeRow<Data>[], index: number): number {
  let at = index
  while (at > 0 && rows[at].level >= rows[index].level) at--
  return at
}

interface CellsProps<Data> {
  readonly row: TreeRow<Data>
  readonly columns: readonly TreeColumn<Data>[]
  readonly model: TreeModel<Data>
}

function Cells<Data>({ row, columns, model }: CellsProps<Data>): VNode {
  return (
    <>
      {columns.map((column, i) => (
        <div
          key={column.name}
          role="gridcell"
          aria-colindex={i + 1}
          class={`${cellClass(column)}${column.isTree ? ' tree' : ''}`}
        >
          {column.isTree && <Twisty row={row} model={model} />}
          {isMore(row) ? (
            column.isTree && (
              <button type="button" class="quiet more" tabIndex={-1} onClick={() => void model.more(row)}>
                {groupDigits(row.total - row.loaded)} more
              </button>
            )
          ) : (
            <span class="tree-content">{column.show(row.data, row)}</span>
          )}
        </div>
      ))}
    </>
  )
}

const INDENT = 16

function Twisty<Data>({ row, model }: { row: TreeRow<Data>; model: TreeModel<Data> }): VNode {
  const style = { width: `${(row.level - 1) * INDENT + 20}px` }
  if (isMore(row) || !row.canOpen) return <span class="twisty-space" style={style} />
  const sign = row.state === 'open' ? '▾' : row.state === 'loading' ? '·' : '▸'
  return (
    <span class="twisty-space" style={style}>
      <button
        type="button"
        class="twisty"
        tabIndex={-1}
        aria-hidden="true"
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => toggle(model, row)}
      >
        {sign}
      </button>
    </span>
  )
}
