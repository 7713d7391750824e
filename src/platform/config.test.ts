import { describe, expect, test } from 'vitest'
import { ConfigError, findCheckoutDir, readConfig } from './config.ts'

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env, '/checkout')
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('readConfig', () => {
  test('needs nothing', () => {
    expect(readConfig({}, '/checkout')).toEqual({
      checkoutDir: '/checkout',
      dataDir: '/checkout/.kurs',
      backups: { folder: '/checkout/.kurs/backups', keepCount: 7, passphrase: null },
      host: '127.0.0.1',
      port: 4600,
      database: null,
      analytics: 'duckdb',
      acceptedWalls: [],
      logLevel: 'info',
      metricsKey: null,
      slowMs: 500,
      uploadLimitBytes: 2_147_483_648,
    })
  })

  test('takes KURS_PORT before PORT, a relative folder from the checkout, and an empty variable as unset', () => {
    const config = readConfig({ KURS_PORT: '5000', PORT: '6000', KURS_DATA_DIR: 'other', KURS_HOST: ' ' }, '/checkout')
    expect([config.port, config.dataDir, config.host]).toEqual([5000, '/checkout/other', '127.0.0.1'])
    expect(readConfig({ PORT: '6000' }, '/checkout').port).toBe(6000)
  })

  test('takes both addresses of a server, and the walls it may lack', () => {
    const config = readConfig(
      {
        DATABASE_URL: 'postgres://app@db/kurs',
        DATABASE_OWNER_URL: 'postgresql://o@db/kurs',
        KURS_ACCEPT_WALLS: ' set_config ',
      },
      '/checkout',
    )
    expect(config.database).toEqual({ appUrl: 'postgres://app@db/kurs', ownerUrl: 'postgresql://o@db/kurs' })
    expect(config.acceptedWalls).toEqual(['set_config'])
    expect(problemsOf({ KURS_ACCEPT_WALLS: 'set_config, row_security' })).toEqual([
      expect.stringMatching(/must be names of walls .* of these: set_config/),
    ])
  })

  test('names every wrong variable at once, with the way out', () => {
    expect(problemsOf({ KURS_PORT: '70000', KURS_ANALYTICS: 'sqlite' })).toEqual([
      'KURS_PORT is "70000": it must be a whole number from 0 to 65535. Unset it to use 4600.',
      'KURS_ANALYTICS is "sqlite": it must be duckdb or postgres. Unset it to use duckdb.',
    ])
  })

  test('refuses half a server, and never repeats an address, which may hold a password', () => {
    expect(problemsOf({ DATABASE_URL: 'postgres://app@db/kurs' })).toEqual([
      expect.stringMatching(/DATABASE_OWNER_URL is not/),
    ])
    expect(problemsOf({ DATABASE_OWNER_URL: 'postgres://o@db/kurs' })).toEqual([
      expect.stringMatching(/Set both, or unset both/),
    ])
    const [problem] = problemsOf({ DATABASE_URL: 'mysql://app:hunter2@db/kurs' })
    expect(problem).toMatch(/^DATABASE_URL must begin with postgres:\/\//)
    expect(problem).not.toMatch(/hunter2/)
    const [short] = problemsOf({ KURS_METRICS_KEY: 'hunter2' })
    expect(short).toMatch(/^KURS_METRICS_KEY must be 16 to 200/)
    expect(short).not.toMatch(/hunter2/)
  })
})

test('findCheckoutDir finds the folder of package.json from any folder below', () => {
  expect(findCheckoutDir()).toBe(findCheckoutDir(`${findCheckoutDir()}/dist`))
  expect(() => findCheckoutDir('/')).toThrow(/no checkout/)
})
