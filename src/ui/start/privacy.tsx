import type { VNode } from 'preact'

export function Privacy(): VNode {
  return (
    <section aria-labelledby="privacy">
      <h2 id="privacy">Nothing leaves this tab</h2>
      <div class="privacy-columns">
        <p>
          The dump is read here, by your browser. The page’s content security policy says{' '}
          <code>connect-src 'none'</code>, for the worker that holds the dump as well, so the browser refuses every
          connection that the code could try.
        </p>
        <p>
          To check it: open the developer tools (F12), look at the Network panel while a dump is open, or go offline
          first. Stored dumps lie in this browser’s IndexedDB; other pages of this site’s origin could read them.
        </p>
      </div>
    </section>
  )
}
