import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const LINK = /(<link rel="icon"[^>]* href=")[^"]*\/icon\.svg"/

/** Puts the icon itself into a page that names it: browsers fetch it when they please, and that may be while a dump is open. */
export function icon(): Plugin {
  let publicDir = ''
  return {
    name: 'pmatscope:icon',
    apply: 'build',
    configResolved: (config) => {
      publicDir = config.publicDir
    },
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        const svg = readFileSync(join(publicDir, 'icon.svg'), 'utf8')
        return html.replace(LINK, (_, start: string) => `${start}data:image/svg+xml,${encodeURIComponent(svg)}"`)
      },
    },
  }
}
