/**
 * How a view's option is written in the hash. `read` takes any text, because anyone may write a hash; the default is
 * not written.
 */
export interface Codec<Value> {
  read(text: string | undefined): Value
  /** Undefined = the default. */
  write(value: Value): string | undefined
}

export type Codecs<Options> = { readonly [Name in keyof Options]: Codec<Options[Name]> }
/** The options that some codecs read. */
export type OptionsOf<C> = { readonly [Name in keyof C]: C[Name] extends Codec<infer Value> ? Value : never }

/** One of some words. */
export function oneOf<const Word extends string>(words: readonly Word[], standard: Word): Codec<Word> {
  return {
    read: (text) => words.find((word) => word === text) ?? standard,
    write: (value) => (value === standard ? undefined : value),
  }
}

/** Yes or no. */
export function flag(standard = false): Codec<boolean> {
  return {
    read: (text) => (text === 'yes' ? true : text === 'no' ? false : standard),
    write: (value) => (value === standard ? undefined : value ? 'yes' : 'no'),
  }
}

/** A word that names an SV; '' = none. */
export function svWord(): Codec<string> {
  return { read: (text = '') => text, write: (value) => value || undefined }
}

/** A whole number from `least` to `most`. */
export function count(standard: number, least: number, most: number): Codec<number> {
  return {
    read(text) {
      const value = text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : standard
      return Math.min(Math.max(value, least), most)
    },
    write: (value) => (value === standard ? undefined : String(value)),
  }
}

export function readOptions<Options>(codecs: Codecs<Options>, written: ReadonlyMap<string, string>): Options {
  const read = (name: string) => [name, codecs[name as keyof Options].read(written.get(name))]
  return Object.fromEntries(Object.keys(codecs).map(read)) as Options
}

export function writeOptions<Options>(codecs: Codecs<Options>, options: Partial<Options>): Map<string, string> {
  const written = new Map<string, string>()
  for (const name of Object.keys(codecs) as (keyof Options & string)[]) {
    if (!(name in options)) continue
    const text = codecs[name].write(options[name] as Options[typeof name])
    if (text !== undefined) written.set(name, text)
  }
  return written
}
