import type { z } from 'zod'
import type { forecastCategory, pipeline, stage } from '../../../../src/domains/pipelines/schema.ts'
import type { StageMeaning } from './stage-meaning.ts'

export type Pipeline = z.infer<typeof pipeline>
export type Stage = z.infer<typeof stage>
export type Category = z.infer<typeof forecastCategory>
export const categories = [
  'pipeline',
  'best_case',
  'commit',
  'closed',
  'omitted',
] as const satisfies readonly Category[]

/** A stage being edited; `key` tells rows apart, `id` is there once it is stored. */
export type StageDraft = StageMeaning & {
  key: string
  id?: string
  version?: number
  name: string
  forecast_category: Category
}

export const draftOf = ({ id, version, name, kind, probability_ratio, forecast_category }: Stage): StageDraft => ({
  key: id,
  id,
  ...(version === null ? {} : { version }),
  name,
  kind,
  probability_ratio,
  forecast_category,
})

const ends = { won: 'closed', lost: 'omitted' } as const

/** Won counts as closed, lost not at all; an open stage that counted so goes back to the pipeline. */
export function withFittingCategory(draft: StageDraft): StageDraft {
  if (draft.kind !== 'open') return { ...draft, forecast_category: ends[draft.kind] }
  return draft.forecast_category === 'closed' ? { ...draft, forecast_category: 'pipeline' } : draft
}

/** A new open stage goes before the won and lost ones. */
export function withNewStage(stages: readonly StageDraft[], key: string): StageDraft[] {
  const isEnd = (stage: StageDraft): boolean => stage.kind !== 'open'
  const firstEnd = stages.findIndex(isEnd)
  const place = firstEnd < 0 ? stages.length : firstEnd
  const before = stages[place - 1]?.probability_ratio ?? 0.1
  const fresh: StageDraft = { key, name: '', kind: 'open', probability_ratio: before, forecast_category: 'pipeline' }
  return [...stages.slice(0, place), fresh, ...stages.slice(place)]
}

type UsualName = 'qualification' | 'needs' | 'proposal' | 'negotiation' | 'won' | 'lost'

/** What a sales team usually begins with, in the reader's words. */
export function usualStages(nameOf: (key: `pipelines.usual.${UsualName}`) => string): StageDraft[] {
  const stages: [UsualName, StageMeaning['kind'], number, Category][] = [
    ['qualification', 'open', 0.1, 'pipeline'],
    ['needs', 'open', 0.25, 'pipeline'],
    ['proposal', 'open', 0.5, 'best_case'],
    ['negotiation', 'open', 0.75, 'commit'],
    ['won', 'won', 1, 'closed'],
    ['lost', 'lost', 0, 'omitted'],
  ]
  return stages.map(([key, kind, probability_ratio, forecast_category]) => ({
    key,
    name: nameOf(`pipelines.usual.${key}`),
    kind,
    probability_ratio,
    forecast_category,
  }))
}
