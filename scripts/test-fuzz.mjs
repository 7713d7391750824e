#!/usr/bin/env node
// npm run test:fuzz -- --cases 50000 --seed 7: the long form of tests/security: that many hostile requests, and the whole
// matrix of routes, callers and foreign ids. Without a seed a new one, which stands in the test's name. npm test runs a short form.
const args = process.argv.slice(2)

function take(name, otherwise) {
  const at = args.indexOf(name)
  return at === -1 ? otherwise : args.splice(at, 2)[1]
}

process.env.KURS_FUZZ = take('--cases', '50000')
process.env.KURS_FUZZ_SEED = take('--seed', String(Math.floor(Math.random() * 2 ** 31)))
process.argv.splice(2, Infinity, 'tests/security', ...args)
await import('./test.mjs')
