// npm test: everything that must hold, from a fresh clone. Needs nothing but Node and npm; stops at the first failure.
// The last line is `N passed, N failed`: the tests of all runs; a failed step that is not a test counts as one failure.
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installChromium } from './chromium.mjs'
import { installPackages } from './install.mjs'
import { CACHE, ROOT } from './root.mjs'

let passed = 0
const started = Date.now()

await installPackages()
run('format:check')
run('lint')
run('typecheck')
runTests(['node'], '--maxWorkers=100%') // of the cores; browsers get half of them, and keep the others busy themselves
run('build')
step('chromium')
try {
  console.log(installChromium())
} catch (error) {
  stop(error instanceof Error ? error.message : String(error))
}
runTests(['browser', 'e2e'])

console.log(`\nall steps passed in ${Math.round((Date.now() - started) / 1000)} s\n`)
console.log(`${passed} passed, 0 failed`)

function step(/** @type {string} */ title) {
  console.log(`\n== ${title}`)
}

/** Run a script of package.json. */
function run(/** @type {string} */ script) {
  step(`npm run ${script}`)
  const status = spawn('npm', ['run', '--silent', script])
  if (status !== 0) stop(`npm run ${script} failed with exit code ${status}`)
}

/** Run projects of vite.config.ts, and count their tests. */
function runTests(/** @type {string[]} */ projects, /** @type {string[]} */ ...options) {
  step(`vitest: ${projects.join(' and ')} tests`)
  const report = join(CACHE, `report-${projects[0]}.json`)
  rmSync(report, { force: true })
  const status = spawn(process.execPath, [
    'node_modules/vitest/vitest.mjs',
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    ...options,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  const counts = countsOf(report)
  passed += counts.passed
  if (status !== 0 || counts.failed > 0) stop(`vitest failed with exit code ${status}`, counts.failed)
  if (counts.passed === 0) stop('vitest ran no test')
}

/** @returns {{ passed: number, failed: number }} zeros if Vitest did not come as far as a report */
function countsOf(/** @type {string} */ report) {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests }
  } catch {
    return { passed: 0, failed: 0 }
  }
}

/** @returns {number | null} exit code */
function spawn(/** @type {string} */ command, /** @type {string[]} */ args) {
  const windows = process.platform === 'win32' && command === 'npm'
  return spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], shell: windows }).status
}

/** @returns {never} */
function stop(/** @type {string} */ problem, failedTests = 0) {
  console.log(`\nstopped: ${problem}\n`)
  console.log(`${passed} passed, ${Math.max(failedTests, 1)} failed`)
  process.exit(1)
}
