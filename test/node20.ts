/**
 * Node 20 only: what Vitest 5 calls in its main process, above all when it prints a failure. Without it a red run
 * ends in a TypeError and hides the assertion. Goes when Node 20 goes; test/gate.test.ts tells if it is missed.
 */
type Mutable<T> = { -readonly [K in keyof T]?: unknown }

const maps = Map as Mutable<MapConstructor> & { groupBy?: unknown }
maps.groupBy ??= (items: Iterable<unknown>, keyOf: (item: unknown, i: number) => unknown) => {
  const groups = new Map<unknown, unknown[]>()
  let i = 0
  for (const item of items) {
    const key = keyOf(item, i++)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

const objects = Object as Mutable<ObjectConstructor> & { groupBy?: unknown }
objects.groupBy ??= (items: Iterable<unknown>, keyOf: (item: unknown, i: number) => PropertyKey) => {
  const groups: Record<PropertyKey, unknown[]> = Object.create(null)
  let i = 0
  for (const item of items) {
    const key = keyOf(item, i++)
    groups[key] ??= []
    groups[key].push(item)
  }
  return groups
}

const promises = Promise as Mutable<PromiseConstructor> & { withResolvers?: unknown }
promises.withResolvers ??= function withResolvers(this: PromiseConstructor) {
  let resolve!: (value: unknown) => void
  let reject!: (reason: unknown) => void
  const promise = new this((ok, fail) => {
    resolve = ok
    reject = fail
  })
  return { promise, resolve, reject }
}
