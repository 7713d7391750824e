export const sample = {
  'sample.load': 'Look around in a sample company',
  'sample.title': 'The sample company “Сонячна Лінія”',
  'sample.text':
    'Everyone and everything here is invented: three years of a company that sells solar power, up to {day}. Remove it when you have seen enough; nothing of it stays.',
  'sample.stopped': 'Loading stopped after {done} of {steps} steps. What is loaded stays until you go on or remove it.',
  'sample.go_on': 'Go on loading',
  'sample.remove': 'Remove the sample',
  'sample.progress.load': 'Loading the sample company',
  'sample.progress.remove': 'Removing the sample company',
  'sample.making': 'Inventing the company',
  'sample.loading': 'Reading its files in',
  'sample.removing': 'Taking everything back',
} as const
