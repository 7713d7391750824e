export const targets = {
  'targets.target_is': 'Target {target}',
  'targets.short_of': '{gap} short',
  'targets.beyond': '{gap} beyond',
  'targets.of_target': 'Of target',
  'targets.quarter': 'Targets of the quarter',
  'targets.none':
    'No targets are set for this quarter. Administrators and operations set them through the command line or the API; pace and attainment stand here then.',
  'targets.reached_of': '{actual} of {target}',
  'targets.at_pace': 'pace {pace}',
  'targets.company': 'The company',
  'targets.pace_note': 'Day {gone} of {all}; the mark on each bar is today. Pace 100 % is as fast as the days pass.',
} as const
