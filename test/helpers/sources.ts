import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, sep } from 'node:path'
import { type ESTree, parseSync, Visitor } from 'vite'
import { ROOT } from '../../.ci/root.mjs'

/** One source file, parsed. */
export interface Source {
  /** From the root of the repository, with `/`: src/graph/csr.ts */
  readonly path: string
  readonly program: ESTree.Program
}

/** One import or re-export of a source file. */
export interface Import {
  /** As written: ../base/grow.ts, preact, ./sample.pmat.gz?bytes */
  readonly specifier: string
  /** The file it means, from the root of the repository; undefined for a package. */
  readonly target: string | undefined
  /** Leaves nothing in the bundle: `import type`, `export type`, `import('…').T`. */
  readonly typeOnly: boolean
}

/** Every .ts and .tsx file below a folder. */
export function sourcesUnder(folder: string): Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name.split(sep).join('/')))
    .filter((path) => /\.tsx?$/.test(path))
    .sort()
    .map((path) => parse(path, readFileSync(join(ROOT, path), 'utf8')))
}

export function parse(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`)
  return { path, program }
}

/** All imports of a file, wherever they stand in it. */
export function importsOf({ path, program }: Source): Import[] {
  const found: Import[] = []
  const add = (specifier: string, typeOnly: boolean) => {
    const isFile = specifier.startsWith('.')
    const target = isFile ? posix.join(posix.dirname(path), specifier.replace(/\?.*$/, '')) : undefined
    found.push({ specifier, target, typeOnly })
  }
  new Visitor({
    ImportDeclaration: (node) => add(node.source.value, node.importKind === 'type'),
    ExportAllDeclaration: (node) => add(node.source.value, node.exportKind === 'type'),
    ExportNamedDeclaration: (node) => {
      if (node.source) add(node.source.value, node.exportKind === 'type')
    },
    ImportExpression: (node) => {
      const isText = node.source.type === 'Literal' && typeof node.source.value === 'string'
      add(isText ? (node.source as ESTree.StringLiteral).value : '(computed)', false)
    },
    TSImportType: (node) => add(node.source.value, true),
  }).visit(program)
  return found
}

/** What a file must not do, as `line of code: why`; empty if it does none of it. */
export function dangersIn({ program }: Source): string[] {
  const found: string[] = []
  new Visitor({
    MemberExpression: (node) => {
      const name = propertyName(node)
      if (MARKUP.has(name)) found.push(`${name}: text of a dump must never become markup`)
      if (/^write(ln)?$/.test(name) && node.object.type === 'Identifier' && node.object.name === 'document')
        found.push(`document.${name}: text of a dump must never become markup`)
    },
    JSXAttribute: (node) => {
      if (node.name.type === 'JSXIdentifier' && MARKUP.has(node.name.name))
        found.push(`${node.name.name}: text of a dump must never become markup`)
    },
    CallExpression: (node) => {
      const { callee } = node
      if (callee.type === 'Identifier' && /^(eval|Function)$/.test(callee.name))
        found.push(`${callee.name}(): code from a string`)
      if (callee.type === 'MemberExpression' && WHOLE.has(propertyName(callee)) && !isSlice(callee.object))
        found.push(`${propertyName(callee)}(): read a file by slices; only \`….slice(…).arrayBuffer()\` says so`)
    },
    NewExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'Function')
        found.push('new Function: code from a string')
    },
  }).visit(program)
  return found
}

const MARKUP = new Set(['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe', 'dangerouslySetInnerHTML'])
const WHOLE = new Set(['arrayBuffer', 'bytes', 'readAsArrayBuffer', 'readAsText', 'readAsBinaryString'])

/** `x.name` and `x['name']`; empty for a computed name. */
function propertyName({ property }: ESTree.MemberExpression): string {
  if (property.type === 'Identifier') return property.name
  return property.type === 'Literal' ? (property as ESTree.StringLiteral).value : ''
}

function isSlice(node: ESTree.Expression | ESTree.Super): boolean {
  return (
    node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && propertyName(node.callee) === 'slice'
  )
}
