import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findCheckoutDir } from '../src/platform/config.ts'
import { performancePage } from './ground/performance-page.ts'
import { readResults } from './ground/results.ts'

/**
 * Writes docs/reference/performance.md from the results in bench/results: `npm run bench -- performance`. A benchmark leaves its
 * result there when it is run with `--json bench/results`.
 */
const root = findCheckoutDir()
const path = join(root, 'docs', 'reference', 'performance.md')
writeFileSync(path, performancePage(readResults(join(root, 'bench', 'results'))))
console.log(`written to ${path}`)
