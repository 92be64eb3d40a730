import { Component, createElement, type FunctionComponent, type VNode } from 'preact'

/**
 * A component that is drawn again only when `isSame` says no: of preact/compat's `memo` the part we need, as importing
 * compat changes how all of Preact behaves.
 */
export function memo<Props extends object>(
  Draw: FunctionComponent<Props>,
  isSame: (before: Props, now: Props) => boolean = isShallowSame,
): FunctionComponent<Props> {
  class Memo extends Component<Props> {
    override shouldComponentUpdate(now: Props): boolean {
      return !isSame(this.props, now)
    }
    override render(props: Props): VNode<Props> {
      return createElement(Draw, props)
    }
  }
  return Memo as unknown as FunctionComponent<Props>
}

function isShallowSame<Props extends object>(before: Props, now: Props): boolean {
  const names = new Set([...Object.keys(before), ...Object.keys(now)])
  for (const name of names) if (before[name as keyof Props] !== now[name as keyof Props]) return false
  return true
}
