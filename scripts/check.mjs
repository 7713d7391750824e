#!/usr/bin/env node
// npm run check: types, lint, walls, dead code, format. Everything that fails is shown, not just the first.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { installIfNeeded } from './lib-install.mjs'
import { checkoutDir, requireNode, seconds, toStdout } from './lib-terminal.mjs'

const there = (...paths) => paths.filter((path) => existsSync(join(checkoutDir, path)))
const sources = there('src', 'web/src', 'tests', 'bench', 'sample', 'scripts')
const program = (...parts) => join('node_modules', ...parts)

/** Slowest first, so that they overlap. */
const checks = [
  { name: 'lint', run: [program('oxlint', 'bin', 'oxlint'), '--type-aware', ...sources] },
  { name: 'dead code', run: [program('knip', 'bin', 'knip.js'), '--no-progress'] },
  {
    name: 'walls',
    run: [
      program('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      ...there('src', 'web/src', 'tests', 'bench', 'sample'),
    ],
  },
  { name: 'format', run: [program('prettier', 'bin', 'prettier.cjs'), '--check', '--cache', '.'] },
  { name: 'types', run: [program('@typescript', 'native', 'bin', 'tsc'), '-p', 'tsconfig.json'] },
  ...there('web/tsconfig.json').map((path) => ({
    name: 'types of web',
    run: [program('@typescript', 'native', 'bin', 'tsc'), '-p', path],
  })),
]

function runCheck(check) {
  const startedAtMs = performance.now()
  const child = spawn(process.execPath, check.run, { cwd: checkoutDir, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  child.stdout.on('data', (chunk) => (printed += chunk))
  child.stderr.on('data', (chunk) => (printed += chunk))
  return new Promise((done) => {
    const finish = (isPassed, text) => {
      toStdout(`${isPassed ? 'ok  ' : 'FAIL'} ${check.name} (${seconds(startedAtMs)})`)
      if (!isPassed) toStdout(`\n${text.trim()}\n`)
      done(isPassed)
    }
    child.once('error', (error) => finish(false, error.message))
    child.once('close', (code) => finish(code === 0, printed))
  })
}

requireNode()
await installIfNeeded(toStdout)
const startedAtMs = performance.now()
const waiting = [...checks]
const failed = []
const work = async () => {
  for (let check = waiting.shift(); check; check = waiting.shift())
    if (!(await runCheck(check))) failed.push(check.name)
}
await Promise.all(Array.from({ length: Math.min(3, Math.max(2, availableParallelism())) }, work))
toStdout(
  failed.length === 0
    ? `All checks passed in ${seconds(startedAtMs)}`
    : `Failed: ${failed.join(', ')} (${seconds(startedAtMs)})`,
)
process.exitCode = failed.length === 0 ? 0 : 1
