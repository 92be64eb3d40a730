import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** What may be thrown away: bundles of the headless tools, reports of the tests. */
export const CACHE = join(ROOT, 'node_modules/.cache/pmatscope')
