export const home = {
  'home.greeting': 'Good day, {name}',
  'home.empty': 'Start with your data',
  'home.empty_text':
    'Bring the deals from your CRM or spreadsheet. Kurs keeps their whole past, counts what was won and forecasts what will be.',
  'home.import': 'Import data',
  'home.no_forecast': 'There is no forecast as of this day yet.',
  'home.to_forecast': 'Open the forecast',
  'home.won_so_far': '{won} won so far · {method}',
  'home.numbers': 'This quarter so far, beside the same days of the quarter before',
  'home.before': 'before: {value}',
  'home.changed': 'What came in',
  'home.to_imports': 'All imports',
  'home.no_imports': 'Nothing was imported yet.',
  'home.data_ends': 'The last deal in your data was closed on {day}.',
  'home.look_as_of': 'Look as of {day}',
} as const
