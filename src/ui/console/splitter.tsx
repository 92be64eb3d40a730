import { effect, signal } from '@preact/signals'
import type { VNode } from 'preact'
import { readStored, writeStored } from '../state/settings.ts'

const NAME = 'console height'
const LEAST = 120
const STEP = 26

/** Px. */
export const consoleHeight = signal(clamp(Number(readStored(NAME) ?? 260)))
effect(() => writeStored(NAME, String(consoleHeight.value)))

function clamp(height: number): number {
  const most = Math.max(LEAST, innerHeight - 200)
  return Number.isFinite(height) ? Math.min(Math.max(Math.round(height), LEAST), most) : 260
}

/** The upper edge of the console: dragged, or moved by the arrow keys. */
export function Splitter(): VNode {
  const drag = (event: PointerEvent) => {
    const edge = event.currentTarget as HTMLElement
    const { clientY } = event
    const height = consoleHeight.peek()
    edge.setPointerCapture(event.pointerId)
    const move = (moved: PointerEvent) => {
      consoleHeight.value = clamp(height + clientY - moved.clientY)
    }
    edge.addEventListener('pointermove', move)
    edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', move), { once: true })
  }
  return (
    <div
      class="splitter"
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the console"
      aria-valuenow={consoleHeight.value}
      aria-valuemin={LEAST}
      tabIndex={0}
      onPointerDown={drag}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
        event.preventDefault()
        consoleHeight.value = clamp(consoleHeight.peek() + (event.key === 'ArrowUp' ? STEP : -STEP))
      }}
    />
  )
}
