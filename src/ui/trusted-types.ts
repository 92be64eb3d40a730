/**
 * First import of main.tsx. The policy of the page demands Trusted Types, so no string becomes markup or script; this
 * lets pass the two addresses that scripts are started from: our blob workers and our service worker.
 */
const factory = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes

factory?.createPolicy('default', {
  createScriptURL(address) {
    const { protocol, href } = new URL(address, document.baseURI)
    if (protocol === 'blob:' || href === new URL('./sw.js', document.baseURI).href) return address
    throw new TypeError(`not a script of pmatscope: ${address}`)
  },
})

/** The part of the standard that TypeScript's DOM library leaves out. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): unknown
}
