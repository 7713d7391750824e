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
if (args.includes('--grow')) await grow()
else await start(name, args)

/** At a fiftieth, a fifth and the whole of its size, each in a process of its own, then how the figures grew. */
async function grow() {
  const valueOf = (flag, usual) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : usual)
  const whole = Number(valueOf('--size', '1000000'))
  const data = valueOf('--data')
  const others = args.filter(
    (arg, i) => ![arg, args[i - 1]].some((a) => a === '--size' || a === '--data') && arg !== '--grow',
  )
  for (const size of [whole / 50, whole / 5, whole]) {
    const kept = data === undefined ? [] : ['--data', `${data}-${size}`]
    await start(name, [...others, '--size', String(size), ...kept])
  }
  await start('growth', [...others, '--of', name])
}

async function start(bench, given) {
  // The bundle lies inside node_modules so that packages left outside it are found.
  const cache = join(root, 'node_modules', '.cache', 'bench')
  mkdirSync(cache, { recursive: true })
  const outfile = join(cache, `${bench}.mjs`)
  await build({
    entryPoints: [join(root, 'bench', `${bench}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  })
  const run = spawnSync(process.execPath, [outfile, ...given], { stdio: 'inherit', cwd: root })
  if (run.status !== 0) process.exit(run.status ?? 1)
}
