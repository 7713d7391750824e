import { createHash } from 'node:crypto'
import { foldName } from '../../base/fold-name.ts'
import type { Entity } from '../../platform/history/entity.ts'
import type { Values } from '../../platform/history/recorder.ts'
import { accountEntity, contactEntity } from '../accounts/index.ts'
import { activityEntity } from '../activities/index.ts'
import { currencyRateEntity, productEntity } from '../catalogue/index.ts'
import { membershipEntity, personEntity, teamEntity } from '../people/index.ts'
import type { References } from './references.ts'
import type { RowValues } from './row-values.ts'
import type { ImportKind } from './schema.ts'
import type { StagedRow } from './staging.ts'
import { sinceEver, type World } from './world.ts'

/** Turns one row of a file into what it says of records; null after problems were noted on the row. */
export type RowBuilder = (values: RowValues, world: World) => StagedRow[]

const state = (values: RowValues, entity: Entity, recordId: string, patch: Values, validAt: string): StagedRow => ({
  row: values.row,
  entity,
  recordId,
  externalId: null,
  isEvent: false,
  validAt,
  birthAt: sinceEver,
  birth: null,
  patch,
  also: null,
})

/** The columns of the file that map straight to a text field; an empty cell empties the field. */
export function mappedTexts(values: RowValues, has: (target: string) => boolean, targets: readonly string[]): Values {
  return Object.fromEntries(targets.filter(has).map((target) => [target, values.text(target)]))
}

/** The id of what a cell refers to: found, created if allowed, or the row is refused. */
export function reference(values: RowValues, references: References, target: string, world: World): string | null {
  const text = values.text(target)
  if (text === null) return null
  const found = references.find(text)
  if (found !== null) return found
  if (world.options.allow_create && foldName(text) !== '') return references.create(text, {})
  values.refuse(target, text, 'unknown_reference', { target })
  return null
}

/** The record a row is about: by external id, else by name; a new one otherwise. */
function ownRecord(values: RowValues, references: References, name: string, key = 'external_id'): string {
  const externalId = values.text(key)
  return (
    (externalId === null ? null : references.find(externalId)) ?? references.find(name) ?? references.create(name, {})
  )
}

/** The name, put together where the file keeps first and last names apart. */
function fullName(values: RowValues): string | null {
  const parts = [values.text('first_name'), values.text('last_name')].filter((part) => part !== null)
  return values.text('name') ?? (parts.length > 0 ? parts.join(' ') : values.required('name'))
}

type Builders = Partial<Record<ImportKind, (has: (target: string) => boolean) => RowBuilder>>

/** Files about things that have no history of their own in the file. */
export const recordBuilders: Builders = {
  accounts: (has) => (values, world) => {
    const name = values.required('name')
    if (name === null) return []
    const patch: Values = { name, ...mappedTexts(values, has, ['external_id']) }
    if (has('parent')) patch.parent_id = reference(values, world.accounts, 'parent', world)
    if (has('owner')) patch.owner_id = reference(values, world.people, 'owner', world)
    const attributes = values.attributes()
    if (attributes) patch.attributes = attributes
    return [state(values, accountEntity, ownRecord(values, world.accounts, name), patch, world.now)]
  },
  contacts: (has) => (values, world) => {
    const name = fullName(values)
    if (name === null) return []
    const patch: Values = { name, ...mappedTexts(values, has, ['external_id', 'email', 'phone', 'title']) }
    if (has('account')) patch.account_id = reference(values, world.accounts, 'account', world)
    if (has('owner')) patch.owner_id = reference(values, world.people, 'owner', world)
    return [state(values, contactEntity, ownRecord(values, world.contacts, name), patch, world.now)]
  },
  products: (has) => (values, world) => {
    const name = values.required('name')
    if (name === null) return []
    const currency = values.text('currency') ?? world.options.currency ?? world.settings.currency
    const patch: Values = { name, ...mappedTexts(values, has, ['family']) }
    if (has('code')) patch.external_id = values.text('code')
    if (has('list_price')) Object.assign(patch, { list_price_minor: values.money('list_price', currency), currency })
    return [state(values, productEntity, ownRecord(values, world.products, name, 'code'), patch, world.now)]
  },
  people: (has) => (values, world) => {
    const name = fullName(values)
    if (name === null) return []
    const personId = ownRecord(values, world.people, name)
    const patch: Values = { name, ...mappedTexts(values, has, ['external_id', 'email', 'title']) }
    const attributes = values.attributes()
    if (attributes) patch.attributes = attributes
    return [state(values, personEntity, personId, patch, world.now), ...membershipRows(values, world, personId)]
  },
  activities: (has) => (values, world) => {
    const subject = values.text('subject') ?? values.text('kind')
    const at = values.instant('happened_at')
    if (subject === null) return refused(values, 'subject')
    const dealRef = values.text('deal')
    const patch: Values = {
      subject,
      kind: activityKindOf(values.text('kind')),
      happened_at: at,
      ...mappedTexts(values, has, ['body']),
      is_done: values.boolean('is_done') ?? true,
      ...(has('due_on') && { due_on: values.day('due_on') }),
      ...(has('account') && { account_id: reference(values, world.accounts, 'account', world) }),
      ...(has('contact') && { contact_id: reference(values, world.contacts, 'contact', world) }),
      ...(has('owner') && { owner_id: reference(values, world.people, 'owner', world) }),
    }
    if (dealRef !== null) {
      const dealId = world.dealOf(dealRef)
      if (dealId === null) values.refuse('deal', dealRef, 'unknown_reference', { target: 'deal' })
      patch.deal_id = dealId
    }
    const key = values.text('external_id') ?? activityKey(patch)
    const row = state(values, activityEntity, '', { ...patch, external_id: key }, at ?? world.now)
    return [{ ...row, recordId: null, externalId: key, birthAt: at ?? world.now }]
  },
  currency_rates: () => (values, world) => {
    const [currency, day, rate] = [values.required('currency'), values.day('date'), values.decimal('rate')]
    const quote = world.options.quote ?? world.settings.currency
    if (currency === null || values.problems.length > 0) return []
    if (day === null || rate === null) return refused(values, day === null ? 'date' : 'rate')
    if (!/^[A-Z]{3}$/.test(currency)) return refused(values, 'currency')
    if (!(Number(rate) > 0)) return refused(values, 'rate')
    const row = state(
      values,
      currencyRateEntity,
      '',
      { currency, quote, rated_on: day, rate: Number(Number(rate).toFixed(rateDecimals)) },
      world.now,
    )
    return [{ ...row, recordId: null, externalId: `${currency}/${quote}/${day}` }]
  },
}

/** As many as the database keeps: a rate that comes back from it equals the file's. */
const rateDecimals = 10

const activityWords: Record<string, readonly string[]> = {
  call: ['call', 'phone', 'дзвінок', 'дзвонити'],
  email: ['email', 'mail', 'лист', 'пошта'],
  meeting: ['meeting', 'demo', 'visit', 'зустріч', 'візит', 'демо'],
  task: ['task', 'todo', 'завдання', 'задача'],
  note: ['note', 'comment', 'нотатка', 'примітка', 'коментар'],
}

function activityKindOf(text: string | null): string {
  const folded = foldName(text ?? '')
  return (
    Object.keys(activityWords).find((kind) => activityWords[kind]?.some((word) => folded.includes(word))) ?? 'event'
  )
}

/** A file without ids: activities that say the same are the same. */
const activityKey = (patch: Values): string =>
  `row:${createHash('sha256').update(JSON.stringify(patch)).digest('hex').slice(0, 32)}`

function refused(values: RowValues, target: string): [] {
  values.refuse(target, values.text(target), 'missing', { target })
  return []
}

/**
 * The team a person belongs to: the one named, else one named after the manager who leads it; an office (or any
 * wider group) is the team above it.
 */
function membershipRows(values: RowValues, world: World, personId: string): StagedRow[] {
  const rows: StagedRow[] = []
  const office = values.text('office')
  const manager = values.text('manager')
  const team = values.text('team') ?? manager ?? office
  if (team === null) return []
  const leadId = manager === null ? null : world.people.findOrCreate(manager)
  const parentId = office === null || office === team ? null : world.teams.findOrCreate(office)
  const isNew = world.teams.find(team) === null
  const teamId = world.teams.findOrCreate(team)
  if (isNew || leadId || parentId) {
    const patch: Values = { name: team, ...(leadId && { lead_id: leadId }), ...(parentId && { parent_id: parentId }) }
    rows.push(state(values, teamEntity, teamId, patch, world.now))
  }
  const membership = state(values, membershipEntity, '', { person_id: personId, team_id: teamId }, world.now)
  return [...rows, { ...membership, recordId: null, externalId: `${personId}/${teamId}` }]
}
