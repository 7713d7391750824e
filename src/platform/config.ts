import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** Walls that a managed server may not let its operator raise; going without one is said knowingly. */
export const acceptableWalls: readonly string[] = ['set_config']

const port = z.coerce.number().int().min(0).max(65535)
const address = z.string().regex(/^postgres(ql)?:\/\/./)

/** Each variable: how it is read, and the words for whoever got it wrong. */
const variables = {
  KURS_DATA_DIR: {
    read: z.string(),
    must: 'be the path of a folder',
    otherwise: 'Unset it to use .kurs in the checkout.',
  },
  KURS_PORT: { read: port, must: 'be a whole number from 0 to 65535', otherwise: 'Unset it to use 4600.' },
  PORT: {
    read: port,
    must: 'be a whole number from 0 to 65535',
    otherwise: 'Unset it, or set KURS_PORT, which goes first.',
  },
  KURS_HOST: {
    read: z.string().regex(/^[\w.:%-]+$/),
    must: 'be an address or a host name to listen on',
    otherwise: 'Unset it to listen on 127.0.0.1.',
  },
  DATABASE_URL: {
    read: address,
    must: 'begin with postgres:// or postgresql://',
    otherwise: 'Unset it and DATABASE_OWNER_URL to use the database that comes with Kurs.',
  },
  DATABASE_OWNER_URL: {
    read: address,
    must: 'begin with postgres:// or postgresql://',
    otherwise: 'Unset it and DATABASE_URL to use the database that comes with Kurs.',
  },
  KURS_ANALYTICS: {
    read: z.enum(['duckdb', 'postgres']),
    must: 'be duckdb or postgres',
    otherwise: 'Unset it to use duckdb.',
  },
  KURS_ACCEPT_WALLS: {
    read: z.string().refine((text) => text.split(',').every((wall) => acceptableWalls.includes(wall.trim()))),
    must: `be names of walls separated by commas, of these: ${acceptableWalls.join(', ')}`,
    otherwise: 'Unset it to accept none; Kurs names the wall that a server does not allow.',
  },
  KURS_BACKUP_DIR: {
    read: z.string(),
    must: 'be the path of a folder',
    otherwise: 'Unset it to keep backups in backups in the data folder.',
  },
  KURS_BACKUP_KEEP: {
    read: z.coerce.number().int().min(1).max(1000),
    must: 'be a whole number from 1 to 1000',
    otherwise: 'Unset it to keep 7.',
  },
  KURS_BACKUP_KEY: {
    read: z.string(),
    must: 'be a passphrase',
    otherwise: 'Unset it to write backups that are not encrypted.',
  },
  KURS_METRICS_KEY: {
    read: z.string().regex(/^[\x21-\x7E]{16,200}$/),
    must: 'be 16 to 200 printable characters without spaces',
    otherwise: 'Unset it to let only this machine itself read /metrics.',
  },
  KURS_SLOW_MS: {
    read: z.coerce.number().int().min(0).max(3_600_000),
    must: 'be a whole number of milliseconds from 0 to 3600000',
    otherwise: 'Unset it to use 500.',
  },
  KURS_UPLOAD_LIMIT_MIB: {
    read: z.coerce.number().int().min(1).max(1_048_576),
    must: 'be a whole number of mebibytes from 1 to 1048576',
    otherwise: 'Unset it to use 2048.',
  },
  KURS_LOG: {
    read: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    must: 'be trace, debug, info, warn, error, fatal or silent',
    otherwise: 'Unset it to use info.',
  },
} as const

export type Config = {
  readonly checkoutDir: string
  readonly dataDir: string
  readonly host: string
  /** The port asked for; when it is taken the next free one is used. */
  readonly port: number
  /** A server to use instead of the embedded database: the application's address and the owner's. */
  readonly database: { readonly appUrl: string; readonly ownerUrl: string } | null
  readonly analytics: 'duckdb' | 'postgres'
  /** Walls that the server does not allow and that the operator accepts to go without. */
  readonly acceptedWalls: readonly string[]
  readonly logLevel: string
  /** What Prometheus shows to read the figures; null: only this machine itself reads them. */
  readonly metricsKey: string | null
  /** Where the clock's backups go, how many of the newest stay, and what encrypts them; null: nothing. */
  readonly backups: { readonly folder: string; readonly keepCount: number; readonly passphrase: string | null }
  /** Statements that took at least so long are logged. */
  readonly slowMs: number
  /** The largest file that is taken in; workbooks have caps of their own. */
  readonly uploadLimitBytes: number
}

export class ConfigError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/**
 * Reads the configuration from environment variables; an empty variable counts as unset.
 * @throws ConfigError with one line per wrong variable: its name, what it must be, the way out
 */
export function readConfig(env: Record<string, string | undefined>, checkoutDir = findCheckoutDir()): Config {
  const problems: string[] = []
  const read = <Name extends keyof typeof variables>(
    name: Name,
  ): z.infer<(typeof variables)[Name]['read']> | undefined => {
    const text = env[name]?.trim()
    if (!text) return undefined
    const { read: schema, must, otherwise } = variables[name]
    const result = schema.safeParse(text)
    if (result.success) return result.data as z.infer<(typeof variables)[Name]['read']>
    // Addresses hold passwords and a key is one, so they are not repeated on the terminal.
    const given = name.startsWith('DATABASE') || name.endsWith('_KEY') ? name : `${name} is "${text}": it`
    problems.push(`${given} must ${must}. ${otherwise}`)
    return undefined
  }
  const dataDir = resolve(checkoutDir, read('KURS_DATA_DIR') ?? '.kurs')
  const config: Config = {
    checkoutDir,
    dataDir,
    backups: {
      folder: resolve(checkoutDir, read('KURS_BACKUP_DIR') ?? join(dataDir, 'backups')),
      keepCount: read('KURS_BACKUP_KEEP') ?? 7,
      passphrase: read('KURS_BACKUP_KEY') ?? null,
    },
    host: read('KURS_HOST') ?? '127.0.0.1',
    port: read('KURS_PORT') ?? read('PORT') ?? 4600,
    database: bothAddresses(read('DATABASE_URL'), read('DATABASE_OWNER_URL'), problems),
    analytics: read('KURS_ANALYTICS') ?? 'duckdb',
    acceptedWalls: (read('KURS_ACCEPT_WALLS') ?? '')
      .split(',')
      .map((wall) => wall.trim())
      .filter(Boolean),
    logLevel: read('KURS_LOG') ?? 'info',
    metricsKey: read('KURS_METRICS_KEY') ?? null,
    slowMs: read('KURS_SLOW_MS') ?? 500,
    uploadLimitBytes: (read('KURS_UPLOAD_LIMIT_MIB') ?? 2048) * 1024 * 1024,
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

function bothAddresses(
  appUrl: string | undefined,
  ownerUrl: string | undefined,
  problems: string[],
): Config['database'] {
  if (appUrl && ownerUrl) return { appUrl, ownerUrl }
  if (appUrl && problems.length === 0) {
    problems.push(
      'DATABASE_URL is set but DATABASE_OWNER_URL is not. A server takes two addresses: the application’s (DATABASE_URL), ' +
        'which owns nothing, and the owner’s, which migrates. Set both, or unset both to use the database that comes with Kurs.',
    )
  }
  if (ownerUrl && problems.length === 0) {
    problems.push(
      'DATABASE_OWNER_URL is set but DATABASE_URL, the application’s address, is not. Set both, or unset both to use the ' +
        'database that comes with Kurs.',
    )
  }
  return null
}

/** The folder of Kurs's own package.json, from the sources and from the bundle in dist/ alike. */
export function findCheckoutDir(from = dirname(fileURLToPath(import.meta.url))): string {
  for (let dir = from; ; dir = dirname(dir)) {
    const manifest = join(dir, 'package.json')
    if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === 'kurs')
      return dir
    if (dir === dirname(dir)) throw new Error(`no checkout of Kurs above ${from}`)
  }
}
