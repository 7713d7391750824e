import { expect, test } from 'vitest'
import { outcomeOf } from './words.ts'

test.each([
  ['Втрачено', 'lost'],
  ['Угоду програно', 'lost'],
  ['Не успішно', 'lost'],
  ['Неуспішна', 'lost'],
  ['Unsuccessful', 'lost'],
  ['Closed Lost', 'lost'],
  ['Виграна', 'won'],
  ['Успішно', 'won'],
  ['Successful', 'won'],
  ['Перемовини', 'open'],
] as const)('a stage called “%s” is %s', (name, outcome) => {
  expect(outcomeOf(name)).toBe(outcome)
})
