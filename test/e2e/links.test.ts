import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import * as fc from 'fast-check'
import { ROOT } from '../../.ci/root.mjs'
import { anyText } from '../helpers/any-text.ts'
import { heading, openSample, pickFile, SAMPLE, untilAnalysed } from './page.ts'
import { type App, openApp } from './support.ts'

let app: App
beforeAll(async () => {
  app = await openApp()
  await openSample(app.page)
  await untilAnalysed(app.page) // and kept: from here on the dump opens without its file
})
afterAll(() => app.close())

const hash = () => new URL(app.page.url()).hash
const dumpId = () => /#\/d\/([\w-]+)/.exec(app.page.url())?.[1] ?? ''

describe('everything is a link', () => {
  test('each place is a step of its own, and back and forward go through them', async () => {
    const { page } = app
    const place = () => hash().replace(/\?.*/, '') // where, whatever is selected there
    const places = [place()]
    await page.getByRole('link', { name: 'Largest' }).click()
    await heading(page, 'Largest').waitFor()
    places.push(place())
    await page.locator('.grid-rows .chip').nth(1).click()
    await heading(page, /SCALAR/).waitFor()
    places.push(place())
    await page.getByRole('link', { name: /^Identify: / }).click()
    await heading(page, /Who holds/).waitFor()
    places.push(place())
    expect(new Set(places).size).toBe(4)
    for (const title of [/SCALAR/, 'Largest', 'Overview']) {
      await page.keyboard.press('[')
      await heading(page, title).waitFor()
    }
    expect(place()).toBe(places[0])
    await page.goForward()
    await heading(page, 'Largest').waitFor()
    expect(place()).toBe(places[1])
  })

  test('options, selection and console are in the address, and a reload keeps them', async () => {
    const { page } = app
    await page.getByRole('combobox', { name: 'Type' }).selectOption('HASH')
    await page.getByRole('button', { name: 'owned', exact: true }).click()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press(':')
    await expect.poll(hash).toMatch(/^#\/d\/[\w-]+\/largest\?sort=owned&type=HASH&at=0x[0-9a-f]+&console$/)
    const before = hash()
    const first = await page.locator('.grid-rows [role=row]').first().innerText()
    await page.reload()
    await heading(page, 'Largest').waitFor()
    expect(hash()).toBe(before)
    await expect.poll(() => page.locator('.grid-rows [role=row]').first().innerText()).toBe(first)
    expect(await page.getByRole('region', { name: 'Console' }).isVisible()).toBe(true)
    await page.getByRole('complementary').getByText('Held by').waitFor()
    await page.getByRole('button', { name: 'Close the console' }).click()
  })

  test('a package is chosen by the word of its stash', async () => {
    const { page } = app
    await page.getByRole('link', { name: 'Overview' }).click()
    await page.getByRole('region', { name: 'By package' }).getByRole('link', { name: 'Web::Session' }).click()
    await heading(page, 'Largest').waitFor()
    expect(hash()).toMatch(/largest\?in=%25Web::Session::/)
    await expect.poll(() => page.locator('.sentence').innerText()).toContain('231 SVs like that')
  })

  test('an SV is opened by symbol, by root and by address', async () => {
    const { page } = app
    for (const word of ['%25main::INC', 'defstash', '0x555556efd2e8']) {
      await page.goto(`${inject('appUrl')}#/d/${dumpId()}/sv/${word}`)
      await heading(page, /HASH|STASH|SCALAR/).waitFor()
    }
    await page.goto(`${inject('appUrl')}#/d/${dumpId()}/sv/0xdead`)
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('0xdead')
  })

  test('nonsense is told, and leads somewhere', async () => {
    const { page } = app
    await page.goto(`${inject('appUrl')}#/d/${dumpId()}/no-such-view/%E0%A4%A?at=__proto__&x=%`)
    await page.getByText('There is no view named').waitFor()
    await page.getByRole('main').getByRole('link', { name: 'Overview' }).click()
    await heading(page, 'Overview').waitFor()
    expect(app.problems).toEqual([])
  })
})

test('whatever the address says, there is something to read, and a way on', async () => {
  const { page } = app
  const views = fc.constantFrom(
    'findings',
    'overview',
    'retained',
    'largest',
    'packages',
    'names',
    'closures',
    'islands',
  )
  const words = fc.oneof(
    anyText({ maxLength: 12 }),
    fc.constantFrom(
      '__proto__',
      '%E0%A4%A',
      '0xffffffffffffffff',
      '%25main::INC',
      '../',
      '<img src=x>',
      '1e999',
      '\ud800',
    ),
  )
  const names = fc.oneof(words, fc.constantFrom('sort', 'type', 'in', 'at', 'open', 'depth', 'kind', 'console', 'to'))
  const hashes = fc
    .tuple(fc.oneof(views, fc.constantFrom('strings', 'sv', 'identify'), words), words, names, words)
    .map(([view, word, name, value]) => `#/d/${dumpId()}/${view}/${word}?${name}=${value}`)
  const empty = await page.evaluate(
    async (all) => {
      const found: string[] = []
      for (const one of all) {
        location.hash = one
        await new Promise((resolve) => setTimeout(resolve, 20))
        if (document.body.innerText.trim().length < 40) found.push(one)
      }
      return found
    },
    fc.sample(hashes, { numRuns: 200, seed: 1 }),
  )
  expect(empty).toEqual([])
  await page.goto(`${inject('appUrl')}#/d/${dumpId()}/overview`)
  await heading(page, 'Overview').waitFor()
  expect(app.problems).toEqual([])
})

describe('a dump that another tab deletes', () => {
  test('stays open where it is open, and a reload says that it is gone', async () => {
    const { page, context } = app
    const other = await context.newPage()
    await other.goto(inject('appUrl'))
    await other.getByRole('button', { name: /^Delete/ }).click()
    await other.getByText('None yet').waitFor()
    await other.close()
    await page.getByRole('link', { name: 'Retained' }).click()
    await page.locator('.grid-rows .chip').first().waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'This link needs its dump' }).waitFor()
    await pickFile(page, SAMPLE)
    await heading(page, 'Retained').waitFor()
    await untilAnalysed(page)
    expect(app.problems).toEqual([])
  })
})

describe('a link into a dump that is not here', () => {
  test('says which one it needs, and follows the link once it is given', async () => {
    const { page } = app
    const id = dumpId()
    await page.goto(`${inject('appUrl')}#/`)
    await page.getByRole('button', { name: 'Forget all' }).click()
    await page.getByText('None yet').waitFor()
    await page.goto('about:blank')
    await page.goto(`${inject('appUrl')}#/d/${id}/sv/0x555556efd2e8`)
    await page.getByRole('heading', { name: 'This link needs its dump' }).waitFor()
    expect(await page.locator('.missing').innerText()).toContain(id)
    await pickFile(page, SAMPLE)
    await heading(page, /SCALAR/).waitFor()
    expect(dumpId()).toBe(id)
  })

  test('another file opens as itself', async () => {
    const { page } = app
    const id = dumpId()
    await page.goto('about:blank')
    await page.goto(`${inject('appUrl')}#/d/00000000-1/largest`)
    await page.getByRole('heading', { name: 'This link needs its dump' }).waitFor()
    await pickFile(page, join(ROOT, 'test/fixtures/tiny-5.42.pmat.gz'))
    await page.locator('.top-bar').waitFor()
    expect(dumpId()).not.toBe(id)
    await page.getByText('not the dump of the link').waitFor()
  })
})

test('nothing complained', () => expect(app.problems).toEqual([]))
