import { readFile, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { readLedger, staleness } from '../backup/ledger.ts'
import { lowestFreeBytes } from '../disk-space.ts'
import type { Health } from '../health/health.ts'
import { secretsPath } from '../secrets.ts'
import { bad, good, warning, type Finding } from './finding.ts'

const oldestNode = [20, 19] as const
const lowestFreeRatio = 0.1

/** @param version as `process.versions.node` gives it */
export function examineNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isOld = major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])
  return isOld ? bad('node', 'old', version) : good('node', version)
}

/** Dates, plurals and sorting in Ukrainian need Node's full ICU. */
export function examineLocale(): Finding {
  const { locale } = new Intl.Collator('uk').resolvedOptions()
  return locale.startsWith('uk') ? good('locale', 'uk, en') : warning('locale', 'no_ukrainian', locale)
}

export async function examineDisk(dataDir: string): Promise<Finding> {
  const found = await statfs(dataDir).catch(() => null)
  if (found === null) return warning('disk', 'no_folder', dataDir)
  return judgeDisk({ freeBytes: found.bavail * found.bsize, allBytes: found.blocks * found.bsize })
}

/** Less than 1 GiB is bad; less than a tenth is a warning. */
export function judgeDisk({ freeBytes, allBytes }: { freeBytes: number; allBytes: number }): Finding {
  const found = `${(freeBytes / 2 ** 30).toFixed(1)} / ${(allBytes / 2 ** 30).toFixed(1)} GiB`
  if (freeBytes < lowestFreeBytes) return bad('disk', 'low', found)
  return freeBytes < allBytes * lowestFreeRatio ? warning('disk', 'little', found) : good('disk', found)
}

/** The passwords and the key of the audit chains are for one account alone. */
export async function examineSecrets(dataDir: string): Promise<Finding> {
  const path = secretsPath(dataDir)
  const found = await stat(path).catch(() => null)
  if (found === null) return warning('secrets', 'none', path)
  return (found.mode & 0o077) === 0 ? good('secrets', path) : bad('secrets', 'open', path)
}

/** Asks the running server how it is: its worker, its replica, its folder of files. */
export async function examineServer(dataDir: string): Promise<Finding> {
  const text = await readFile(join(dataDir, 'server.json'), 'utf8').catch(() => '{}')
  const { url } = JSON.parse(text) as { url?: string }
  if (url === undefined) return warning('server', 'stopped', dataDir)
  const health = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5000) })
    .then((response) => response.json() as Promise<Health>)
    .catch(() => null)
  if (health === null) return warning('server', 'stopped', url)
  const down = Object.entries(health.parts).flatMap(([name, part]) =>
    part.state === 'down' ? [`${name}: ${part.reason}`] : [],
  )
  if (down.length === 0) return good('server', url)
  const say = health.status === 'unavailable' ? bad : warning
  return say('server', health.status, down.join(', '))
}

export async function examineBackups(dataDir: string, now: string): Promise<Finding> {
  const ledger = await readLedger(dataDir)
  const fault = staleness(ledger, now)
  const found = ledger.made === null ? dataDir : `${ledger.made.at} ${ledger.made.file}`
  if (fault === null) return good('backups', found)
  // What was good and is so no longer has stopped working; what never was may be a server of this morning.
  return fault === 'old' || fault === 'trial_old' ? bad('backups', fault, found) : warning('backups', fault, found)
}
