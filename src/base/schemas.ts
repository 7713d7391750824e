import { z } from 'zod'
import { attributeKeyPattern } from './attribute-key.ts'
import { isDay, isInstant, isTimeZone } from './calendar.ts'

/** The small schemas that every slice's schema is made of. */
export const id = z.uuid()
/** Years 1000 to 8999, so that periods before and after stay within four digits too. */
const isOfAnAge = (text: string): boolean => /^[1-8]/.test(text)
export const day = z.string().refine((text) => isDay(text) && isOfAnAge(text), { message: 'not a day (YYYY-MM-DD)' })
/** A day that an answer tells: a period before the year 1000 or after 8999 may follow from one that was asked for. */
export const toldDay = z.string().refine(isDay, { message: 'not a day (YYYY-MM-DD)' })
export const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?Z$/, { message: 'not an instant in UTC (…Z)' })
  .refine((text) => isInstant(text) && isOfAnAge(text), { message: 'no such instant' })
/** A day means its end in the workspace's time zone. */
export const asOf = z.union([day, instant])
export const currency = z.string().regex(/^[A-Z]{3}$/, { message: 'not an ISO 4217 code' })
export const timeZone = z.string().max(64).refine(isTimeZone, { message: 'not an IANA time zone' })
/** Whole minor units (kopiykas, cents); beyond ±10^15 is surely a mistake. */
export const minor = z.number().int().min(-1e15).max(1e15)
export const ratio = z.number().min(0).max(1)
/** Text as it stands in data, to be looked for or noted: anything but NUL, which PostgreSQL's texts cannot hold. */
export const plain = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !text.includes('\0') && text.isWellFormed(), { message: 'holds a NUL or half a character' })
/** Text without control characters that no person types (tab and line ends are kept). */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    // oxlint-disable-next-line no-control-regex -- these are the characters that are refused
    .refine((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text) && text.isWellFormed(), {
      message: 'holds a control character',
    })
export const name = line(300).refine((text) => text !== '', { message: 'is empty' })
export const version = z.number().int().min(1)
/** Custom fields: flat, keys from a closed alphabet. */
export const attributes = z
  .record(
    z.string().regex(new RegExp(`^${attributeKeyPattern}$`)),
    z.union([line(2000), z.number(), z.boolean(), z.null()]),
  )
  .refine((record) => Object.keys(record).length <= 200, { message: 'more than 200 attributes' })

/** What every stored record carries beside its own fields. `version` is null when read as of the past. */
export const recordBase = {
  id,
  version: version.nullable(),
  changed_at: z.string(),
  archived_at: z.string().nullable(),
}
