import { defineEntity } from '../../platform/history/entity.ts'

export const personEntity = defineEntity({
  name: 'person',
  isVersioned: true,
  fields: {
    name: { type: 'text' },
    external_id: { type: 'text' },
    email: { type: 'text' },
    title: { type: 'text' },
    attributes: { type: 'jsonb' },
  },
})
export const teamEntity = defineEntity({
  name: 'team',
  isVersioned: true,
  fields: {
    name: { type: 'text' },
    external_id: { type: 'text' },
    parent_id: { type: 'uuid', references: 'team' },
    lead_id: { type: 'uuid', references: 'person' },
  },
})
export const membershipEntity = defineEntity({
  name: 'membership',
  isVersioned: true,
  fields: {
    person_id: { type: 'uuid', references: 'person' },
    team_id: { type: 'uuid', references: 'team' },
    from_on: { type: 'date' },
    to_on: { type: 'date' },
  },
})
