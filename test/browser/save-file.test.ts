import { afterEach, expect, test, vi } from 'vitest'
import { saveFile } from '../../src/ui/parts/save-file.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('a file is offered under its name, and its address is given back a while later', () => {
  vi.useFakeTimers()
  const offered: [href: string, name: string][] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    offered.push([this.href, this.download])
  })
  const revoke = vi.spyOn(URL, 'revokeObjectURL')
  saveFile(new Blob(['a,b\n']), 'some.csv')
  expect(offered).toEqual([[expect.stringMatching(/^blob:/), 'some.csv']])
  expect(revoke).not.toHaveBeenCalled()
  vi.runAllTimers()
  expect(revoke).toHaveBeenCalledExactlyOnceWith(offered[0][0])
})
