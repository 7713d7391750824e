import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { findCheckoutDir } from '../src/platform/config.ts'
import { findAccount } from '../src/platform/postgres/embedded-account.ts'
import { findBinaries } from '../src/platform/postgres/embedded-binaries.ts'
import { clusterHome, locateCluster } from '../src/platform/postgres/embedded-cluster.ts'
import { stopPostmaster } from '../src/platform/postgres/embedded-postmaster.ts'
import { appLogin, startEmbeddedPostgres } from '../src/platform/postgres/embedded.ts'
import { migrate } from '../src/platform/postgres/migrate.ts'
import { isRunning } from '../src/platform/running-process.ts'
import { buildSource } from './build-source.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    ownerUrl: string
    appUrl: string
    /** Name of the migrated, empty database that createTestDatabase copies. */
    templateDb: string
    /** The program of a thread, built from the sources as they are. */
    threadPath: string
    /** The program that reads a workbook, built likewise. */
    workbookPath: string
  }
}

const templateDb = 'kurs_template'
const checkoutDir = findCheckoutDir()
const prefix = 'kurs-test-'
const quiet = { info: (): void => undefined, warn: console.warn, error: console.error }

/** One database server for the whole run, without the safety that a crash of the machine needs. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweepKilledRuns()
  const dataDir = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`))
  const postgres = await startEmbeddedPostgres({ dataDir, checkoutDir, log: quiet, durability: 'throwaway' })
  let [threadPath, workbookPath] = ['', '']
  const teardown = async (): Promise<void> => {
    await postgres.stop()
    await removeDatabase(dataDir)
    await Promise.all([threadPath, workbookPath].map((path) => rm(path, { force: true })))
  }
  try {
    ;[, threadPath, workbookPath] = await Promise.all([
      makeTemplate(postgres.ownerUrl),
      buildSource('worker/main.ts'),
      buildSource('worker/workbook.ts'),
    ])
  } catch (error) {
    await teardown()
    throw error
  }
  project.provide('ownerUrl', postgres.ownerUrl)
  project.provide('appUrl', postgres.appUrl)
  project.provide('templateDb', templateDb)
  project.provide('threadPath', threadPath)
  project.provide('workbookPath', workbookPath)
  return teardown
}

async function makeTemplate(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query(`create database ${templateDb}`)
  } finally {
    await client.end()
  }
  const address = new URL(ownerUrl)
  address.pathname = `/${templateDb}`
  await migrate(address.href, appLogin, { folder: join(checkoutDir, 'db', 'migrations') })
}

/** Root's database lies outside the data folder. */
async function removeDatabase(dataDir: string): Promise<void> {
  await rm(await clusterHome(dataDir), { recursive: true, force: true })
  await rm(dataDir, { recursive: true, force: true })
}

/** A run that was killed leaves its server running: nothing else would ever end it. */
async function sweepKilledRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1])
    if (!pid || isRunning(pid)) continue
    const dataDir = join(tmpdir(), name)
    try {
      if ((await stat(dataDir)).uid !== process.getuid?.()) continue
      const cluster = await locateCluster(dataDir, await findAccount())
      await stopPostmaster(cluster, await findBinaries(checkoutDir, dataDir), 'immediate')
      await removeDatabase(dataDir)
    } catch (error) {
      console.warn(`left by a killed test run and not removed: ${dataDir}: ${(error as Error).message}`)
    }
  }
}
