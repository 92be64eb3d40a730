import { UnsupportedRegexError } from './errors.ts'
import { failWhole } from './pattern-state.ts'
import type { Node } from './syntax.ts'

const MAX_LENGTH = 255

/**
 * Refuse lookbehinds that Perl refuses, as it looks back 255 characters at most, and those with an atomic group: Perl
 * 5.36 takes them, but never finds a match.
 * @throws {PerlRegexError}
 */
export function checkLookbehinds(node: Node, text: string): void {
  const bodies = [...nodesIn(node)].flatMap((part) => (part.type === 'look' && part.behind ? [part.node] : []))
  if (bodies.some((body) => maxLength(body) > MAX_LENGTH)) failWhole(text, 'Lookbehind longer than 255 not implemented')
  if (bodies.some((body) => [...nodesIn(body)].some(isAtomic))) {
    throw new UnsupportedRegexError(
      'An atomic group or possessive quantifier inside a lookbehind is not supported here',
    )
  }
}

function isAtomic(node: Node): boolean {
  return node.type === 'atomic' || (node.type === 'repeat' && node.mode === 'possessive')
}

/** The node and all nodes in it. */
function* nodesIn(node: Node): Generator<Node> {
  yield node
  if ('nodes' in node) for (const part of node.nodes) yield* nodesIn(part)
  if ('node' in node) yield* nodesIn(node.node)
}

function maxLength(node: Node): number {
  switch (node.type) {
    case 'char':
    case 'class':
      return 1
    case 'newline':
      return 2
    case 'sequence':
      return node.nodes.reduce((sum, part) => sum + maxLength(part), 0)
    case 'branches':
      return Math.max(...node.nodes.map(maxLength))
    case 'repeat': {
      const one = maxLength(node.node)
      return one === 0 || one === Infinity ? one : one * node.max
    }
    case 'capture':
    case 'atomic':
      return maxLength(node.node)
    case 'backreference':
      return Infinity
    default:
      return 0
  }
}
