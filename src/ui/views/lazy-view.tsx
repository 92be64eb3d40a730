import type { ComponentType, VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Failed, Working } from '../parts/states.tsx'
import type { ViewProps } from './view.ts'

/** A view that is loaded when it is first shown. */
export function lazyView(load: () => Promise<ComponentType<ViewProps>>): ComponentType<ViewProps> {
  let loaded: ComponentType<ViewProps> | null = null
  return function LazyView(props: ViewProps): VNode | null {
    const [Body, setBody] = useState(() => loaded)
    const [hasFailed, setFailed] = useState(false)
    useEffect(() => {
      const wait = async () => {
        try {
          loaded = await load()
          setBody(() => loaded)
        } catch {
          setFailed(true)
        }
      }
      if (!loaded) void wait()
    }, [])
    if (hasFailed) return <Failed error={{ code: 'engine', message: OUTDATED, offset: -1 }} />
    return Body ? <Body {...props} /> : <Working what="Loading the view" />
  }
}

const OUTDATED = 'This view could not be loaded: the page is older than what its server has now. Reload it.'
