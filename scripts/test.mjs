#!/usr/bin/env node
// npm test: sets up what the tests need, runs them, ends with "N passed, N failed, N skipped".
// Arguments go to vitest: npm test -- tests/embedded.test.ts
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIfStale } from './lib-build.mjs'
import { findChromium } from './lib-chromium.mjs'
import { installIfNeeded } from './lib-install.mjs'
import { checkoutDir, requireNode, toStdout } from './lib-terminal.mjs'

const args = process.argv.slice(2)

function end(counts, exitCode) {
  toStdout(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
  process.exitCode = exitCode
}

async function setUp() {
  requireNode()
  await installIfNeeded(toStdout)
  await buildIfStale(toStdout)
  const chromium = findChromium(toStdout)
  if (chromium.path) process.env.KURS_CHROMIUM = chromium.path
  // Tests named on the command line may do without a browser; all of them together may not.
  else if (args.some((arg) => !arg.startsWith('-'))) toStdout(chromium.problem)
  else throw new Error(chromium.problem)
}

/** Ctrl-C reaches vitest by itself, which stops its database; this process only has to outlive it. */
function runVitest(report) {
  const vitest = join(checkoutDir, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...args], { cwd: checkoutDir, stdio: 'inherit' })
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((done) => {
    child.once('error', () => done(1))
    child.once('exit', (code) => done(code ?? 1))
  })
}

/** A file that could not be loaded has no tests to count, and counts as one that failed. */
function readCounts(report) {
  const result = JSON.parse(readFileSync(report, 'utf8'))
  const brokenFiles = result.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + brokenFiles.length,
    skipped: result.numPendingTests + result.numTodoTests,
  }
}

const folder = mkdtempSync(join(tmpdir(), 'kurs-report-'))
try {
  await setUp()
  const report = join(folder, 'report.json')
  const code = await runVitest(report)
  const counts = readCounts(report)
  // vitest also fails for errors outside of any test: they must not read as "0 failed".
  if (code !== 0 && counts.failed === 0) counts.failed = 1
  end(counts, code === 0 && counts.failed > 0 ? 1 : code)
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  end({ passed: 0, failed: 1, skipped: 0 }, 1)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
