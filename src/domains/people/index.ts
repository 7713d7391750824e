import { operators } from '../../platform/access.ts'
import { recordOperations } from '../../platform/records/operations.ts'
import { changeTeam } from './change-team.ts'
import { membershipEntity, personEntity, teamEntity } from './entities.ts'
import * as schema from './schema.ts'
import { assertNoCircle } from './team-circle.ts'

export { membershipEntity, personEntity, teamEntity }

const personRecords = recordOperations({
  noun: 'people',
  words: { one: { en: 'a person', uk: 'особу' }, many: { en: 'people', uk: 'люди' } },
  shape: { entity: personEntity, searchIn: ['name', 'email'], defaultSort: 'name' },
  stored: schema.person,
  editable: schema.personEditable,
  allowWrite: operators,
})
export const people = { ...personRecords, changeTeam }
export const teams = recordOperations({
  noun: 'teams',
  words: { one: { en: 'a team', uk: 'команду' }, many: { en: 'teams', uk: 'команди' } },
  shape: { entity: teamEntity, searchIn: ['name'], defaultSort: 'name' },
  stored: schema.team,
  editable: schema.teamEditable,
  allowWrite: operators,
  complete: async (context, given, stored) => {
    await assertNoCircle(context, stored?.id as string | undefined, given.parent_id as string | null | undefined)
    return given
  },
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
