import { type ESTree, Visitor } from 'vite'
import { expect, test } from 'vitest'
import { parse, type Source, sourcesUnder } from '../helpers/sources.ts'

/** Numbers in `style={{ … }}`: Preact 11 drops them without a word, where React would add `px`. */
function unitless({ program }: Source): string[] {
  const found: string[] = []
  new Visitor({
    JSXAttribute: ({ name, value }) => {
      if (name.type !== 'JSXIdentifier' || name.name !== 'style' || value?.type !== 'JSXExpressionContainer') return
      if (value.expression.type !== 'ObjectExpression') return
      for (const property of value.expression.properties) if (isNumber(property)) found.push(`at ${property.start}`)
    },
  }).visit(program)
  return found
}

function isNumber(property: ESTree.ObjectPropertyKind): boolean {
  if (property.type !== 'Property') return false
  const { value } = property
  return (
    (value.type === 'Literal' && typeof value.value === 'number') ||
    (value.type === 'BinaryExpression' && value.operator !== '+') ||
    (value.type === 'UnaryExpression' && value.operator === '-')
  )
}

test.each(sourcesUnder('src/ui'))('$path gives every style its unit', (source) => {
  expect(unitless(source)).toEqual([])
})

test('the check itself', () => {
  const of = (style: string) => unitless(parse('x.tsx', `const x = <p style={{ ${style} }} />`)).length
  expect(of('width: 10')).toBe(1)
  expect(of('top: -4')).toBe(1)
  expect(of('width: rows * 26')).toBe(1)
  expect(of('width: `${rows * 26}px`')).toBe(0)
})
