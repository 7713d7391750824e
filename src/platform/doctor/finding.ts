/** What is looked at, in the order it is told. */
export const doctorChecks = [
  'node',
  'locale',
  'disk',
  'secrets',
  'server',
  'postgres',
  'settings',
  'walls',
  'migrations',
  'clock',
  'zones',
  'encoding',
  'jobs',
  'backups',
] as const
export type DoctorCheck = (typeof doctorChecks)[number]

/**
 * `warning`: works, and should be mended; `bad`: does not work or is not safe. Sentences are in the catalogue under
 * `doctor.<check>.<reason>` and `….mend`; `found` is what was seen, for the good ones too.
 */
export type Finding = {
  check: DoctorCheck
  state: 'good' | 'warning' | 'bad'
  reason: string
  found: string
}

export const good = (check: DoctorCheck, found: string): Finding => ({ check, state: 'good', reason: 'good', found })
export const warning = (check: DoctorCheck, reason: string, found: string): Finding => ({
  check,
  state: 'warning',
  reason,
  found,
})
export const bad = (check: DoctorCheck, reason: string, found: string): Finding => ({
  check,
  state: 'bad',
  reason,
  found,
})
