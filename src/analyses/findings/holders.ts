import { addressText } from '../../model/describe.ts'
import type { Analyses } from '../analyses.ts'
import type { Ground } from '../ground.ts'
import type { Holder } from '../holders.ts'
import type { PerlPath } from '../perl-path.ts'
import { isLibraryFile, placeOfAnchor } from '../sub-place.ts'
import { counted, distinct, type Finding, size } from './finding.ts'

/** Most of the holders that are told of. */
const MAX_FINDINGS = 100
/** So many elements look like a population; so many strings or numbers, of which installed modules have tables, too. */
const MANY = 64
const MANY_PLAIN = 200
const MANY_STRINGS = 1000
const MOST = 0.8

/** Containers that hold most; those that look as if they grow come first. */
export function holderFindings(analyses: Analyses, ground: Ground, holders: readonly Holder[]): Finding[] {
  const found: Finding[] = []
  for (const holder of holders) {
    if (found.length === MAX_FINDINGS) break
    const path = ground.paths.of(holder.row)
    // What only the interpreter names is its own.
    if (path === null || path.anchor.kind === 'root' || path.anchor.kind === 'outside') continue
    found.push(findingOf(analyses, ground, holder, path))
  }
  return found
}

function findingOf({ heap, model }: Analyses, { paths }: Ground, holder: Holder, path: PerlPath): Finding {
  const { row, kind, numElements, retained, population, keys } = holder
  const isUniform = population.numSeen > 0 && population.count >= MOST * population.numSeen
  const isConstant = path.anchor.kind === 'temporary'
  const { file, line } = placeOfAnchor(heap, path.anchor)
  const isLibrary = isLibraryFile(file)
  const isMany = numElements >= (population.isPlain && isLibrary ? MANY_PLAIN : MANY)
  const isSequence = keys !== null && keys.kind !== 'none'
  const isLog = kind === 'array' && isUniform && numElements >= MANY_STRINGS && !/::EXPORT/.test(path.text)
  const grows = !isConstant && isMany && ((isUniform && !population.isPlain) || isSequence || isLog)
  const sortName = population.isPlain ? `${population.name}s` : population.name
  const elements = counted(numElements, kind === 'hash' ? 'key' : 'element')
  const ofWhat =
    population.count === 0
      ? ''
      : isUniform
        ? `, ${population.count === population.numSeen ? 'all of them' : 'nearly all'} ${sortName}`
        : `, mostly ${sortName}`
  const keyText = keys === null || !isSequence ? '' : KEY_TEXTS[keys.kind](keys.examples)
  const signs = [isUniform && (isLog || !population.isPlain) && 'a large uniform population', keyText]
    .filter(Boolean)
    .join(', ')
  const address = addressText(model, row)
  return {
    kind: 'holder',
    certainty: grows ? 'likely' : 'hint',
    why: grows
      ? `${signs}: it looks as if it grows, which one dump cannot prove`
      : 'it retains much; nothing says that it grows',
    sentence: `${path.text} holds ${elements}${ofWhat}: ${size(retained)}${grows && keyText !== '' ? `; ${keyText}` : ''}.`,
    fix: grows
      ? `Bound it, or delete what is done with: ${deletion(kind, path.text)}. Compare with a later dump to see whether it grows.`
      : null,
    instances: 1,
    svs: 1,
    bytes: heap.svs.size[row],
    retained,
    packages: new Map(population.stash < 0 ? [] : [[population.name, scaled(population, numElements)]]),
    names: distinct([
      path.anchor.variable,
      path.text,
      ...paths.lexicalNames(path.anchor.row),
      ...path.steps.map((step) => ('text' in step ? step.text : null)),
    ]),
    file,
    line,
    example: row,
    path: path.text,
    commands: [`retained ${address}`, kind === 'hash' ? `values ${address}` : `elems ${address}`],
    evidence: { view: 'retained', id: address },
    weight: isConstant ? retained / 16 : isLibrary && !grows ? retained / 8 : retained,
  }
}

function scaled({ count, numSeen }: Holder['population'], numElements: number): number {
  return numSeen === 0 ? 0 : Math.round((count / numSeen) * numElements)
}

const KEY_TEXTS: Readonly<Record<'sequence' | 'address' | 'id', (examples: readonly string[]) => string>> = {
  sequence: ([a, b]) => `its keys count up (${a}, ${b ?? a})`,
  address: ([a]) => `its keys are addresses of references (${a})`,
  id: ([a, b]) => `its keys are ids (${a}, ${b ?? a})`,
}

function deletion(kind: Holder['kind'], text: string): string {
  if (/ /.test(text)) return kind === 'hash' ? 'delete its old keys' : 'shift its old elements'
  const variable = /^[@%]/.test(text) ? text : kind === 'hash' ? `%{${text}}` : `@{${text}}`
  if (kind === 'array') return `shift ${variable}`
  if (/^%\w/.test(variable)) return `delete $${variable.slice(1)}{$key}`
  return `delete ${text}${/[\]}]$/.test(text) ? '' : '->'}{$key}`
}
