import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Two rooms of tests: pure ones beside the code, and those that need a real PostgreSQL (tests/).
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts', 'web/src/**/*.test.{ts,tsx}'] } },
      {
        test: {
          name: 'db',
          include: ['tests/**/*.test.ts'],
          globalSetup: ['tests/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // What is waited for comes in a moment; on a busy machine that is long.
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
    maxWorkers: 2,
  },
})
