import type { Chance } from './chance.ts'
import type { Deal } from './deals.ts'
import type { Span } from './span.ts'

export type Activity = {
  id: string
  kind: string
  subject: string
  deal: Deal
  /** When it happened; null: still to do. */
  day: number | null
  time: string
  dueOn: number | null
  isDone: boolean
}

const subjects: Readonly<Record<string, readonly string[]>> = {
  Дзвінок: ['Перший дзвінок', 'Уточнення потреби', 'Дзвінок щодо кошторису', 'Нагадування про договір'],
  Лист: ['Надіслано пропозицію', 'Відповідь на запитання', 'Надіслано проєкт договору', 'Лист із прикладами об’єктів'],
  Зустріч: ['Обстеження об’єкта', 'Презентація рішення', 'Зустріч із фінансовим директором', 'Зустріч щодо договору'],
  Нотатка: ['Домовленості після розмови', 'Побажання щодо обладнання'],
}
const kinds = ['Дзвінок', 'Лист', 'Зустріч', 'Нотатка'] as const
const kindWeights = { Дзвінок: 42, Лист: 30, Зустріч: 18, Нотатка: 10 }
const tasks = [
  'Передзвонити',
  'Надіслати кошторис',
  'Підготувати договір',
  'Запланувати обстеження',
  'Нагадати про рахунок',
]

/** What sellers did for each deal while it lived, and what they still have to do. */
export function makeActivities(chance: Chance, span: Span, deals: readonly Deal[]): Activity[] {
  const activities: Activity[] = []
  const add = (given: Omit<Activity, 'id'>): void => {
    activities.push({ id: `А-${String(activities.length + 1).padStart(6, '0')}`, ...given })
  }
  for (const deal of deals) {
    const until = Math.min(deal.closedOn ?? span.last, deal.createdOn + 150)
    const count = 1 + chance.times(deal.status === 'lost' ? 2 : 3.2)
    const days = Array.from({ length: count }, () => span.workday(chance.whole(deal.createdOn, until)))
    for (const day of days.sort((a, b) => a - b)) {
      if (day > until) continue
      const kind = chance.weighted(kinds, (one) => kindWeights[one])
      const time = `${String(chance.whole(9, 17)).padStart(2, '0')}:${String(chance.whole(0, 11) * 5).padStart(2, '0')}`
      add({ kind, subject: chance.pick(subjects[kind] ?? []), deal, day, time, dueOn: null, isDone: true })
    }
    if (deal.status !== 'open' || !chance.happens(0.45)) continue
    const dueOn = span.workday(span.last + chance.whole(-6, 12))
    add({ kind: 'Завдання', subject: chance.pick(tasks), deal, day: null, time: '', dueOn, isDone: false })
  }
  return activities
}
