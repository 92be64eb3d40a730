import type { Plugin } from 'vite'

/**
 * What the built page may do: run its own scripts, and nothing that reaches a network. A meta element covers the
 * document only, and a worker loaded from a URL gets its policy from headers a static host cannot set; so workers
 * are made from blobs (`?worker&inline`), which inherit this policy.
 */
export const CSP = [
  "default-src 'none'",
  "script-src 'self' blob:",
  "worker-src 'self' blob:",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "manifest-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types default',
].join('; ')

const PLACE = '<!--csp-->'

/** Puts the policy where index.html says `<!--csp-->`. Not in the dev server, which injects scripts of its own. */
export function csp(): Plugin {
  return {
    name: 'pmatscope:csp',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        const before = html.split(PLACE)[0]
        if (before === html) throw new Error(`index.html: ${PLACE} is missing`)
        if (/<(script|link|style)\b/i.test(before)) throw new Error(`index.html: something loads before ${PLACE}`)
        return html.replace(PLACE, `<meta http-equiv="Content-Security-Policy" content="${CSP}" />`)
      },
    },
  }
}
