import type { ComponentType } from 'preact'
import { useMemo } from 'preact/hooks'
import { go, replace, route } from '../state/navigation.ts'
import { type Codecs, readOptions, writeOptions } from '../state/options.ts'

/** A view of the open dump. To add one: a file that exports a definition, and a line in registry.ts. */
export interface ViewDefinition {
  /** In the hash: `#/d/ID/name`. */
  readonly name: string
  readonly title: string
  /** Pressed after `g` it opens the view; '' = no such key. */
  readonly key: string
  /** Views of the whole heap are in the rail; those of one SV are reached through it. */
  readonly isInRail: boolean
  readonly Body: ComponentType<ViewProps>
}

export interface ViewProps {
  /** The word that names the SV it is about: address, root name or symbol; '' for views of the whole heap. */
  readonly sv: string
}

/**
 * The options of a view, kept in the hash. Setting some is no step for the back button, unless `push` says so: it is for
 * what leads to another place.
 */
export function useOptions<Options extends object>(
  codecs: Codecs<Options>,
): readonly [Options, (changed: Partial<Options>, how?: 'push') => void] {
  const written = route.value.options
  const options = useMemo(() => readOptions(codecs, written), [codecs, written])
  const set = (changed: Partial<Options>, how?: 'push') => {
    const next = { options: writeOptions(codecs, { ...options, ...changed }) }
    if (how === 'push') go(next)
    else replace(next)
  }
  return [options, set]
}
