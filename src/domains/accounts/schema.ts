import { z } from 'zod'
import { attributes, id, line, name, recordBase } from '../../base/schemas.ts'

const accountFields = {
  name,
  external_id: line(200).nullable().optional(),
  parent_id: id.nullable().optional(),
  owner_id: id.nullable().optional(),
  attributes: attributes.nullable().optional(),
}
export const accountEditable = z.object(accountFields)
export const account = z.object({
  ...recordBase,
  ...accountFields,
  parent_name: z.string().nullable(),
  owner_name: z.string().nullable(),
})
export type Account = z.infer<typeof account>

const contactFields = {
  name,
  external_id: line(200).nullable().optional(),
  account_id: id.nullable().optional(),
  owner_id: id.nullable().optional(),
  email: line(320).nullable().optional(),
  phone: line(60).nullable().optional(),
  title: line(200).nullable().optional(),
}
export const contactEditable = z.object(contactFields)
export const contact = z.object({
  ...recordBase,
  ...contactFields,
  account_name: z.string().nullable(),
  owner_name: z.string().nullable(),
})
export type Contact = z.infer<typeof contact>
