import type { z } from 'zod'
import type { stageKind } from '../../../../src/domains/pipelines/schema.ts'

export type StageKind = z.infer<typeof stageKind>
export const stageKinds = ['open', 'won', 'lost'] as const satisfies readonly StageKind[]

/** What a stage means for every number, wherever it is said: in an import or in the settings. */
export type StageMeaning = { kind: StageKind; probability_ratio: number }

/** Moves one of a list a place up (-1) or down (1). */
export function moved<T>(list: readonly T[], place: number, by: -1 | 1): T[] {
  const next = [...list]
  const [one] = next.splice(place, 1)
  if (one !== undefined) next.splice(place + by, 0, one)
  return next
}

/** Won is certain, lost is not; an open stage keeps its chance. */
export const withKind = <S extends StageMeaning>(stage: S, kind: StageKind): S => ({
  ...stage,
  kind,
  probability_ratio: kind === 'won' ? 1 : kind === 'lost' ? 0 : Math.min(0.99, stage.probability_ratio),
})
