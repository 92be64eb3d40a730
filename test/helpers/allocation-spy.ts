const SPIED = [
  'Uint8Array',
  'Uint16Array',
  'Uint32Array',
  'Int32Array',
  'Float64Array',
  'BigUint64Array',
  'ArrayBuffer',
] as const

/**
 * Counts the bytes of the buffers that are asked for while `run` runs, and refuses single ones above `limit` as an engine
 * without memory would. Views of buffers are not counted.
 */
export async function spyOnAllocations<Result>(
  run: () => Promise<Result>,
  limit = Number.POSITIVE_INFINITY,
): Promise<{ result: Result; bytes: number; largest: number }> {
  const before = SPIED.map((name) => globalThis[name])
  let bytes = 0
  let largest = 0
  const count = (size: number) => {
    if (size > limit) throw new RangeError('Array buffer allocation failed')
    bytes += size
    largest = Math.max(largest, size)
  }
  const spies = before.map((constructor) => {
    return new Proxy(constructor, {
      construct(target, args, newTarget) {
        const given: unknown = args[0]
        const width = 'BYTES_PER_ELEMENT' in target ? target.BYTES_PER_ELEMENT : 1
        if (typeof given === 'number') count(given * width)
        else if (Array.isArray(given) || given instanceof Uint8Array) count(given.length * width)
        return Reflect.construct(target, args, newTarget) as object
      },
    })
  })
  SPIED.forEach((name, i) => Object.assign(globalThis, { [name]: spies[i] }))
  try {
    return { result: await run(), bytes, largest }
  } finally {
    SPIED.forEach((name, i) => Object.assign(globalThis, { [name]: before[i] }))
  }
}
