import { identify } from './identify/identify.tsx'
import { largest } from './largest/largest.tsx'
import { overview } from './overview/overview.tsx'
import { svPage } from './sv/sv-page.tsx'
import type { ViewDefinition } from './view.ts'

/** All views, in the order of an investigation: the first is where a dump opens. */
export const VIEWS: readonly ViewDefinition[] = [overview, largest, svPage, identify]

export const LANDING = VIEWS[0]
export const RAIL = VIEWS.filter(({ isInRail }) => isInRail)

export function viewNamed(name: string): ViewDefinition | undefined {
  return name === '' ? LANDING : VIEWS.find((view) => view.name === name)
}
