import './trusted-types.ts'
import { render } from 'preact'
import { App } from './app/app.tsx'
import { handleKey } from './app/keys.ts'
import { registerOffline } from './offline.ts'
import { whenIdle } from './parts/idle.ts'
import { startApp } from './state/lifecycle.ts'
import { followClicks } from './state/navigation.ts'
import { notice } from './state/notices.ts'
import { loadChart } from './views/overview/distribution.tsx'

document.addEventListener('click', followClicks)
document.addEventListener('keydown', handleKey)
startApp()

const app = document.getElementById('app')
if (app) render(<App />, app)

// Now, so that once a dump is open nothing at all is asked of a server: whoever looks sees that nothing is sent.
// The chart is the first to use Intl, whose tables take the browser longest: half of them for words, half for numbers.
whenIdle(() => {
  void Intl.Collator('en')
  whenIdle(() => void loadChart().catch(() => {})) // who needs it is told
})

void registerOffline({
  ready: () => notice('pmatscope now opens without a network too'),
  update: (reload) => notice('A newer pmatscope is there', { label: 'Reload', run: reload }),
})
