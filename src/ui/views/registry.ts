import { closures } from './closures/closures.tsx'
import { findings } from './findings/findings.tsx'
import { identify } from './identify/identify.tsx'
import { islands } from './islands/islands.tsx'
import { largest } from './largest/largest.tsx'
import { names } from './names/names.tsx'
import { overview } from './overview/overview.tsx'
import { populations } from './populations/populations.tsx'
import { retained } from './retained/retained.tsx'
import { strings } from './strings/strings.tsx'
import { svPage } from './sv/sv-page.tsx'
import type { ViewDefinition } from './view.ts'

/** All views, in the order of an investigation: the first is where a dump opens. */
export const VIEWS: readonly ViewDefinition[] = [
  findings,
  overview,
  retained,
  largest,
  populations,
  names,
  closures,
  islands,
  strings,
  svPage,
  identify,
]

export const LANDING = VIEWS[0]
export const RAIL = VIEWS.filter(({ isInRail }) => isInRail)

export function viewNamed(name: string): ViewDefinition | undefined {
  return name === '' ? LANDING : VIEWS.find((view) => view.name === name)
}
