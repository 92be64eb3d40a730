import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../.ci/root.mjs'
import { dangersIn, type Import, importsOf, parse, sourcesUnder } from './helpers/sources.ts'

/** The order the data flows in: a folder imports from itself and from those before it. */
const FLOW = [
  'base',
  'perl',
  'reader',
  'columns',
  'store',
  'model',
  'graph',
  'analyses',
  'commands',
  'query',
  'cli',
  'ui',
]
/** Packages of the page; the engine runs without them. */
const PAGE_PACKAGES = /^(preact|@preact\/.*|uplot)(\/|$)/

const folderOf = (path: string) => (path.startsWith('src/') ? path.split('/')[1] : path.split('/')[0])
const sources = sourcesUnder('src').filter(({ path }) => path.split('/').length > 2)
const workers = sourcesUnder('workers')
const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

/** Why `from` may not import this; undefined if it may. */
function objection(from: string, { specifier, target, typeOnly }: Import): string | undefined {
  if (specifier === '(computed)') return 'is computed'
  if (target === undefined) return packageObjection(from, specifier)
  if (!/\.(tsx?|mjs|css)$/.test(target) && !specifier.endsWith('?bytes')) return 'does not end in .ts or .tsx'
  if (!existsSync(join(ROOT, target))) return 'does not exist'
  const to = folderOf(target)
  if (from === to) return undefined
  if (from === 'build') return target.startsWith('src/') ? 'build is beside the app' : undefined
  if (from === 'workers') return ['query', 'base'].includes(to) || typeOnly ? undefined : 'workers only wire'
  if (from === 'ui') {
    const isAllowed = to === 'base' || (to === 'query' && typeOnly) || specifier.endsWith('?worker&inline')
    return isAllowed ? undefined : 'the page never pulls in the engine'
  }
  if (!FLOW.includes(to)) return 'lies outside the flow'
  return FLOW.indexOf(to) < FLOW.indexOf(from) ? undefined : `${to} comes after ${from}`
}

function packageObjection(from: string, specifier: string): string | undefined {
  if (from === 'build') return undefined
  if (specifier.startsWith('node:')) return from === 'cli' ? undefined : 'the app does not run in Node'
  if (!(specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/') in dependencies)) return 'is no dependency'
  return PAGE_PACKAGES.test(specifier) && from !== 'ui' ? 'belongs to the page' : undefined
}

test('the folders under src are those of the flow, and the plugins of the build', () => {
  const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(folders.map(({ name }) => name).sort()).toEqual([...FLOW, 'build'].sort())
})

test.each([...FLOW.map((name) => `src/${name}`), 'src/build', 'workers'])(
  '%s says what it is in a README',
  (folder) => {
    expect(readFileSync(join(ROOT, folder, 'README.md'), 'utf8').trim()).not.toBe('')
  },
)

test.each([...sources, ...workers])('$path imports only what comes before it', (source) => {
  const refused = importsOf(source).flatMap((found) => {
    const why = objection(folderOf(source.path), found)
    return why ? [`${found.specifier} ${why}`] : []
  })
  expect(refused).toEqual([])
})

test.each([...sources, ...workers])('$path makes no markup or code from text, and reads no file whole', (source) => {
  expect(dangersIn(source)).toEqual([])
})

describe('the checks themselves', () => {
  const refuses = (from: string, specifier: string, target?: string, typeOnly = false) =>
    objection(from, { specifier, target, typeOnly }) !== undefined

  test('a folder may use earlier ones, not later ones', () => {
    expect(refuses('query', '../base/x.ts', 'src/base/README.md')).toBe(true) // no .ts
    expect(refuses('ui', './main.tsx', 'src/ui/main.tsx')).toBe(false)
    expect(refuses('base', '../ui/main.tsx', 'src/ui/main.tsx')).toBe(true)
    expect(refuses('cli', '../build/csp.ts', 'src/build/csp.ts')).toBe(true)
    expect(refuses('ui', '../cli/pmat.ts', 'src/cli/pmat.ts')).toBe(true)
  })

  test('the page may know the types of query, and start the worker', () => {
    const [type, value, worker] = importsOf(
      parse(
        'src/ui/client.ts',
        `import type { Api } from '../query/protocol.ts'
         import { type Api } from '../query/protocol.ts'
         import Dump from '../../workers/offline.sw.ts?worker&inline'`,
      ),
    )
    expect(type).toEqual({ specifier: '../query/protocol.ts', target: 'src/query/protocol.ts', typeOnly: true })
    expect(value.typeOnly).toBe(false) // what is left of it is `import {} from`, which loads the module
    expect(objection('ui', worker)).toBe(undefined)
  })

  test.each([
    'element.innerHTML = text',
    "element['outerHTML'] = text",
    'element.insertAdjacentHTML("beforeend", text)',
    'document.write(text)',
    'const view = <p dangerouslySetInnerHTML={{ __html: text }} />',
    'eval(text)',
    'new Function(text)',
    'await file.arrayBuffer()',
    'new FileReaderSync().readAsArrayBuffer(file)',
  ])('dangerous: %s', (line) => {
    expect(dangersIn(parse('src/ui/x.tsx', line))).toHaveLength(1)
  })

  test.each(['await file.slice(0, 16).arrayBuffer()', '// innerHTML is forbidden', "show('eval(text)')"])(
    'harmless: %s',
    (line) => {
      expect(dangersIn(parse('src/ui/x.tsx', line))).toEqual([])
    },
  )

  test('packages stay where they belong', () => {
    expect(refuses('ui', 'preact/hooks')).toBe(false)
    expect(refuses('query', 'preact')).toBe(true)
    expect(refuses('query', 'comlink')).toBe(false)
    expect(refuses('reader', 'node:fs')).toBe(true)
    expect(refuses('cli', 'node:fs')).toBe(false)
    expect(refuses('store', 'lodash')).toBe(true)
  })
})
