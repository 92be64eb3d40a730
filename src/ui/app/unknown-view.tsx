import type { VNode } from 'preact'
import { Nothing } from '../parts/states.tsx'
import { hrefOf } from '../state/navigation.ts'
import { RAIL } from '../views/registry.ts'

export function UnknownView({ name }: { readonly name: string }): VNode {
  return (
    <Nothing title={`There is no view named “${name.slice(0, 40)}”`}>
      <ul>
        {RAIL.map((view) => (
          <li key={view.name}>
            <a href={hrefOf({ view: view.name })}>{view.title}</a>
          </li>
        ))}
      </ul>
    </Nothing>
  )
}
