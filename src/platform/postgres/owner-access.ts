import type { Config } from '../config.ts'
import { lockDataDir } from '../data-dir-lock.ts'
import { loadSecrets } from '../secrets.ts'
import { findAccount } from './embedded-account.ts'
import { findBinaries } from './embedded-binaries.ts'
import { hasCluster, locateCluster } from './embedded-cluster.ts'
import { adoptPostmaster } from './embedded-postmaster.ts'
import { addressOf, appLogin, startEmbeddedPostgres } from './embedded.ts'

/** Addresses for what an operator does beside the server, on its own machine. */
export type OwnerAccess = { ownerUrl: string; appUrl: string; appLogin: string }
type Log = { info: (message: string) => void; warn: (message: string) => void; error: (message: string) => void }

/**
 * Lends the owner's address of the database of this configuration. The database that comes with Kurs is used where
 * it runs, together with a running server; otherwise it is started for the while.
 */
export async function withOwner<T>(config: Config, log: Log, work: (access: OwnerAccess) => Promise<T>): Promise<T> {
  if (config.database) return work(ofServer(config.database))
  const running = await runningAddress(config)
  if (running !== null) return work(running)
  return withOwnerAlone(config, log, work)
}

/** The same, but nobody else has the data folder open meanwhile. @throws DataDirInUseError naming who has */
export async function withOwnerAlone<T>(
  config: Config,
  log: Log,
  work: (access: OwnerAccess) => Promise<T>,
): Promise<T> {
  const lock = await lockDataDir(config.dataDir)
  try {
    if (config.database) return await work(ofServer(config.database))
    const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, checkoutDir: config.checkoutDir, log })
    try {
      return await work({ ownerUrl: postgres.ownerUrl, appUrl: postgres.appUrl, appLogin })
    } finally {
      await postgres.stop()
    }
  } finally {
    await lock.release()
  }
}

const ofServer = ({ ownerUrl, appUrl }: { ownerUrl: string; appUrl: string }): OwnerAccess => ({
  ownerUrl,
  appUrl,
  appLogin: loginOf(appUrl),
})

/** Who signs in at that address. */
export const loginOf = (url: string): string => decodeURIComponent(new URL(url).username)

async function runningAddress({ dataDir, checkoutDir }: Config): Promise<OwnerAccess | null> {
  const cluster = await locateCluster(dataDir, await findAccount())
  if (!(await hasCluster(cluster))) return null
  const { owner_password: password, app_password: appPassword } = await loadSecrets(dataDir)
  const running = await adoptPostmaster(cluster, await findBinaries(checkoutDir, dataDir), password)
  if (running === null) return null
  const { port } = running
  return { ownerUrl: addressOf('postgres', password, port), appUrl: addressOf(appLogin, appPassword, port), appLogin }
}
