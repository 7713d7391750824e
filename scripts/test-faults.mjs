#!/usr/bin/env node
// npm run test:faults -- --kills 200: the long form of the tests that kill, cut and crowd. npm test runs the short one.
const args = process.argv.slice(2)
const at = args.indexOf('--kills')
process.env.KURS_KILLS = at === -1 ? '200' : args[at + 1]
process.argv.splice(2, Infinity, 'tests/faults', ...(at === -1 ? args : args.toSpliced(at, 2)))
await import('./test.mjs')
