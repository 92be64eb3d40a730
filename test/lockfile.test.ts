import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../.ci/root.mjs'

interface Locked {
  readonly version?: string
  readonly integrity?: string
  readonly resolved?: string
  readonly hasInstallScript?: boolean
  readonly optional?: boolean
  readonly dependencies?: Record<string, string>
  readonly optionalDependencies?: Record<string, string>
}

const read = (file: string) => JSON.parse(readFileSync(join(ROOT, file), 'utf8'))
const { dependencies, devDependencies } = read('package.json') as Record<string, Record<string, string>>
const packages = read('package-lock.json').packages as Record<string, Locked>
const installed = Object.entries(packages).filter(([path]) => path !== '')

test('package.json asks for exact versions', () => {
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, v]) => !/^\d+\.\d+\.\d+$/.test(v))
  expect(loose).toEqual([])
})

test('the lockfile has what package.json asks for', () => {
  expect(packages['']).toMatchObject({ dependencies, devDependencies })
})

// npm writes a lockfile without them where a registry lacks them, and `npm ci` then refuses it on every machine.
test('the lockfile has the packages of all platforms', () => {
  const missing = installed.flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !packages[`${path}/node_modules/${name}`] && !packages[`node_modules/${name}`])
      .map((name) => `${name} of ${path}`),
  )
  expect(missing).toEqual([])
})

test('every package is known by its hash, and by no address', () => {
  expect(installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([])
  expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
})

test('no package runs a script when it is installed', () => {
  expect(installed.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([])
})
