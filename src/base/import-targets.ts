/**
 * What each kind of file can fill. The names are the ones of the fields they end in; `attributes.<key>` (accounts) is
 * a custom field. `at` is the moment of an event; a target in `_on` takes a day, in `_at` a moment.
 */
export const importTargets = {
  deals: [
    'external_id',
    'name',
    'account',
    'contact',
    'owner',
    'product',
    'pipeline',
    'stage',
    'status',
    'amount',
    'currency',
    'close_on',
    'created_on',
    'closed_on',
    'closed_at',
    'next_step',
    'loss_reason',
    'source',
    'forecast_category',
  ],
  accounts: ['external_id', 'name', 'parent', 'owner'],
  products: ['code', 'name', 'family', 'list_price', 'currency'],
  people: ['external_id', 'name', 'first_name', 'last_name', 'email', 'manager', 'team', 'office', 'title'],
  contacts: ['external_id', 'name', 'first_name', 'last_name', 'email', 'phone', 'account', 'title', 'owner'],
  activities: [
    'external_id',
    'deal',
    'account',
    'contact',
    'owner',
    'kind',
    'subject',
    'body',
    'happened_at',
    'due_on',
    'is_done',
  ],
  deal_history_fields: ['external_id', 'field', 'old_value', 'new_value', 'at', 'who'],
  deal_history_stages: [
    'external_id',
    'name',
    'account',
    'stage_event',
    'lifecycle',
    'at',
    'who',
    'owner',
    'amount',
    'currency',
    'close_on',
    'created_at',
  ],
  currency_rates: ['date', 'currency', 'rate'],
} as const satisfies Record<string, readonly string[]>

export type ImportKind = keyof typeof importTargets
export const importKinds = Object.keys(importTargets) as ImportKind[]
export const customPrefix = 'attributes.'
