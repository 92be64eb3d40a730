import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { argsort } from '../../src/base/argsort.ts'
import { UNSLICED } from '../../src/base/slice.ts'

const key = fc.oneof(fc.nat(3), fc.nat(5000), fc.nat(), fc.maxSafeNat())

test.each([false, true])('sorts like a stable sort, descending: %o', async (isDescending) => {
  await fc.assert(
    fc.asyncProperty(fc.array(key), async (keys) => {
      const expected = keys
        .map((_, i) => i)
        .sort((a, b) => (isDescending ? keys[b] - keys[a] : keys[a] - keys[b]) || a - b)
      expect([...(await argsort(Float64Array.from(keys), isDescending, UNSLICED))]).toEqual(expected)
    }),
  )
})
