import { Temporal } from 'temporal-polyfill'
import { addDays, dayOf, type Day, type Instant } from './calendar.ts'

/** When something is done: at that time of the day (`HH:MM`), every day or on one day of the week (ISO, 1 Monday). */
export type Rhythm = { at_time: string; week_day: number | null }
export type Slot = { on: Day; at: Instant }

/**
 * The moment of a day's slot in the zone; null on a day of the week that has none. A time that the clock leaves out
 * comes as much later as the clock was put forward; of a time that comes twice it is the first (RFC 5545, 3.3.5).
 */
export function slotOf(rhythm: Rhythm, day: Day, timeZone: string): Slot | null {
  const date = Temporal.PlainDate.from(day)
  if (rhythm.week_day !== null && date.dayOfWeek !== rhythm.week_day) return null
  const at = date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(rhythm.at_time) })
  return { on: day, at: at.toInstant().toString() }
}

/** What was taken already: nothing before `since_at`, and no day up to `last_slot_on`. */
export type Taken = { since_at: Instant; last_slot_on: Day | null }

/**
 * Slots whose moment has come and that nobody took, oldest first. A day has one slot, so that a change of clocks or of
 * the zone neither doubles nor skips it. Cost: one step per day since the last slot.
 */
export function dueSlots(rhythm: Rhythm, timeZone: string, taken: Taken, now: Instant): Slot[] {
  const slots: Slot[] = []
  const today = dayOf(now, timeZone)
  for (let day = firstDay(taken, timeZone); day <= today; day = addDays(day, 1)) {
    const slot = slotOf(rhythm, day, timeZone)
    if (slot && isAfter(slot.at, taken.since_at) && !isAfter(slot.at, now)) slots.push(slot)
  }
  return slots
}

/** The first slot that is still to come. */
export function nextSlot(rhythm: Rhythm, timeZone: string, taken: Taken, now: Instant): Slot {
  const today = dayOf(now, timeZone)
  const first = firstDay(taken, timeZone)
  for (let day = first > today ? first : today; ; day = addDays(day, 1)) {
    const slot = slotOf(rhythm, day, timeZone)
    if (slot && isAfter(slot.at, now)) return slot
  }
}

const firstDay = ({ since_at, last_slot_on }: Taken, timeZone: string): Day =>
  last_slot_on === null ? dayOf(since_at, timeZone) : addDays(last_slot_on, 1)

const isAfter = (a: Instant, b: Instant): boolean =>
  Temporal.Instant.compare(Temporal.Instant.from(a), Temporal.Instant.from(b)) > 0
