import { z } from 'zod'
import { currency, day, line, minor, name, recordBase } from '../../base/schemas.ts'

const productFields = {
  name,
  external_id: line(200).nullable().optional(),
  family: line(200).nullable().optional(),
  /** Minor units of `currency`. */
  list_price_minor: minor.nullable().optional(),
  currency: currency.nullable().optional(),
}
export const productEditable = z.object(productFields)
export const product = z.object({ ...recordBase, ...productFields })

const rateFields = {
  currency,
  quote: currency,
  rated_on: day,
  /** Units of `quote` for one unit of `currency`, at most ten decimals, as text so that no digit is lost. */
  rate: z
    .union([z.string(), z.number()])
    .transform(String)
    .pipe(z.string().regex(/^\d{1,10}(\.\d{1,10})?$/)),
}
export const currencyRateEditable = z.object(rateFields)
export const currencyRate = z.object({ ...recordBase, ...rateFields })
