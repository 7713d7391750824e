// Writes docs/reference from the catalogue, and db/schema.sql from what the migrations lead to.
import { build } from 'esbuild'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const outfile = join(root, 'node_modules/.cache/reference.mjs')
await build({
  stdin: {
    contents: `export { referencePages } from './scripts/reference-pages.ts'
      export { startEmbeddedPostgres, appLogin } from './src/platform/postgres/embedded.ts'
      export { migrate } from './src/platform/postgres/migrate.ts'
      export { dumpSchema } from './src/platform/postgres/dump-schema.ts'`,
    resolveDir: root,
  },
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  outfile,
  logLevel: 'error',
})
const { referencePages, startEmbeddedPostgres, appLogin, migrate, dumpSchema } = await import(
  pathToFileURL(outfile).href
)

await mkdir(join(root, 'docs/reference'), { recursive: true })
for (const [name, text] of Object.entries(referencePages())) await writeFile(join(root, 'docs/reference', name), text)

const dataDir = await mkdtemp(join(tmpdir(), 'kurs-reference-'))
const quiet = { info() {}, warn: console.warn, error: console.error }
const postgres = await startEmbeddedPostgres({ dataDir, checkoutDir: root, log: quiet, durability: 'throwaway' })
try {
  await migrate(postgres.ownerUrl, appLogin, { folder: join(root, 'db/migrations') })
  await writeFile(join(root, 'db/schema.sql'), await dumpSchema(postgres.ownerUrl))
} finally {
  await postgres.stop()
  await rm(dataDir, { recursive: true, force: true })
}
console.log('docs/reference and db/schema.sql are written')
