import type { activities as en } from '../en/activities.ts'

export const activities: Record<keyof typeof en, string> = {
  'activities.title': 'Активності',
  'activities.note': 'Дзвінки, зустрічі, листи, нотатки й завдання, якими вони є зараз.',
  'activities.log': 'Записати активність',
  'activities.search': 'Шукати активності',
  'activities.kind': 'Вид',
  'activities.subject': 'Про що',
  'activities.when': 'Коли',
  'activities.due': 'Строк',
  'activities.until': 'до {day}',
  'activities.owner': 'Хто',
  'activities.body': 'Нотатки',
  'activities.deal': 'Угода',
  'activities.account': 'Компанія',
  'activities.done': 'Зроблено',
  'activities.done_of': 'Зроблено: {subject}',
  'activities.none': 'Активностей ще немає',
  'activities.none_text': 'Запишіть дзвінок чи зустріч тут або на сторінці угоди, чи перенесіть їх зі своєї CRM.',
  'activities.none_found': 'Жодна активність не підходить',
  'activities.none_here': 'Ще нічого. Натисніть L та Enter, щоб записати дзвінок.',
  'activities.all': 'Усі активності',
}
