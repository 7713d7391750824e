export const home = {
  'home.greeting': 'Вітаємо, {name}',
  'home.empty': 'Почніть зі своїх даних',
  'home.empty_text':
    'Перенесіть угоди зі своєї CRM або таблиці. Курс зберігає все їхнє минуле, рахує вигране й прогнозує, що буде далі.',
  'home.import': 'Імпортувати дані',
  'home.no_forecast': 'Прогнозу на цей день ще немає.',
  'home.to_forecast': 'Відкрити прогноз',
  'home.won_so_far': 'уже виграно {won} · {method}',
  'home.numbers': 'Цей квартал донині поруч із тими самими днями попереднього',
  'home.before': 'раніше: {value}',
  'home.changed': 'Що надійшло',
  'home.to_imports': 'Усі імпорти',
  'home.no_imports': 'Ще нічого не імпортовано.',
  'home.data_ends': 'Останню угоду у ваших даних закрито {day}.',
  'home.look_as_of': 'Подивитися станом на {day}',
} as const
