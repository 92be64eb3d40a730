import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import type { Model } from '../model/model.ts'
import type { PerlStep } from '../model/perl-step.ts'

/** Where a path starts. */
export interface Anchor {
  readonly kind: 'symbol' | 'lexical' | 'temporary' | 'root' | 'outside'
  /** `%MyApp::cache`, `$self of Foo::bar`. */
  readonly name: string
  /** The bare variable: `%MyApp::cache`, `$self`; null where there is none. */
  readonly variable: string | null
  /** The SV that has the name. */
  readonly row: SvIndex
  /** A lexical's sub; NO_SV for anything else. */
  readonly sub: SvIndex
}

/**
 * A path as one would write it in Perl: the steps put behind the name.
 *
 * @param rows from the anchor's SV to the end, one more than `steps`
 */
export function perlText(
  { heap }: Model,
  anchor: Anchor,
  rows: readonly SvIndex[],
  steps: readonly PerlStep[],
): string {
  const text = new PerlText(anchor)
  steps.forEach((step, i) => {
    // Of a reference at the end the reference itself stands for what it refers to.
    if (step.kind !== 'deref' || i < steps.length - 1) text.add(step, heap.svs.blessed[rows[i]] !== NO_SV)
  })
  return text.finish()
}

const SLOT_NAMES: Readonly<Record<string, string>> = {
  '@': '{ARRAY}',
  '%': '{HASH}',
  '&': '{CODE}',
  '{IO}': '{IO}',
  '{FORMAT}': '{FORMAT}',
}

class PerlText {
  #text: string
  /** What is said behind it: ` of Foo::bar`. */
  #behind: string
  /** Whether the text names an array or hash, and not a reference to one. */
  #isContainer: boolean
  #isSubscripted = false
  /** References followed that no subscript stands for yet. */
  #numDerefs = 0

  constructor({ variable, name, kind }: Anchor) {
    this.#text = variable ?? name
    this.#behind = kind === 'lexical' ? name.slice(this.#text.length) : ''
    this.#isContainer = /^[@%]/.test(this.#text)
  }

  /** @param isFromObject whether the step leads out of an object: there one writes the arrow that could be left out */
  add(step: PerlStep, isFromObject: boolean): void {
    const numDerefs = this.#numDerefs
    this.#numDerefs = 0
    switch (step.kind) {
      case 'deref':
        this.#numDerefs = numDerefs + 1
        break
      case 'key':
      case 'index':
        this.#subscript(step.text, numDerefs, isFromObject)
        break
      case 'field':
        this.#start(`${this.#text}->${step.text}`, false, true)
        break
      case 'lexical':
        // A variable of a sub that has a name; or what a closure captured, and how to get to the closure.
        this.#behind = this.#text.startsWith('&')
          ? ` of ${this.#text.slice(1)}`
          : ` captured by ${this.#text}${this.#behind}`
        this.#start(step.text, /^[@%]/.test(step.text))
        break
      case 'slot':
        this.#start(`*{${this.#text}}${SLOT_NAMES[step.sigil] ?? ''}`)
        break
      case 'saved':
        this.#saved(step.of, step.text)
        break
      case 'magic':
        this.#start(step.isTie ? `tied(${this.#text})` : `(${step.text} of ${this.#text})`)
        break
      case 'other':
        this.#start(`(${step.text} of ${this.#text}${this.#behind})`)
        this.#behind = ''
        break
      case 'code':
        break // a sub's pad does not show
    }
  }

  finish(): string {
    return this.#dereferenced(this.#numDerefs) + this.#behind
  }

  #subscript(subscript: string, numDerefs: number, isFromObject: boolean): void {
    if (this.#isContainer && numDerefs === 0) return this.#start(`$${this.#text.slice(1)}${subscript}`, false, true)
    // The subscript stands for one of the references.
    const holder = this.#dereferenced(numDerefs - 1)
    const arrow = this.#isSubscripted && !isFromObject ? '' : '->'
    this.#start(`${holder}${arrow}${subscript}`, false, true)
  }

  #saved(of: 'slot' | 'key' | 'index', text: string): void {
    const isNamed = /^[*@%]/.test(this.#text)
    this.#behind += ' (put aside by local)'
    if (of === 'slot') return this.#start(`${text}${this.#text.slice(1)}`, /^[@%]/.test(text))
    this.#start(isNamed ? `$${this.#text.slice(1)}${text}` : `${this.#text}->${text}`, false, true)
  }

  #dereferenced(times: number): string {
    return times > 0 ? `${'$'.repeat(times)}{${this.#text}}` : this.#text
  }

  #start(text: string, isContainer = false, isSubscripted = false): void {
    this.#text = text
    this.#isContainer = isContainer
    this.#isSubscripted = isSubscripted
  }
}
