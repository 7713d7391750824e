import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const secret = z.string().regex(/^[0-9a-f]{32,}$/)
const schema = z.object({ owner_password: secret, app_password: secret, audit_key: secret })

/** What an installation must keep to itself: the embedded database's two passwords, and the key of the audit chain. */
export type Secrets = z.infer<typeof schema>

export const secretsPath = (dataDir: string): string => join(dataDir, 'secrets.json')

/**
 * Reads `<dataDir>/secrets.json`, readable by its owner alone; the first call makes it.
 * @throws when the file is there but unusable: it is never made anew over an old one, because the audit chain and
 * the database's passwords would be lost with it
 */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const path = secretsPath(dataDir)
  return (await readSecrets(path)) ?? (await makeSecrets(path))
}

/** What is kept at that path; null when nothing is. */
export async function readSecrets(path: string): Promise<Secrets | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw new Error(`${path} is damaged. Put it back from a backup: the database cannot be opened without it.`)
  }
}

const makeSecret = (): string => randomBytes(32).toString('hex')

async function makeSecrets(path: string): Promise<Secrets> {
  const secrets: Secrets = { owner_password: makeSecret(), app_password: makeSecret(), audit_key: makeSecret() }
  const draft = await writeDraft(path, secrets)
  try {
    // A link, unlike a rename, never replaces what another process has made meanwhile.
    await link(draft, path)
    return secrets
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return schema.parse(JSON.parse(await readFile(path, 'utf8')))
  } finally {
    await rm(draft, { force: true })
  }
}

/** Written whole and on the disk beside where it belongs. @returns its path */
async function writeDraft(path: string, secrets: Secrets): Promise<string> {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true })
  return draft
}

/**
 * Takes over the audit key of a restored installation, whose chains were written with it. Only for a data folder
 * whose database holds nothing of its own.
 */
export async function replaceAuditKey(dataDir: string, auditKey: string): Promise<void> {
  const secrets = schema.parse({ ...(await loadSecrets(dataDir)), audit_key: auditKey })
  const path = secretsPath(dataDir)
  await rename(await writeDraft(path, secrets), path)
}
