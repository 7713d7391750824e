import { operators } from '../../platform/access.ts'
import { recordOperations } from '../../platform/records/operations.ts'
import { targetAttainment } from './attainment.ts'
import { completeTarget, targetEntity, targetShape } from './entity.ts'
import * as schema from './schema.ts'
import { setTargets } from './set-many.ts'

export { targetEntity }

const targets = recordOperations({
  noun: 'targets',
  words: { one: { en: 'a target', uk: 'ціль' }, many: { en: 'targets', uk: 'цілі' } },
  shape: targetShape,
  stored: schema.target,
  editable: schema.targetEditable,
  allowWrite: operators,
  complete: async ({ actor }, given, stored) => completeTarget(actor.settings, given, stored),
})

/** Every operation on targets. */
export const targetOperations = [...Object.values(targets), setTargets, targetAttainment] as const
