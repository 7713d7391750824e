import { join } from 'node:path'
import type { Config } from '../config.ts'
import { withOwner } from '../postgres/owner-access.ts'
import { readSecrets, secretsPath } from '../secrets.ts'
import { examineDatabase } from './database.ts'
import { bad, doctorChecks, warning, type Finding } from './finding.ts'
import { examineBackups, examineDisk, examineLocale, examineNode, examineSecrets, examineServer } from './machine.ts'

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

/**
 * Looks at an installation from its own machine and changes nothing. The database that comes with Kurs is started for
 * the while when it does not run; where Kurs has never started, none is made.
 */
export async function examine(config: Config, now: string): Promise<Finding[]> {
  const { dataDir } = config
  const found = [
    examineNode(process.versions.node),
    examineLocale(),
    await examineDisk(dataDir),
    await examineSecrets(dataDir),
    await examineServer(dataDir),
    ...(await examineDatabaseOf(config)),
    await examineBackups(dataDir, now),
  ]
  return found.toSorted((a, b) => doctorChecks.indexOf(a.check) - doctorChecks.indexOf(b.check))
}

async function examineDatabaseOf(config: Config): Promise<Finding[]> {
  const hasStarted = config.database !== null || (await readSecrets(secretsPath(config.dataDir)).catch(() => null))
  if (!hasStarted) return [warning('postgres', 'never_started', config.dataDir)]
  const { checkoutDir, acceptedWalls } = config
  const migrationsFolder = join(checkoutDir, 'db', 'migrations')
  return withOwner(config, quiet, (access) => examineDatabase({ ...access, migrationsFolder, acceptedWalls })).catch(
    (error: unknown) => [bad('postgres', 'unreachable', error instanceof Error ? error.message : String(error))],
  )
}
