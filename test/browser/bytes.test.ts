import { expect, test } from 'vitest'

test('?bytes imports a file as its bytes', async () => {
  const { default: bytes } = await import('../../LICENSE?bytes')
  expect(bytes).toBeInstanceOf(Uint8Array)
  expect(new TextDecoder().decode(bytes)).toMatch(/^MIT License\n/)
})
