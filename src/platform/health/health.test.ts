import { expect, test } from 'vitest'
import { compareMigrations, statusOf, type Part, type PartName } from './health.ts'

const up: Part = { state: 'up' }
const all: Record<PartName, Part> = {
  database: up,
  migrations: up,
  files: up,
  replica: up,
  worker: up,
  disk: up,
  backups: up,
}
const without = (name: PartName) => statusOf({ ...all, [name]: { state: 'down', reason: 'stuck' } })

test('database, migrations and files down: unavailable; replica, worker, disk and backups down: degraded; none: ready', () => {
  expect(statusOf(all)).toBe('ready')
  expect((['database', 'migrations', 'files'] as const).map(without)).toEqual(Array(3).fill('unavailable'))
  expect((['replica', 'worker', 'disk', 'backups'] as const).map(without)).toEqual(Array(4).fill('degraded'))
})

test('migrations 1, 2 known: [1] is pending, [1, 2, 3] newer, [1, other] changed, [1, 2] the same', () => {
  const row = (number: number, checksum: string) => ({ number, checksum })
  const known = [row(1, 'a'), row(2, 'b')]
  expect(compareMigrations([row(1, 'a')], known)).toBe('pending')
  expect(compareMigrations([...known, row(3, 'c')], known)).toBe('newer')
  expect(compareMigrations([row(1, 'a'), row(2, 'x')], known)).toBe('changed')
  expect(compareMigrations(known, known)).toBeNull()
})
