import { NO_SV } from '../../columns/sv-table.ts'
import { Reach } from '../../graph/preorder.ts'
import { addressText } from '../../model/describe.ts'
import type { Analyses } from '../analyses.ts'
import type { Ground } from '../ground.ts'
import type { OutsideHold, OutsideHolds } from '../outside-holds.ts'
import { counted, distinct, type Finding, listed, packagesOf, size, sumOf } from './finding.ts'

/** What something outside of Perl holds: by package, and for what is not blessed by kind. */
export function heldOutsideFindings(analyses: Analyses, ground: Ground, { holds }: OutsideHolds): Finding[] {
  return holds.map((hold) => heldOutside(analyses, ground, hold))
}

function heldOutside(analyses: Analyses, ground: Ground, hold: OutsideHold): Finding {
  const { heap, model } = analyses
  const { rows, stash, name, excess, bytes, numUnreachable, numUnheld } = hold
  const isObject = stash !== NO_SV
  // A temporary of the statement that was running counts one too many where the dump does not list them.
  const mayBeMortal = rows.length === 1 && excess === 1 && heap.layout.minor < 6 && heap.data.mortals.length === 0
  const what = isObject
    ? counted(rows.length, `${name} object`)
    : counted(rows.length, `${name} without a package`, `${name}s without a package`)
  const one = rows.length === 1
  const retained = ground.retainedBy(rows)
  const example = rows[0]
  const unreachable =
    numUnreachable === 0
      ? ''
      : numUnreachable === rows.length
        ? one
          ? ', and nothing else does'
          : ', and nothing else holds them'
        : `, and of ${numUnreachable} nothing else does`
  const patterns = distinct(rows.slice(0, 20).map((row) => ground.patterns.of(row).name))
  return {
    kind: 'held-outside',
    certainty: isObject && !mayBeMortal ? 'proven' : mayBeMortal || numUnheld === rows.length ? 'hint' : 'likely',
    why: mayBeMortal
      ? 'its refcount is one higher than the references in the dump, which a temporary of the running statement would explain'
      : 'the refcounts are higher than the references that the dump shows',
    sentence: `${what} ${one ? 'is' : 'are'} held from outside Perl: ${counted(excess, 'reference')} more ${one ? 'is' : 'are'} counted than there are${unreachable}. ${size(bytes)}, with what ${one ? 'it holds' : 'they hold'} ${size(retained)}.`,
    fix: 'Look for C code (XS, a callback that is still registered) or Internals::SvREFCNT that counts a reference and never gives it back: SvREFCNT_inc without SvREFCNT_dec.',
    instances: rows.length,
    svs: rows.length,
    bytes,
    retained,
    packages: packagesOf(analyses, rows),
    names: patterns,
    file: null,
    line: null,
    example,
    path: ground.paths.of(example)?.text ?? null,
    commands: [`inrefs ${addressText(model, example)}`, 'audit'],
    evidence: { view: 'sv', id: addressText(model, example) },
    weight: retained,
  }
}

/** What no root leads to, but something outside: shown apart, and never called lost. */
export function unreachableFindings(analyses: Analyses, { reach, audit }: Ground): Finding[] {
  const { size: sizes, numSvs } = analyses.heap.svs
  const rows: number[] = []
  for (let row = 0; row < numSvs; row++) if (reach[row] === Reach.OUTSIDE) rows.push(row)
  if (rows.length === 0) return []
  const bytes = sumOf(rows, sizes)
  const packages = packagesOf(analyses, rows)
  const objects = [...packages].map(([name, count]) => counted(count, `${name} object`))
  const entry = audit.outside.find((row) => reach[row] === Reach.OUTSIDE) ?? rows[0]
  return [
    {
      kind: 'unreachable',
      certainty: 'hint',
      why: 'no root leads to them, but all hang on SVs whose refcounts say that something outside holds them: mostly perl itself',
      sentence: `${counted(rows.length, 'SV')} (${size(bytes)}) cannot be reached from the roots, but are held from outside: constants of op trees, regular expressions, stacks of the interpreter, and what C code holds${objects.length === 0 ? '' : `; among them ${listed(objects)}`}. None of them is lost.`,
      fix: null,
      instances: 1,
      svs: rows.length,
      bytes,
      retained: bytes,
      packages,
      names: [],
      file: null,
      line: null,
      example: entry,
      path: null,
      commands: ['audit'],
      evidence: { view: 'retained', id: '' },
      weight: bytes,
    },
  ]
}

/** References of perl's own structures that no dump records. */
export function unaccountedFindings(analyses: Analyses, { systematic }: OutsideHolds): Finding[] {
  const { model } = analyses
  return systematic.map(({ name, why, rows, bytes, isLearned }) => ({
    kind: 'unaccounted',
    certainty: 'hint',
    why: isLearned ? 'learned from this dump' : 'known of perl',
    sentence: `${counted(rows.length, 'refcount')} of ${name} ${rows.length === 1 ? 'is' : 'are'} higher than the dump shows: ${why}.`,
    fix: null,
    instances: rows.length,
    svs: rows.length,
    bytes,
    retained: bytes,
    packages: packagesOf(analyses, rows),
    names: [],
    file: null,
    line: null,
    example: rows[0],
    path: null,
    commands: [`inrefs ${addressText(model, rows[0])}`, 'audit'],
    evidence: null,
    weight: 0,
  }))
}
