import { expect, test } from 'vitest'
import { dueSlots, nextSlot, slotOf } from './slots.ts'

const kyiv = 'Europe/Kyiv'
const nightly = { at_time: '03:30', week_day: null }

test('Kyiv, 03:30: 27.03.2027 is 01:30Z, 28.03.2027 has no 03:30 and is 01:30Z (04:30 there), 29.03.2027 is 00:30Z', () => {
  const at = (day: string) => slotOf(nightly, day, kyiv)?.at
  expect(['2027-03-27', '2027-03-28', '2027-03-29'].map(at)).toEqual([
    '2027-03-27T01:30:00Z',
    '2027-03-28T01:30:00Z',
    '2027-03-29T00:30:00Z',
  ])
})

test.each(['2027-03-28', '2026-10-25'])(
  'Kyiv, %s, looked at every minute: the 03:30 slot is due exactly once',
  (day) => {
    let taken: { since_at: string; last_slot_on: string | null } = { since_at: `${day}T00:00:00Z`, last_slot_on: null }
    const found: string[] = []
    const begin = Date.parse(`${day}T00:00:00Z`) - 6 * 3_600_000
    taken.since_at = new Date(begin).toISOString()
    for (let minute = 0; minute < 26 * 60; minute++) {
      const due = dueSlots(nightly, kyiv, taken, new Date(begin + minute * 60_000).toISOString())
      for (const slot of due) found.push(slot.on)
      const last = due.at(-1)
      if (last) taken = { ...taken, last_slot_on: last.on }
    }
    expect(found).toEqual([day])
  },
)

test('stopped from Monday noon until Thursday noon: the slots of Tuesday, Wednesday and Thursday are due', () => {
  const taken = { since_at: '2026-11-01T00:00:00Z', last_slot_on: '2026-11-23' }
  expect(dueSlots(nightly, kyiv, taken, '2026-11-26T10:00:00Z').map(({ on }) => on)).toEqual([
    '2026-11-24',
    '2026-11-25',
    '2026-11-26',
  ])
})

test('a workspace that moves west on the day of a slot has no second one that day', () => {
  const taken = { since_at: '2026-11-01T00:00:00Z', last_slot_on: '2026-11-23' }
  expect(dueSlots(nightly, 'America/New_York', taken, '2026-11-23T23:00:00Z')).toEqual([])
  expect(nextSlot(nightly, 'America/New_York', taken, '2026-11-23T01:00:00Z').at).toBe('2026-11-24T08:30:00Z')
})

test('Sundays at 04:30: after Monday 23.11.2026 the next is 29.11.2026, 02:30Z; since that moment it is not due', () => {
  const weekly = { at_time: '04:30', week_day: 7 }
  const since = (at: string) => ({ since_at: at, last_slot_on: null })
  const now = '2026-11-23T12:00:00Z'
  expect(nextSlot(weekly, kyiv, since(now), now)).toEqual({ on: '2026-11-29', at: '2026-11-29T02:30:00Z' })
  expect(dueSlots(weekly, kyiv, since('2026-11-29T02:30:00Z'), '2026-11-29T12:00:00Z')).toEqual([])
})
