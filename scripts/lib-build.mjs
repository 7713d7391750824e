// Bundles the programs and the screens into dist/, when their sources are newer.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { checkoutDir, seconds } from './lib-terminal.mjs'

const dist = join(checkoutDir, 'dist')
const stampPath = join(dist, '.stamp')
const sources = ['src', 'web', 'db', 'scripts', 'package-lock.json', 'tsconfig.base.json']
const programs = {
  server: 'src/http/main.ts',
  cli: 'src/cli/main.ts',
  worker: 'src/worker/main.ts',
  workbook: 'src/worker/workbook.ts',
}

/** Name, size and time of every source: a change of any is a change of the stamp. Cost: a few milliseconds. */
function computeStamp() {
  const hash = createHash('sha256')
  const visit = (path) => {
    const entry = statSync(join(checkoutDir, path), { throwIfNoEntry: false })
    if (!entry) return
    if (entry.isDirectory()) {
      for (const name of readdirSync(join(checkoutDir, path)).sort())
        if (name !== 'node_modules') visit(`${path}/${name}`)
    } else if (!/\.test\.tsx?$/.test(path)) hash.update(`${path} ${entry.size} ${entry.mtimeMs}\n`)
  }
  sources.forEach(visit)
  return hash.digest('hex')
}

const isStale = (stamp) => !existsSync(stampPath) || readFileSync(stampPath, 'utf8') !== stamp

/**
 * @param say writes a line of progress
 * @returns whether something was built
 */
export async function buildIfStale(say) {
  if (!isStale(computeStamp())) return false
  mkdirSync(dist, { recursive: true })
  const release = await takeTurn(say)
  try {
    // Whoever built before us may have built this very state.
    const stamp = computeStamp()
    if (!isStale(stamp)) return false
    const startedAtMs = performance.now()
    say('Building …')
    await Promise.all([buildPrograms(), buildWeb()])
    writeFileSync(stampPath, stamp)
    say(`Built in ${seconds(startedAtMs)}`)
    return true
  } finally {
    release()
  }
}

/** One build at a time; the turn of a process that died is taken over. */
async function takeTurn(say) {
  const turn = join(dist, '.building')
  let hasSaid = false
  for (;;) {
    try {
      writeFileSync(turn, String(process.pid), { flag: 'wx' })
      return () => rmSync(turn, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (!isBuilding(turn)) rmSync(turn, { force: true })
    else if (!hasSaid) say('Waiting for another build of this checkout …')
    hasSaid = true
    await delay(100)
  }
}

function isBuilding(turn) {
  try {
    const pid = Number(readFileSync(turn, 'utf8'))
    if (!pid) return Date.now() - statSync(turn).mtimeMs < 1000
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

async function buildPrograms() {
  const { build } = await import('esbuild')
  const entryPoints = Object.fromEntries(
    Object.entries(programs).filter(([, path]) => existsSync(join(checkoutDir, path))),
  )
  if (Object.keys(entryPoints).length === 0) return
  await build({
    absWorkingDir: checkoutDir,
    entryPoints,
    outdir: 'dist',
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    logLevel: 'warning',
  })
}

/** Built beside and moved into place: a server that runs meanwhile never sees half of it. */
async function buildWeb() {
  const configFile = join(checkoutDir, 'web', 'vite.config.ts')
  if (!existsSync(configFile)) return
  const { build } = await import('vite')
  const draft = join(dist, `web-${process.pid}`)
  try {
    await build({
      root: join(checkoutDir, 'web'),
      configFile,
      logLevel: 'warn',
      build: { outDir: draft, emptyOutDir: true },
    })
    rmSync(join(dist, 'web'), { recursive: true, force: true })
    renameSync(draft, join(dist, 'web'))
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}
