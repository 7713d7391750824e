import { expect, test } from 'vitest'
import { en } from '../../locales/en/index.ts'
import { judgeSettings } from './database.ts'
import { doctorChecks } from './finding.ts'
import { examineNode, judgeDisk } from './machine.ts'

const gib = 2 ** 30

test('Node 20.19.0 and 24.1.0 are good; 20.18.9 and 18.20.0 are too old', () => {
  expect(['20.19.0', '24.1.0', '20.18.9', '18.20.0'].map((version) => examineNode(version).state)).toEqual([
    'good',
    'good',
    'bad',
    'bad',
  ])
})

test('of 100 GiB: 10 free are good, 9.9 are little, 0.9 are too few; of 5 GiB, 1 free is good', () => {
  const judge = (free: number, all: number) => judgeDisk({ freeBytes: free * gib, allBytes: all * gib })
  expect([judge(10, 100).state, judge(9.9, 100).reason, judge(0.9, 100).reason]).toEqual(['good', 'little', 'low'])
  expect(judge(1, 5).state).toBe('good')
})

test('fsync, full_page_writes or synchronous_commit off is bad and named; 19 connections are few, 20 are enough', () => {
  const safe = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on', max_connections: 20 }
  expect(judgeSettings(safe).state).toBe('good')
  expect(judgeSettings({ ...safe, max_connections: 19 })).toMatchObject({ state: 'warning', reason: 'few_connections' })
  expect(judgeSettings({ ...safe, synchronous_commit: 'off' })).toMatchObject({
    state: 'bad',
    found: 'synchronous_commit = off',
  })
})

test('every check has a name, and every sentence of what is wrong has a way to mend it', () => {
  const keys = Object.keys(en).filter((key) => key.startsWith('doctor.'))
  const wrongs = keys.filter((key) => key.split('.').length === 3)
  expect(doctorChecks.filter((check) => !keys.includes(`doctor.${check}`))).toEqual([])
  expect(wrongs.filter((key) => !keys.includes(`${key}.mend`))).toEqual([])
  expect(wrongs.length).toBeGreaterThanOrEqual(doctorChecks.length)
})
