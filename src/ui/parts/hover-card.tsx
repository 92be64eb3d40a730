import './hover-card.css'
import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { SvCard } from '../../query/protocol.ts'
import { insertAtPrompt } from '../console/session.ts'
import { ask } from '../state/engine.ts'
import { hrefOf } from '../state/navigation.ts'
import { copyText } from './copy.ts'
import { groupDigits } from './format.ts'
import { placeBeside } from './place.ts'
import { Size } from './size.tsx'
import { KindMark } from './sv-chip.tsx'

const REST_MS = 300
const LEAVE_MS = 200

interface Shown {
  readonly card: SvCard
  readonly anchor: Element
}

/** One card for all chips (`data-sv`): opens where the pointer or the focus rests, once the worker has answered. */
export function HoverCard(): VNode | null {
  const shown = useSignal<Shown | null>(null)
  const element = useRef<HTMLDivElement>(null)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let wanted: Element | null = null
    const later = (ms: number, act: () => void) => {
      clearTimeout(timer)
      timer = setTimeout(act, ms)
    }
    const open = async (anchor: Element, address: string) => {
      const result = await ask((api) => api.card(address))
      if (wanted === anchor && result.ok && anchor.isConnected) shown.value = { card: result.value, anchor }
    }
    const close = () => {
      wanted = null
      clearTimeout(timer)
      if (shown.peek()) shown.value = null
    }
    const enter = (event: Event) => {
      const target = event.target instanceof Element ? event.target : null
      if (target && element.current?.contains(target)) return clearTimeout(timer)
      const anchor = target?.closest('[data-sv]') ?? null
      if (anchor === wanted) return
      if (!anchor) {
        if (wanted) later(LEAVE_MS, close)
        wanted = null
        return
      }
      wanted = anchor
      const address = anchor.getAttribute('data-sv') ?? ''
      later(REST_MS, () => void open(anchor, address))
    }
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close()
    }
    const focus = (event: FocusEvent) => {
      const isByKey = event.target instanceof Element && event.target.matches(':focus-visible')
      if (isByKey) enter(event)
    }
    document.addEventListener('mouseover', enter)
    document.addEventListener('focusin', focus)
    document.addEventListener('keydown', escape)
    document.addEventListener('scroll', close, true)
    document.addEventListener('click', close)
    return () => {
      close()
      document.removeEventListener('mouseover', enter)
      document.removeEventListener('focusin', focus)
      document.removeEventListener('keydown', escape)
      document.removeEventListener('scroll', close, true)
      document.removeEventListener('click', close)
    }
  }, [])

  useLayoutEffect(() => {
    if (shown.value && element.current) placeBeside(element.current, shown.value.anchor.getBoundingClientRect())
  }, [shown.value])

  if (!shown.value) return null
  return (
    <div ref={element} class="hover-card" role="group" aria-label={`About ${shown.value.card.address}`}>
      <Card card={shown.value.card} />
    </div>
  )
}

function Card({ card }: { readonly card: SvCard }): VNode {
  const { address, type, description, package: blessed, name, value, size, refcount } = card
  return (
    <>
      <p class="card-what">
        <KindMark type={type} />
        <span>
          {description}
          {blessed !== null && <bdi>={blessed}</bdi>}
        </span>
      </p>
      {name !== null && <bdi class="mono card-name">{name}</bdi>}
      {value !== null && <bdi class="mono card-value">{value}</bdi>}
      <p class="card-facts">
        <Size bytes={size} kind="SV" /> · refcount {groupDigits(refcount)}
      </p>
      <p class="card-actions">
        <a href={hrefOf({ view: 'identify', sv: address })} tabIndex={-1}>
          Identify
        </a>
        <button type="button" class="quiet" tabIndex={-1} onClick={() => void copyText(address, 'address')}>
          copy {address}
        </button>
        <button type="button" class="quiet" tabIndex={-1} onClick={() => insertAtPrompt(address)}>
          insert at the prompt
        </button>
      </p>
    </>
  )
}
