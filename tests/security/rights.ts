import type { Role } from '../../src/platform/access.ts'

/**
 * Who may do what, written down a second time and by hand: the routes must do what this table says, and a route that
 * is not in it fails the matrix. Widen a right here only when it was meant.
 */
export type Right = readonly Role[] | 'anyone' | 'signed_in'

const administrators: Right = ['administrator']
const operators: Right = ['administrator', 'operations']
const leaders: Right = ['administrator', 'operations', 'manager']
const editors: Right = ['administrator', 'operations', 'manager', 'seller']
const forecasters: Right = ['administrator', 'operations', 'manager', 'viewer']
const everyone: Right = ['administrator', 'operations', 'manager', 'seller', 'viewer']

const allWith = (right: Right, names: string): Record<string, Right> =>
  Object.fromEntries(names.split(' ').map((name) => [name, right]))

const recordsOf = (noun: string, writers: Right): Record<string, Right> => ({
  ...allWith(everyone, ['list', 'get', 'timeline', 'export'].map((verb) => `${noun}.${verb}`).join(' ')),
  ...allWith(writers, ['create', 'update', 'archive', 'restore'].map((verb) => `${noun}.${verb}`).join(' ')),
})

export const rights: Readonly<Record<string, Right>> = {
  ...allWith('anyone', 'setup.get setup.complete session.create session.get session.end'),
  ...allWith('anyone', 'invitations.accept password.reset users.reset_password'),
  ...allWith('anyone', 'health.live health.ready openapi.get'),
  // The operator's own key, or this machine itself: neither belongs to a workspace (tests/instruments.test.ts).
  ...allWith('anyone', 'metrics.scrape'),
  ...allWith('signed_in', 'password.change profile.update workspaces.create'),
  ...allWith('signed_in', 'sessions.list sessions.end sessions.end_others'),
  ...allWith(administrators, 'settings.update members.list members.update members.remove members.reset_password'),
  ...allWith(administrators, 'invitations.create invitations.list invitations.revoke'),
  ...allWith(administrators, 'sample.get sample.load sample.remove'),
  ...allWith(operators, 'audit.list audit.export audit.verify audit.get audit.latest'),
  ...allWith(operators, 'imports.create imports.list imports.export imports.update imports.get'),
  ...allWith(operators, 'imports.preview imports.apply imports.undo import_mappings.list files.create'),
  ...allWith(operators, 'people.change_team replica.get replica.rebuild'),
  ...allWith(leaders, 'jobs.cancel'),
  ...allWith(
    operators,
    'jobs.retry schedules.list schedules.set schedules.pause schedules.resume schedules.run backups.latest',
  ),
  ...allWith(forecasters, 'forecasts.create forecasts.list forecasts.get forecasts.latest'),
  ...allWith(everyone, 'settings.get jobs.list jobs.get jobs.events'),
  ...allWith(everyone, 'api_keys.create api_keys.list api_keys.revoke'),
  ...allWith(everyone, 'metrics.query metrics.drill metrics.list'),
  ...recordsOf('people', operators),
  ...recordsOf('teams', operators),
  ...recordsOf('memberships', operators),
  ...recordsOf('products', operators),
  ...recordsOf('currency_rates', operators),
  ...recordsOf('pipelines', operators),
  ...allWith(operators, 'pipelines.create_with_stages pipelines.update_with_stages'),
  ...recordsOf('stages', operators),
  ...recordsOf('targets', operators),
  ...allWith(operators, 'targets.set_many'),
  ...allWith(everyone, 'targets.attainment'),
  ...recordsOf('accounts', editors),
  ...recordsOf('contacts', editors),
  ...recordsOf('deals', editors),
  ...allWith(editors, 'deals.update_many'),
  ...allWith(everyone, 'deals.summary deals.attention'),
  ...recordsOf('activities', editors),
  ...allWith(everyone, 'views.list views.get views.create views.update views.archive views.restore'),
}

/** What an API key must be allowed for a call, by the same table: what sellers may write needs `write`, the rest `admin`. */
export function scopeFor(right: readonly Role[], isRead: boolean): 'read' | 'write' | 'admin' {
  if (isRead) return 'read'
  return right.includes('seller') ? 'write' : 'admin'
}
