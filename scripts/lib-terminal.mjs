// Only Node's own modules here: this runs before anything is installed.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

export const checkoutDir = dirname(dirname(fileURLToPath(import.meta.url)))

export const toStdout = (line) => void process.stdout.write(`${line}\n`)
/** For commands whose standard output belongs to someone else. */
export const toStderr = (line) => void process.stderr.write(`${line}\n`)

export const seconds = (startedAtMs) => `${((performance.now() - startedAtMs) / 1000).toFixed(1)} s`

/** Ends the script with words instead of a stack. */
export function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  fail(`Kurs needs Node 20.19 or newer; this is ${process.version}. Get one at https://nodejs.org and try again.`)
}
