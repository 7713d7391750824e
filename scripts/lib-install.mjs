// Installs what package-lock.json says, when node_modules/ does not hold it already. Only Node's own modules here.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkoutDir, fail, seconds, toStderr } from './lib-terminal.mjs'

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/**
 * Whether every package of the lockfile is there in its exact version. npm's own note of what it installed is
 * written last, so an install that was cut short does not count. Packages for other systems may be missing.
 */
function isInstalled() {
  const wanted = readJson(join(checkoutDir, 'package-lock.json'))?.packages
  if (!wanted) fail('package-lock.json is missing or damaged: git checkout package-lock.json')
  const found = readJson(join(checkoutDir, 'node_modules', '.package-lock.json'))?.packages
  if (!found) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const there = found[path]
    return there ? there.version === entry.version && there.integrity === entry.integrity : entry.optional === true
  })
}

/** @param say writes a line of progress */
export async function installIfNeeded(say) {
  if (isInstalled()) return
  const startedAtMs = performance.now()
  say('Installing the packages of package-lock.json (once; about a minute) …')
  const reminder = setInterval(() => say(`  still installing, ${seconds(startedAtMs)}`), 10_000)
  const code = await runNpm(
    ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
    say,
  )
  clearInterval(reminder)
  if (code !== 0)
    fail(
      `npm ci failed (exit code ${code}). Look at what it printed above; without a network nothing can be installed.`,
    )
  say(`Installed in ${seconds(startedAtMs)}`)
}

function runNpm(args, say) {
  // Under "npm start" npm says where it is; elsewhere it is on the path.
  const npm = process.env.npm_execpath
  const [program, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  return new Promise((done) => {
    const out = say === toStderr ? 2 : 'inherit'
    const child = spawn(program, [...first, ...args], { cwd: checkoutDir, stdio: ['ignore', out, 'inherit'] })
    child.once('error', (error) => fail(`npm could not be run: ${error.message}`))
    child.once('exit', (code) => done(code ?? 1))
  })
}
