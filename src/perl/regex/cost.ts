import { type CharSet, disjoint, NO_CHARS, union } from './char-set.ts'
import { type Expression, lengthsOf } from './expression.ts'
import { type First, firstOf, followedBy, isAnchored } from './first-chars.ts'

/**
 * How many steps a backtracking matcher may need at most to search a string of n characters, for the worst string.
 * Found by counting the ways to match: a loop over one set has n + 1 of them, parts in sequence multiply theirs.
 * What keeps common patterns cheap: a loop has one way only if what follows cannot start as another round does.
 * Infinity: exponential, as for (a+)+$.
 */
export function costOfSearch(expression: Expression, n: number): number {
  const { steps } = costOf(expression, ACCEPT, n)
  return (isAnchored(expression) ? 1 : n + 1) * steps
}

interface Cost {
  /** Ways to match from one start, which all may have to be tried. */
  readonly ways: number
  /** Steps to find all of them. */
  readonly steps: number
}

/** What follows: `accepts` if nothing more has to match. */
interface Follow extends First {
  readonly accepts: boolean
}

const ACCEPT: Follow = { chars: [], isEmpty: true, accepts: true }
const ONE: Cost = { ways: 1, steps: 1 }

function costOf(expression: Expression, follow: Follow, n: number): Cost {
  switch (expression.type) {
    case 'folded':
      return { ways: 1, steps: expression.places.flat().length }
    case 'sequence': {
      let after = follow
      const costs: Cost[] = []
      for (const part of expression.parts.toReversed()) {
        costs.push(costOf(part, after, n))
        after = { ...followedBy(firstOf(part), after), accepts: after.accepts && part.type === 'empty' }
      }
      return costs.reduceRight<Cost>(
        (sum, next) => ({ ways: sum.ways * next.ways, steps: sum.steps + sum.ways * next.steps }),
        {
          ways: 1,
          steps: 1,
        },
      )
    }
    case 'branches': {
      const costs = expression.parts.map((part) => costOf(part, follow, n))
      const ways = costs.map((cost) => cost.ways)
      const steps = costs.reduce((sum, cost) => sum + cost.steps, costs.length)
      return { ways: startApart(expression.parts) ? Math.max(...ways) : ways.reduce((a, b) => a + b, 0), steps }
    }
    case 'repeat':
      return costOfRepeat(expression, follow, n)
    case 'atomic':
      return { ways: 1, steps: 2 * costOf(expression.part, ACCEPT, n).steps }
    case 'look': {
      const { steps } = costOf(expression.part, ACCEPT, n)
      const starts = expression.behind ? lengthsOf(expression.part).max + 1 : 1
      return { ways: 1, steps: starts * steps }
    }
    case 'capture':
      return costOf(expression.part, follow, n)
    case 'backreference':
      return { ways: 1, steps: n }
    default:
      return ONE
  }
}

function costOfRepeat({ part, min, max }: Expression & { type: 'repeat' }, follow: Follow, n: number): Cost {
  const first = firstOf(part)
  const again = { ...followedBy(first, follow), accepts: false }
  const body = costOf(part, max > 1 ? again : follow, n)
  const most = Math.min(max, first.isEmpty ? max : n + 1)
  if (body.ways > 1) {
    if (most === Infinity || most * Math.log(body.ways) > 40) return { ways: Infinity, steps: Infinity }
    let ways = 0
    let steps = 0
    for (let i = 0, reached = 1; i <= most; i++, reached *= body.ways) {
      if (i >= min) ways += reached
      steps += reached * body.steps
    }
    return { ways, steps }
  }
  const rounds = most === Infinity ? n + 1 : most // JavaScript stops a round that matched nothing
  const steps = 1 + rounds * (1 + body.steps)
  if (follow.accepts) return { ways: 1, steps } // the first way there is ends the search
  const isDecided = !first.isEmpty && !follow.isEmpty && disjoint(first.chars, follow.chars)
  return { ways: isDecided ? 1 : rounds - Math.min(min, rounds) + 1, steps }
}

/** Can no two of the branches start with the same character? */
function startApart(parts: readonly Expression[]): boolean {
  let seen: CharSet = NO_CHARS
  for (const part of parts) {
    const { chars, isEmpty } = firstOf(part)
    if (isEmpty || !disjoint(chars, seen)) return false
    seen = union(seen, chars)
  }
  return true
}
