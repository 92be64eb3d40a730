import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import { benchDump } from '../analyses/engine-bench.ts'
import { WINDOW_BYTES } from '../reader/byte-source.ts'

// npm run bench -- [--runs N] FILE...: one JSON object a dump. CPU time of this process, so that other work on the
// machine matters less; compare ratios to the byte sum, which was taken in the same process.

const args = process.argv.slice(2)
const runsAt = args.indexOf('--runs')
const runs = runsAt < 0 ? 5 : Number(args.splice(runsAt, 2)[1])
if (args.length === 0 || !(runs >= 1)) {
  console.error('usage: npm run bench -- [--runs N] FILE...')
  process.exitCode = 2
}

for (const file of args) {
  const result = await benchDump(basename(file), readWindows(file), runs, {
    now: () => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1000
    },
    memory: (which) => {
      if (which === 'in use') globalThis.gc?.()
      const { arrayBuffers, heapUsed } = process.memoryUsage()
      return arrayBuffers + heapUsed
    },
  })
  console.log(
    JSON.stringify(result, (_, value) => (typeof value === 'number' ? Math.round(value * 1000) / 1000 : value)),
  )
}

function readWindows(file: string): Uint8Array<ArrayBuffer>[] {
  const handle = openSync(file, 'r')
  try {
    const { size } = fstatSync(handle)
    const windows: Uint8Array<ArrayBuffer>[] = []
    for (let at = 0; at < size; at += WINDOW_BYTES) {
      const window = new Uint8Array(Math.min(WINDOW_BYTES, size - at))
      readSync(handle, window, 0, window.length, at)
      windows.push(window)
    }
    return windows
  } finally {
    closeSync(handle)
  }
}
