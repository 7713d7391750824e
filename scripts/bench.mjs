// Runs a benchmark: `npm run bench -- pipeline` bundles bench/forecast-pipeline.ts (or bench/<name>.ts) and starts it.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const shortNames = { pipeline: 'forecast-pipeline' }
const [asked, ...args] = process.argv.slice(2)
const name = shortNames[asked] ?? asked
const source = join(root, 'bench', `${name}.ts`)
if (asked === undefined || !existsSync(source)) {
  const names = readdirSync(join(root, 'bench')).filter((f) => f.endsWith('.ts') && !f.endsWith('-data.ts'))
  console.error(
    `Usage: npm run bench -- <name> [arguments]\nBenchmarks: ${names.map((f) => f.slice(0, -3)).join(', ')}`,
  )
  process.exit(2)
}
// The bundle lies inside node_modules so that packages left outside it are found.
const cache = join(root, 'node_modules', '.cache', 'bench')
mkdirSync(cache, { recursive: true })
const outfile = join(cache, `${name}.mjs`)
await build({
  entryPoints: [source],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
})
const run = spawnSync(process.execPath, [outfile, ...args], { stdio: 'inherit', cwd: root })
process.exit(run.status ?? 1)
