import { attributeKeyOf } from '../../base/attribute-key.ts'
import { foldName } from '../../base/fold-name.ts'
import type { ColumnFormat, ColumnShape, Evidence, FileShape } from '../../base/file-shape.ts'
import type { ImportKind } from './schema.ts'
import { targetRules, usualStages, type Expected, type KnownSet, type TargetRule } from './target-names.ts'

/** Names that the workspace already has, in any spelling. */
export type KnownNames = Partial<Record<KnownSet, Iterable<string>>>
export type ProposedColumn = {
  column: number
  name: string
  /** A target of the kind, `attributes.<key>`, or null: left out. */
  target: string | null
  format: ColumnFormat
  /** 0–1; 0 where nothing is proposed. */
  confidence: number
  evidence: Evidence[]
}
export type Proposal = {
  kind: ImportKind
  kind_confidence: number
  /** Kinds that the columns would also allow, likeliest first, without the chosen one. */
  other_kinds: ImportKind[]
  columns: ProposedColumn[]
  options: {
    /** Only events that begin so are stages, the others are activities. Null: every event is a stage. */
    stage_prefix: string | null
    /** What a unit of the rated currency is counted in. */
    quote: string | null
    /** The currency that signs in the amounts name, when they name exactly one. */
    currency: string | null
  }
  evidence: Evidence[]
}

type FoldedKnown = Partial<Record<KnownSet, ReadonlySet<string>>>
type Match = { column: ColumnShape; rule: TargetRule; confidence: number; evidence: Evidence[] }

const round = (ratio: number): number => Math.round(Math.max(0, Math.min(1, ratio)) * 100) / 100
const isNumber = ({ format }: ColumnShape): boolean => format.type === 'integer' || format.type === 'decimal'
const isMoment = ({ format }: ColumnShape): boolean => format.type === 'date' || format.type === 'datetime'

function fitsType(column: ColumnShape, expected: Expected): boolean {
  switch (expected) {
    case 'number':
      return isNumber(column)
    case 'moment':
      return isMoment(column)
    case 'moment_at':
      return column.format.type === 'datetime'
    case 'day_on':
      return column.format.type === 'date'
    case 'boolean':
      return column.format.type === 'boolean' || column.sample_values.every((text) => /^[01]$/.test(text))
    case 'text':
      return column.format.type === 'text'
    default:
      return true
  }
}

const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)

/** What systems put before or after a field's own name: "Deal - Title", "hs_amount", "Region__c". */
const affixes = /^(?:deal|opportunity|opp|hs|crm|угода|угоди)|(?:c|id)$/
/** Names as vendors write them, folded once. */
const foldedRules = new Map<TargetRule, ReadonlySet<string>>()
function foldedNames(rule: TargetRule): ReadonlySet<string> {
  const known = foldedRules.get(rule)
  if (known) return known
  const names = new Set(rule.names.map(foldName))
  foldedRules.set(rule, names)
  return names
}

function byName(column: ColumnShape, rule: TargetRule): { confidence: number; evidence: Evidence[] } {
  const names = foldedNames(rule)
  const folded = foldName(column.name)
  const place = [...names].indexOf(folded)
  // Names are listed from the usual to the far-fetched: the place decides between two targets that share one.
  if (place >= 0)
    return { confidence: 0.95 - place * 0.001, evidence: [{ code: 'name_matches', params: { name: column.name } }] }
  const bare = folded.replace(affixes, '')
  if (bare.length > 2 && names.has(bare)) {
    return { confidence: 0.85, evidence: [{ code: 'name_matches_without_prefix', params: { name: column.name } }] }
  }
  const word =
    rule.words && fitsType(column, rule.expected)
      ? wordsOf(column.name).find((part) => rule.words?.includes(part))
      : undefined
  return word
    ? { confidence: 0.6, evidence: [{ code: 'name_has_word', params: { word } }] }
    : { confidence: 0, evidence: [] }
}

const shareIn = (column: ColumnShape, set: ReadonlySet<string>): { matched: number; share: number } => {
  const matched = column.sample_values.filter((text) => set.has(foldName(text))).length
  return { matched, share: column.sample_values.length === 0 ? 0 : matched / column.sample_values.length }
}

const outcomes = new Set([
  'open',
  'won',
  'lost',
  'deleted',
  'відкрита',
  'відкрито',
  'виграно',
  'виграна',
  'програно',
  'програна',
])
const statusNames = new Set(['status', 'dealstatus', 'статус', 'статусугоди', 'стан'])
const foldedStages: ReadonlySet<string> = new Set(usualStages.map(foldName))
const currencyCodes = new Set(Intl.supportedValuesOf('currency'))
const allMatch = (column: ColumnShape, test: (text: string) => boolean): boolean =>
  column.sample_values.length > 0 && column.sample_values.every(test)

/** What a column's values say for a target, when its name says nothing. */
function byValues(
  column: ColumnShape,
  rule: TargetRule,
  known: FoldedKnown,
): { confidence: number; evidence: Evidence[] } {
  const none = { confidence: 0, evidence: [] }
  if (column.format.type !== 'text') return none
  const set = rule.known ? known[rule.known] : undefined
  if (set && set.size > 0) {
    const { matched, share } = shareIn(column, set)
    const params = { known: rule.known ?? '', matched_count: matched, distinct_count: column.sample_values.length }
    if (share >= 0.5) return { confidence: 0.7 + 0.2 * share, evidence: [{ code: 'values_are_known', params }] }
  }
  const sample = column.sample_values.slice(0, 4)
  if (rule.target === 'stage' && column.distinct_count <= 40 && shareIn(column, foldedStages).share >= 0.5) {
    return { confidence: 0.7, evidence: [{ code: 'values_are_stages', params: { values: sample } }] }
  }
  if (rule.target === 'currency' && allMatch(column, (text) => currencyCodes.has(text))) {
    return { confidence: 0.8, evidence: [{ code: 'values_are_currencies', params: { values: sample } }] }
  }
  if (rule.target === 'email' && allMatch(column, (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text))) {
    return { confidence: 0.85, evidence: [{ code: 'values_are_emails', params: { values: sample.slice(0, 1) } }] }
  }
  return none
}

function matchOf(column: ColumnShape, rule: TargetRule, known: FoldedKnown): Match | null {
  const name = byName(column, rule)
  const values = byValues(column, rule, known)
  const evidence = [...name.evidence, ...values.evidence]
  let confidence = Math.max(name.confidence, values.confidence)
  if (name.confidence > 0 && values.confidence > 0) confidence = Math.min(0.99, confidence + 0.03)
  if (confidence === 0) return null
  const isOutcome = allMatch(column, (text) => outcomes.has(foldName(text)))
  if (rule.target === 'status' && !isOutcome) return null
  // A status of open, won and lost leaves the stage to another column; without one it is the stage (withStage).
  if (rule.target === 'stage' && isOutcome && statusNames.has(foldName(column.name))) return null
  if (column.format.type !== 'empty' && !fitsType(column, rule.expected)) {
    confidence *= 0.45
    evidence.push({ code: 'type_differs', params: { expected: rule.expected, found: column.format.type } })
  }
  if (column.is_ambiguous) evidence.push(...column.evidence.filter(({ code }) => code.endsWith('_ambiguous')))
  return confidence >= 0.4 ? { column, rule, confidence, evidence } : null
}

/** One column for a target, one target for a column, the surest pairs first. */
function assign(kind: ImportKind, shape: FileShape, known: FoldedKnown): Match[] {
  const matches = shape.columns
    .flatMap((column) => targetRules[kind].map((rule) => matchOf(column, rule, known)))
    .filter((match) => match !== null)
    .sort((a, b) => b.confidence - a.confidence)
  const chosen: Match[] = []
  for (const match of matches) {
    if (chosen.some(({ column, rule }) => column === match.column || rule.target === match.rule.target)) continue
    chosen.push(match)
  }
  if (kind === 'deals') return withStage(withId(chosen, shape))
  return kind === 'people' || kind === 'products' || kind === 'accounts' ? chosen.filter(isPlausible) : chosen
}

const isPlausible = ({ column, rule }: Match): boolean =>
  rule.target !== 'external_id' || column.is_unique || column.value_count === 0

/** A file that knows only open, won and lost has these for stages. */
function withStage(matches: Match[]): Match[] {
  const stage = targetRules.deals.find(({ target }) => target === 'stage')
  if (!stage || matches.some(({ rule }) => rule === stage)) return matches
  return matches.map((match) => (match.rule.target === 'status' ? { ...match, rule: stage } : match))
}

/** Without a column called so, the first unique one without spaces serves as the id of deals. */
function withId(matches: Match[], shape: FileShape): Match[] {
  const id = targetRules.deals.find(({ target }) => target === 'external_id')
  if (!id || matches.some(({ rule }) => rule === id)) return matches
  const taken = new Set(matches.map(({ column }) => column))
  const isIdLike = (column: ColumnShape): boolean =>
    column.is_unique &&
    ['text', 'integer'].includes(column.format.type) &&
    allMatch(column, (text) => /^\S{1,64}$/.test(text))
  const column = shape.columns.find((candidate) => !taken.has(candidate) && isIdLike(candidate))
  if (!column) return matches
  const evidence = [{ code: 'values_are_unique', params: { distinct_count: column.distinct_count } }]
  return [...matches, { column, rule: id, confidence: 0.5, evidence }]
}

/** What a kind must have: each line lists targets of which one is needed. */
const needed: Readonly<Record<ImportKind, readonly (readonly string[])[]>> = {
  deals: [
    ['stage', 'amount', 'close_on', 'pipeline'],
    ['external_id', 'name', 'account', 'owner'],
    ['stage', 'amount'],
  ],
  accounts: [['name']],
  products: [['name'], ['list_price', 'family', 'code']],
  people: [
    ['name', 'last_name'],
    ['manager', 'team', 'email', 'office', 'title'],
  ],
  contacts: [
    ['name', 'last_name', 'email'],
    ['account', 'phone', 'email'],
  ],
  activities: [
    ['subject', 'kind'],
    ['happened_at', 'due_on'],
  ],
  deal_history_fields: [['external_id'], ['field'], ['new_value'], ['at']],
  deal_history_stages: [['external_id'], ['stage_event'], ['at']],
  currency_rates: [['date'], ['currency'], ['rate']],
}
/** The column that must not repeat where a row is a thing, and must where a row is an event of a thing. */
const keyTarget: Partial<Record<ImportKind, string>> = {
  deals: 'external_id',
  accounts: 'name',
  products: 'name',
  people: 'name',
  deal_history_fields: 'external_id',
  deal_history_stages: 'external_id',
}

function keyFactor(kind: ImportKind, matches: readonly Match[]): number {
  const key = matches.find(({ rule }) => rule.target === keyTarget[kind])?.column
  if (!key || key.value_count < 2) return 1
  const distinctShare = key.distinct_count / key.value_count
  if (kind === 'deal_history_stages' || kind === 'deal_history_fields') return distinctShare > 0.98 ? 0.4 : 1
  return distinctShare < 0.9 ? 0.25 : 1
}

const kindInFileName: Partial<Record<ImportKind, RegExp>> = {
  deals: /deal|opportunit|pipeline|угод|воронк/i,
  accounts: /account|compan|organi[sz]ation|customer|client|компан|клієнт|контрагент/i,
  products: /product|price|item|товар|прайс|продукт/i,
  people: /team|people|users|sellers|staff|employee|команд|співробітник|працівник/i,
  contacts: /contact|контакт/i,
  activities: /activit|task|call|meeting|активн|завдан|дзвінк/i,
  currency_rates: /rate|fx|currenc|курс|валют/i,
}

function kindScore(kind: ImportKind, matches: readonly Match[], shape: FileShape, fileName: string): number {
  const targets = new Set(matches.map(({ rule }) => rule.target))
  if (!needed[kind].every((options) => options.some((target) => targets.has(target)))) return 0
  const weights = matches.reduce((sum, { rule, confidence }) => sum + rule.weight * confidence, 0)
  const explained = matches.length / Math.max(1, shape.columns.length)
  const hint = kindInFileName[kind]?.test(fileName) ? 1.5 : 0
  return (weights + 2 * explained + hint) * keyFactor(kind, matches)
}

function customColumns(shape: FileShape, matches: readonly Match[]): Map<ColumnShape, string> {
  const matched = new Set(matches.map(({ column }) => column))
  const keys = new Set<string>()
  const targets = new Map<ColumnShape, string>()
  for (const column of shape.columns) {
    if (matched.has(column) || column.format.type === 'empty') continue
    const key = attributeKeyOf(column.name, keys)
    keys.add(key)
    targets.set(column, `attributes.${key}`)
  }
  return targets
}

function proposedColumns(kind: ImportKind, shape: FileShape, matches: readonly Match[]): ProposedColumn[] {
  const custom = kind === 'accounts' ? customColumns(shape, matches) : new Map<ColumnShape, string>()
  return shape.columns.map((column) => {
    const base = { column: column.index, name: column.name, format: column.format }
    const match = matches.find((candidate) => candidate.column === column)
    if (match)
      return { ...base, target: match.rule.target, confidence: round(match.confidence), evidence: match.evidence }
    const target = custom.get(column)
    if (target) return { ...base, target, confidence: 0.6, evidence: [{ code: 'kept_as_custom_field', params: {} }] }
    return { ...base, target: null, confidence: 0, evidence: [{ code: 'no_target', params: {} }] }
  })
}

const prefixOf = (text: string): string | null => /^[\p{L}\p{N}]{1,10}[_:./-]/u.exec(text)?.[0] ?? null

/**
 * In a log that mixes kinds of events by a prefix (A_ application, O_ offer, W_ work), the stages of the deal are the
 * kind that every deal begins with.
 */
function stagePrefix(shape: FileShape, matches: readonly Match[]): { prefix: string; evidence: Evidence } | null {
  const at = (target: string): number => matches.find(({ rule }) => rule.target === target)?.column.index ?? -1
  const [event, deal] = [at('stage_event'), at('external_id')]
  const values = shape.columns[event]?.sample_values ?? []
  const prefixes = new Set(values.map(prefixOf))
  if (prefixes.has(null) || prefixes.size < 2 || prefixes.size > values.length / 2) return null
  const firstEvents = new Map<string, string>()
  for (const { cells } of shape.sample_rows) {
    const id = cells[deal] ?? ''
    if (!firstEvents.has(id)) firstEvents.set(id, cells[event] ?? '')
  }
  const beginnings = new Set([...firstEvents.values()].map(prefixOf))
  const [prefix] = beginnings
  if (beginnings.size !== 1 || !prefix) return null
  const params = { prefix, prefixes: [...prefixes].map(String), deal_count: firstEvents.size }
  return { prefix, evidence: { code: 'stage_prefix_begins_deals', params } }
}

/** "rate_uah", "курс UAH": the currency that the rates are counted in. */
const quoteIn = (name: string): string | null =>
  wordsOf(name)
    .map((word) => word.toUpperCase())
    .find((word) => currencyCodes.has(word)) ?? null

function optionsOf(
  kind: ImportKind,
  shape: FileShape,
  matches: readonly Match[],
): Pick<Proposal, 'options' | 'evidence'> {
  const prefix = kind === 'deal_history_stages' ? stagePrefix(shape, matches) : null
  const rate = kind === 'currency_rates' ? matches.find(({ rule }) => rule.target === 'rate')?.column.name : undefined
  const quote = rate ? quoteIn(rate) : null
  const money = matches.filter(({ rule }) => ['amount', 'list_price'].includes(rule.target))
  const signs = new Set(money.flatMap(({ column }) => column.currencies))
  const currency = signs.size === 1 ? ([...signs][0] ?? null) : null
  const evidence = prefix ? [prefix.evidence] : []
  if (quote) evidence.push({ code: 'quote_in_column_name', params: { quote, name: rate ?? '' } })
  return { options: { stage_prefix: prefix?.prefix ?? null, quote, currency }, evidence }
}

const fold = (known: KnownNames): FoldedKnown =>
  Object.fromEntries(
    Object.entries(known).map(([set, names]) => [
      set,
      new Set(Array.from(names, foldName).filter((name) => name !== '')),
    ]),
  )

/**
 * Where the columns go when the reader has said what the file holds.
 * @param known names the workspace has; a column of which half the sampled values are known is taken for that reference
 */
export function proposeColumns(
  kind: ImportKind,
  shape: FileShape,
  known: KnownNames,
): Omit<Proposal, 'kind_confidence' | 'other_kinds'> {
  const matches = assign(kind, shape, fold(known))
  return { kind, columns: proposedColumns(kind, shape, matches), ...optionsOf(kind, shape, matches) }
}

/**
 * What a file holds and where its columns go, from their names (English, Ukrainian, field names of known systems) and
 * their values (types, uniqueness, overlap with known names). Nothing is applied: the reader sees it and edits it.
 * @param fileName a hint between kinds that the columns leave open; '' when there is none
 * @returns kind_confidence 0 when no kind fits; the columns are then proposed as for deals
 * Cost: pure; about 2 ms for ten columns.
 */
export function proposeMapping(shape: FileShape, known: KnownNames, fileName: string): Proposal {
  const folded = fold(known)
  const scored = (Object.keys(targetRules) as ImportKind[])
    .map((kind) => ({ kind, score: kindScore(kind, assign(kind, shape, folded), shape, fileName) }))
    .sort((a, b) => b.score - a.score)
  const best = scored[0]?.score ?? 0
  const second = scored[1]?.score ?? 0
  const kind = best > 0 ? (scored[0]?.kind ?? 'deals') : 'deals'
  const kindConfidence = best === 0 ? 0 : round(Math.min(0.99, (1 - second / best / 2) * Math.min(1, best / 4)))
  const otherKinds = scored.filter(({ score }) => score > 0).map((candidate) => candidate.kind)
  return {
    ...proposeColumns(kind, shape, known),
    kind_confidence: kindConfidence,
    other_kinds: otherKinds.filter((other) => other !== kind),
  }
}
