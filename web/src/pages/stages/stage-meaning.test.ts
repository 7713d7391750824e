import { expect, test } from 'vitest'
import { draftOf, usualStages, withFittingCategory, withNewStage, type Stage } from './pipeline-draft.ts'
import { moved, withKind } from './stage-meaning.ts'

const stage = (name: string): Stage =>
  ({ id: name, version: 3, name, kind: 'open', probability_ratio: 0.5, forecast_category: 'commit' }) as Stage

test('the third of A, B, C moved up gives A, C, B', () => {
  expect(moved(['A', 'B', 'C'], 2, -1)).toEqual(['A', 'C', 'B'])
})

test('a stage made won is certain, one made lost has no chance', () => {
  expect(withKind(stage('A'), 'won').probability_ratio).toBe(1)
  expect(withKind(stage('A'), 'lost').probability_ratio).toBe(0)
})

test('won counts as closed, lost not at all; open again, it counts as pipeline and not as closed', () => {
  const draft = draftOf(stage('A'))
  const won = withFittingCategory(withKind(draft, 'won'))
  expect(won.forecast_category).toBe('closed')
  expect(withFittingCategory(withKind(draft, 'lost')).forecast_category).toBe('omitted')
  expect(withFittingCategory(withKind(won, 'open')).forecast_category).toBe('pipeline')
  expect(withFittingCategory(draft).forecast_category).toBe('commit')
})

test('a new stage comes after the last open one, before the ends, with its chance', () => {
  const stages = withNewStage(
    usualStages((key) => key),
    'new',
  )
  expect(stages.map(({ key }) => key)).toEqual([
    'qualification',
    'needs',
    'proposal',
    'negotiation',
    'new',
    'won',
    'lost',
  ])
  expect(stages[4]).toMatchObject({ name: '', probability_ratio: 0.75 })
})
