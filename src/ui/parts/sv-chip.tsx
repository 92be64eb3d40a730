import './sv-chip.css'
import type { VNode } from 'preact'
import type { SvChip as Chip } from '../../query/protocol.ts'
import { hrefOf } from '../state/navigation.ts'
import { kindOf } from './kind.ts'

export interface SvChipProps {
  readonly sv: Chip
  /** In a row that has the focus itself: no stop of its own for Tab. */
  readonly isInRow?: boolean
  /** Without its address, where a column of its own shows it. */
  readonly isShort?: boolean
}

/**
 * An SV, wherever one is named: kind, description, package, name, address. A link to its page; hover-card.tsx shows
 * more, and keys of chip-keys.ts act on it.
 */
export function SvChip({ sv, isInRow, isShort }: SvChipProps): VNode {
  const { address, type, description, package: blessed, name } = sv
  return (
    <a
      class="chip"
      href={hrefOf({ view: 'sv', sv: address })}
      data-sv={address}
      tabIndex={isInRow ? -1 : undefined}
      draggable={false}
    >
      <KindMark type={type} />
      <span class="chip-what">{description}</span>
      {blessed !== null && <bdi class="chip-package">={blessed}</bdi>}
      {name !== null && (
        <>
          {' '}
          <bdi class="chip-name">{name}</bdi>
        </>
      )}
      {!isShort && (
        <>
          {' '}
          <span class="chip-address">{address}</span>
        </>
      )}
    </a>
  )
}

/** The sigil of a type on its colour. The words beside it say the same. */
export function KindMark({ type }: { readonly type: string }): VNode {
  const { sigil, colour } = kindOf(type)
  return (
    <span class={`kind ${colour}`} aria-hidden="true">
      {sigil}
    </span>
  )
}
