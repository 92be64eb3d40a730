import type { VNode } from 'preact'
import type { TreeColumn } from '../../grid/tree-table.tsx'
import { StrengthMark } from '../../parts/reference.tsx'
import { SvChip } from '../../parts/sv-chip.tsx'
import { openIdentify } from '../../state/selection.ts'
import type { HolderTree, Step } from './holder-tree.ts'

export function columns(tree: HolderTree): readonly TreeColumn<Step>[] {
  return [
    {
      name: 'holder',
      title: 'held as',
      track: 'minmax(max-content, 1fr)',
      isTree: true,
      show: (step, { parent, error }) => (
        <StepWords step={step} tree={tree} isTop={parent === null} problem={error?.message ?? null} />
      ),
      text: textOf,
    },
  ]
}

interface StepWordsProps {
  readonly step: Step
  readonly tree: HolderTree
  readonly isTop: boolean
  readonly problem: string | null
}

function StepWords({ step, tree, isTop, problem }: StepWordsProps): VNode {
  const { name, strength, sv, foundAlready } = step
  return (
    <span class="step">
      {!isTop && <StrengthMark strength={strength} />}
      {!isTop && <bdi class={sv ? 'step-name' : 'step-name root'}>{name}</bdi>}{' '}
      {sv && !isTop && <span class="step-of">of</span>} {sv && <SvChip sv={sv} isInRow />}
      {!sv && <span class="step-root">a root</span>}
      {foundAlready && sv && (
        <button
          type="button"
          class="quiet step-found"
          tabIndex={-1}
          title="Go to where it stands first"
          onMouseDown={(event) => event.stopPropagation()}
          onClick={() => tree.goTo(sv.address) || openIdentify(sv.address)}
        >
          {foundAlready === 'circular' ? 'already found above: a circle' : 'already found'} ↑
        </button>
      )}
      {problem !== null && <span class="step-problem">{problem}</span>}
    </span>
  )
}

function textOf({ name, strength, sv }: Step): string {
  const of = sv ? `${sv.description}${sv.package === null ? '' : `=${sv.package}`} at ${sv.address}` : 'a root'
  return name === '' ? of : `${strength} ${name} of ${of}`
}
