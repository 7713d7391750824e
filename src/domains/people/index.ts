import { operators } from '../../platform/access.ts'
import { defineEntity } from '../../platform/history/entity.ts'
import { recordOperations } from '../../platform/records/operations.ts'
import * as schema from './schema.ts'

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

export const people = recordOperations({
  noun: 'people',
  words: { one: { en: 'a person', uk: 'особу' }, many: { en: 'people', uk: 'люди' } },
  shape: { entity: personEntity, searchIn: ['name', 'email'], defaultSort: 'name' },
  stored: schema.person,
  editable: schema.personEditable,
  allowWrite: operators,
})
export const teams = recordOperations({
  noun: 'teams',
  words: { one: { en: 'a team', uk: 'команду' }, many: { en: 'teams', uk: 'команди' } },
  shape: { entity: teamEntity, searchIn: ['name'], defaultSort: 'name' },
  stored: schema.team,
  editable: schema.teamEditable,
  allowWrite: operators,
})
export const memberships = recordOperations({
  noun: 'memberships',
  words: {
    one: { en: 'a membership of a team', uk: 'участь у команді' },
    many: { en: 'memberships of teams', uk: 'участь у командах' },
  },
  shape: { entity: membershipEntity, searchIn: ['person_name', 'team_name'], defaultSort: 'person_name' },
  stored: schema.membership,
  editable: schema.membershipEditable,
  allowWrite: operators,
})
