import { accountEntity, contactEntity } from '../accounts/index.ts'
import { activityEntity } from '../activities/index.ts'
import { currencyRateEntity, productEntity } from '../catalogue/index.ts'
import { dealEntity } from '../deals/index.ts'
import { membershipEntity, personEntity, teamEntity } from '../people/index.ts'
import { pipelineEntity, stageEntity } from '../pipelines/index.ts'
import type { Entity } from '../../platform/history/entity.ts'

/** Every entity an import may write, those referred to before those that refer. */
export const importedEntities: readonly Entity[] = [
  personEntity,
  teamEntity,
  membershipEntity,
  productEntity,
  accountEntity,
  contactEntity,
  pipelineEntity,
  stageEntity,
  dealEntity,
  activityEntity,
  currencyRateEntity,
]
