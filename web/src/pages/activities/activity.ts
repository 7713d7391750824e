import type { Output } from '../../api.ts'

export type Activity = Output<'activities.list'>['items'][number]
export type ActivityKind = Activity['kind']
export const activityKinds = ['call', 'email', 'meeting', 'note', 'task'] as const satisfies readonly ActivityKind[]

/** What an activity is about, when it is begun from a page. */
export type About = {
  deal?: { id: string; name: string; account_id?: string | null | undefined }
  account?: { id: string; name: string }
}
