// Finds the browser that the tests drive. Playwright's own download is not used: it needs a network of its own.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const macApps = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function findOnPath() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...macApps]
  return candidates.find(isProgram) ?? null
}

/**
 * KURS_CHROMIUM, else the system's browser, else Debian's package when root.
 * @returns the program's path, or the sentence that says what to type
 */
export function findChromium(say) {
  const named = process.env.KURS_CHROMIUM
  if (named)
    return isProgram(named)
      ? { path: named }
      : { problem: `KURS_CHROMIUM is ${named}, which is no program. Unset it or mend it.` }
  const found = findOnPath()
  if (found) return { path: found }
  const isDebian = existsSync('/etc/debian_version') && process.platform === 'linux'
  if (isDebian && process.getuid?.() === 0) {
    say('Installing Chromium from the system’s packages …')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const options = { stdio: ['ignore', 'ignore', 'inherit'], env }
    spawnSync('apt-get', ['update', '-qq'], options)
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options)
    const installed = findOnPath()
    if (installed) return { path: installed }
  }
  const way = isDebian ? 'type: sudo apt-get install chromium' : 'install Chromium or Chrome'
  return { problem: `The browser tests need Chromium and there is none: ${way}, or set KURS_CHROMIUM to its path.` }
}
