import { periodContaining } from '../../base/calendar.ts'
import { AppError } from '../../base/errors.ts'
import type { WorkspaceSettings } from '../../platform/access.ts'
import { defineEntity } from '../../platform/history/entity.ts'
import type { Values } from '../../platform/history/recorder.ts'
import { metricUnit } from '../metrics/index.ts'
import type { TargetMetric } from './schema.ts'

export const targetEntity = defineEntity({
  name: 'target',
  isVersioned: true,
  ownerField: 'person_id',
  isSharedWithoutOwner: true,
  fields: {
    person_id: { type: 'uuid', references: 'person' },
    team_id: { type: 'uuid', references: 'team' },
    metric: { type: 'text' },
    granularity: { type: 'text' },
    starts_on: { type: 'date' },
    value: { type: 'bigint' },
    currency: { type: 'text' },
  },
})
export const targetShape = {
  entity: targetEntity,
  searchIn: ['person_name', 'team_name'],
  defaultSort: 'starts_on',
}

/**
 * A whole target from what was given and what is stored: somebody's or everybody's, from a first day on, with a currency
 * where it is money. @throws AppError invalid_input
 */
export function completeTarget(settings: WorkspaceSettings, given: Values, stored: Values | null): Values {
  const whole: Values = { ...stored, ...passedOn(given) }
  if (whole.person_id != null && whole.team_id != null) throw new AppError('invalid_input', 'target_of_two')
  const starts = String(whole.starts_on)
  const first = periodContaining(starts, whole.granularity as 'month', settings).from
  if (first !== starts) throw new AppError('invalid_input', 'target_period', { starts_on: starts, first_on: first })
  const isMoney = unitOf(whole.metric as TargetMetric) === 'money'
  return { ...passedOn(given), currency: isMoney ? (whole.currency ?? settings.currency) : null }
}

/** Given to a team it is no longer a person's, and the other way round. */
function passedOn(given: Values): Values {
  if (given.team_id != null && given.person_id === undefined) return { ...given, person_id: null }
  if (given.person_id != null && given.team_id === undefined) return { ...given, team_id: null }
  return given
}

export const unitOf = (metric: TargetMetric): 'money' | 'count' => (metricUnit(metric) === 'money' ? 'money' : 'count')
