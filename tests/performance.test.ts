import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Result } from '../bench/ground/figures.ts'
import { performancePage } from '../bench/ground/performance-page.ts'
import { growthOf, readResults } from '../bench/ground/results.ts'
import { findCheckoutDir } from '../src/platform/config.ts'

const root = findCheckoutDir()

test('docs/reference/performance.md says what bench/results says (else: npm run bench -- performance)', () => {
  const page = readFileSync(join(root, 'docs/reference/performance.md'), 'utf8')
  expect(page).toBe(performancePage(readResults(join(root, 'bench/results'))))
})

const result = (size: number, times: Record<string, number>): Result => ({
  bench: 'queries',
  size,
  ranAt: '2026-11-24T03:00:00Z',
  machine: { processors: '2 × X', memoryGiB: 24, node: 'v20', commit: 'abc', load: 2 },
  peakMiB: 100,
  figures: Object.entries(times).map(([what, median]) => ({
    what,
    unit: 'ms',
    ours: { median, p95: median },
    peer: { what: 'plain SQL', median: 10, p95: 10 },
    ratio: median / 10,
    aims: [],
  })),
})

test('ten times the data: 2 → 20 ms keeps pace, 2 → 23 ms grows 11.5× and faster, what has one size does not grow', () => {
  const grown = growthOf([result(100, { even: 2, steep: 2 }), result(1000, { even: 20, steep: 23, once: 5 })])
  expect(grown.map(({ what, factor, isFasterThanData }) => [what, factor, isFasterThanData])).toEqual([
    ['even', 10, false],
    ['steep', 11.5, true],
  ])
  expect(grown[0]).toMatchObject({ medians: [2, 20], dataFactor: 10 })
})
