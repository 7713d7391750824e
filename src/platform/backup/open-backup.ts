import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extract } from 'tar'
import { decryptFile, isEncrypted } from './encryption.ts'
import { BackupError, manifestSchema, type Manifest } from './manifest.ts'
import { digest } from './write-backup.ts'

export type OpenBackup = { folder: string; manifest: Manifest; close: () => Promise<void> }

/**
 * Unpacks a backup into a folder of its own and checks every part against the manifest.
 * @throws BackupError when it is encrypted and no passphrase is given, damaged, cut off, or of a form not known here
 */
export async function openBackup(path: string, passphrase: string | null): Promise<OpenBackup> {
  const folder = await mkdtemp(join(tmpdir(), 'kurs-restore-'))
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    const archive = await readable(path, folder, passphrase)
    const content = join(folder, 'content')
    await unpack(archive, content, path)
    const manifest = await readManifest(content, path)
    for (const part of [...manifest.tables, ...manifest.files]) {
      const found = await digest(join(content, part.path)).catch(() => null)
      if (found?.sha256 !== part.sha256) throw new BackupError(`${path} is damaged: ${part.path} is not what it was.`)
    }
    return { folder: content, manifest, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function readable(path: string, folder: string, passphrase: string | null): Promise<string> {
  if (!(await isEncrypted(path))) return path
  if (passphrase === null) throw new BackupError(`${path} is encrypted. Give its passphrase in KURS_BACKUP_KEY.`)
  const archive = join(folder, 'backup.tar')
  await decryptFile(path, archive, passphrase)
  return archive
}

/** Only plain files under the two known folders: an archive cannot write anywhere else. */
async function unpack(archive: string, content: string, path: string): Promise<void> {
  await mkdir(content)
  try {
    await extract({
      file: archive,
      cwd: content,
      strict: true,
      filter: (name, entry) => {
        const isPlain = 'type' in entry && (entry.type === 'File' || entry.type === 'Directory')
        return isPlain && /^(manifest\.json|(tables|files)(\/[\w./-]*)?)$/.test(name) && !name.includes('..')
      },
    })
  } catch (error) {
    throw new BackupError(`${path} is not a backup of Kurs, or is damaged (${(error as Error).message}).`)
  }
}

async function readManifest(content: string, path: string): Promise<Manifest> {
  const text = await readFile(join(content, 'manifest.json'), 'utf8').catch(() => null)
  if (text === null) throw new BackupError(`${path} is not a backup of Kurs: it holds no manifest.`)
  const parsed = manifestSchema.safeParse(JSON.parse(text))
  if (!parsed.success) throw new BackupError(`${path} was made by another version of Kurs; restore it with that one.`)
  return parsed.data
}
