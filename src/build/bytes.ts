import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'

const QUERY = '?bytes'

/**
 * `import bytes from './file.gz?bytes'`: the bytes of a file as a Uint8Array in a JavaScript module. The policy of the
 * page forbids to fetch anything, its own files too; but it may import its own scripts, and `import()` does so lazily.
 */
export function bytes(): Plugin {
  return {
    name: 'pmatscope:bytes',
    enforce: 'pre',
    load: {
      filter: { id: /\?bytes$/ },
      async handler(id) {
        const path = id.slice(0, -QUERY.length)
        this.addWatchFile(path)
        const base64 = (await readFile(path)).toString('base64')
        return { code: `${DECODE}export default decode('${base64}')\n`, map: null, moduleType: 'js' }
      },
    },
  }
}

// Not Uint8Array.fromBase64: younger than the browsers we build for.
const DECODE = `
function decode(base64) {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}
`
