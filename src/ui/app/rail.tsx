import './rail.css'
import type { VNode } from 'preact'
import { hrefOf, route } from '../state/navigation.ts'
import { LANDING, RAIL } from '../views/registry.ts'

/** The views, in the order of an investigation. */
export function Rail(): VNode {
  const current = route.value.view || LANDING.name
  return (
    <nav class="rail" aria-label="Views">
      <ul>
        {RAIL.map(({ name, title, key }) => (
          <li key={name}>
            <a href={hrefOf({ view: name })} aria-current={name === current ? 'page' : undefined}>
              <span>{title}</span>
              {key && (
                <span class="rail-key" aria-hidden="true">
                  g {key}
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
