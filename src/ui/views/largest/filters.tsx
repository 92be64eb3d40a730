import type { VNode } from 'preact'
import { useId } from 'preact/hooks'
import type { CountRow } from '../../../query/protocol.ts'
import { counted, groupDigits } from '../../parts/format.ts'
import { useAnswer } from '../../state/use-answer.ts'

/** A package as the word of its stash, for the hash. */
export function stashWord(name: string): string {
  return name === '' ? '' : `%${name}::`
}

export function packageOf(word: string): string {
  return /^%(.*)::$/s.exec(word)?.[1] ?? ''
}

export interface FiltersProps {
  readonly type: string
  /** Package; '' = all. */
  readonly blessed: string
  readonly onType: (type: string) => void
  readonly onPackage: (name: string) => void
}

/** Only SVs of a type, only those blessed into a package. */
export function Filters({ type, blessed, onType, onPackage }: FiltersProps): VNode {
  const id = useId()
  const { value } = useAnswer((api) => api.overview(), [])
  return (
    <>
      <label for={`${id}-type`}>
        Type
        <Select id={`${id}-type`} value={type} rows={value?.byType} all="all types" onChange={onType} />
      </label>
      <label for={`${id}-package`}>
        Package
        <Select id={`${id}-package`} value={blessed} rows={value?.byPackage} all="all" onChange={onPackage} />
      </label>
    </>
  )
}

interface SelectProps {
  readonly id: string
  readonly value: string
  readonly rows: readonly CountRow[] | undefined
  readonly all: string
  readonly onChange: (value: string) => void
}

/** More would make a list that nobody reads; the search box finds the others. */
const MOST_CHOICES = 1000

function Select({ id, value, rows = [], all, onChange }: SelectProps): VNode {
  const choices = rows.slice(0, MOST_CHOICES)
  const isListed = value === '' || choices.some(({ name }) => name === value)
  return (
    <select id={id} class="filter" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{all}</option>
      {!isListed && <option value={value}>{value}</option>}
      {choices.map(({ name, count }) => (
        <option key={name} value={name} title={counted(count, 'SV')}>
          {`${name} (${groupDigits(count)})`}
        </option>
      ))}
    </select>
  )
}
