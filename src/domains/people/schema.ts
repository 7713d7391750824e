import { z } from 'zod'
import { attributes, day, id, line, name, recordBase } from '../../base/schemas.ts'

const personFields = {
  name,
  external_id: line(200).nullable().optional(),
  email: line(320).nullable().optional(),
  title: line(200).nullable().optional(),
  attributes: attributes.nullable().optional(),
}
/** A person appears in data (a seller, a manager); a user who may sign in is linked to one. */
export const personEditable = z.object(personFields)
export const person = z.object({ ...recordBase, ...personFields })
export type Person = z.infer<typeof person>

const teamFields = {
  name,
  external_id: line(200).nullable().optional(),
  parent_id: id.nullable().optional(),
  lead_id: id.nullable().optional(),
}
export const teamEditable = z.object(teamFields)
export const team = z.object({
  ...recordBase,
  ...teamFields,
  parent_name: z.string().nullable(),
  lead_name: z.string().nullable(),
})
export type Team = z.infer<typeof team>

const membershipFields = {
  person_id: id,
  team_id: id,
  /** First day; null: since ever. */
  from_on: day.nullable().optional(),
  /** First day no longer; null: until further notice. */
  to_on: day.nullable().optional(),
}
export const membershipEditable = z.object(membershipFields)
/** As it is kept, without the names of what it refers to. */
export const storedMembership = z.object({ ...recordBase, ...membershipFields })
export const membership = z.object({
  ...recordBase,
  ...membershipFields,
  person_name: z.string().nullable(),
  team_name: z.string().nullable(),
})
export type Membership = z.infer<typeof membership>
