import './theme.css'
import './base.css'
import type { VNode } from 'preact'
import { HoverCard } from '../parts/hover-card.tsx'
import { Start } from '../start/start.tsx'
import { death } from '../state/engine.ts'
import { opened, opening } from '../state/dump.ts'
import { route } from '../state/navigation.ts'
import { Died } from './died.tsx'
import { DropTarget } from './drop-target.tsx'
import { Frame } from './frame.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { Loading } from './loading.tsx'
import { Missing } from './missing.tsx'
import { Notices } from './notices.tsx'

/** The whole page: what is on its way, the dump that is open, or the start. */
export function App(): VNode {
  return (
    <>
      {content()}
      <Notices />
      <HoverCard />
      <KeysDialog />
      <DropTarget />
    </>
  )
}

function content(): VNode {
  const { dump } = route.value
  if (death.value !== null) return <Died reason={death.value} />
  if (opening.value) return <Loading opening={opening.value} />
  if (dump === null) return <Start />
  if (opened.value?.id === dump) return <Frame dump={opened.value} />
  return <Missing id={dump} />
}
