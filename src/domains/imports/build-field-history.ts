import { foldName } from '../../base/fold-name.ts'
import type { Values } from '../../platform/history/recorder.ts'
import { dealEntity } from '../deals/index.ts'
import { stagedEvent } from './build-history.ts'
import type { RowValues } from './row-values.ts'
import type { StagedRow } from './staging.ts'
import { categoryOf } from './words.ts'
import type { World } from './world.ts'

export type DealBeginning = { id: string; began_at: string; pipeline_name: string; currency: string }

/** What vendors and people call the fields of a deal whose changes are told. */
const fieldNames: Record<string, readonly string[]> = {
  stage_id: ['stage', 'stagename', 'dealstage', 'stageid', 'етап', 'стадія'],
  amount_minor: ['amount', 'value', 'сума', 'вартість'],
  close_on: ['closedate', 'closeon', 'expectedclosedate', 'датазакриття'],
  owner_id: ['owner', 'ownerid', 'hubspotownerid', 'відповідальний', 'власник'],
  account_id: ['account', 'accountid', 'orgid', 'company', 'компанія', 'клієнт'],
  name: ['name', 'dealname', 'title', 'назва'],
  next_step: ['nextstep', 'hsnextstep', 'наступнийкрок'],
  forecast_category: ['forecastcategory', 'forecastcategoryname', 'hsmanualforecastcategory', 'категоріяпрогнозу'],
}
const fieldOf = (name: string): string | null => {
  const folded = foldName(name)
  return Object.keys(fieldNames).find((field) => fieldNames[field]?.includes(folded)) ?? null
}

/**
 * A log of field changes of known deals: deal, field, old value, new value, when. Before the first change of a
 * field the old value held, so it is set at the deal's beginning.
 */
export class FieldHistory {
  readonly #first = new Map<string, { at: string; row: StagedRow }>()
  readonly #world: World
  readonly #beginnings: ReadonlyMap<string, DealBeginning>

  constructor(world: World, beginnings: ReadonlyMap<string, DealBeginning>) {
    this.#world = world
    this.#beginnings = beginnings
  }

  async rows(values: RowValues): Promise<StagedRow[]> {
    const deal = values.required('external_id')
    const fieldText = values.required('field')
    const at = values.instant('at')
    if (at === null && values.problems.length === 0) values.refuse('at', null, 'missing', { target: 'at' })
    if (deal === null || fieldText === null || at === null) return []
    const field = fieldOf(fieldText)
    const beginning = this.#beginnings.get(deal)
    if (!beginning) values.refuse('external_id', deal, 'unknown_reference', { target: 'deal' })
    if (!field) values.refuse('field', fieldText, 'unknown_field', { known: Object.keys(fieldNames) })
    if (!field || !beginning) return []
    const patch = await this.#patch(values, field, 'new_value', at, beginning)
    const old = await this.#patch(values, field, 'old_value', at, beginning)
    if (values.problems.length > 0) return []
    if (Date.parse(at) > Date.parse(beginning.began_at)) {
      this.#remember(`${deal} ${field}`, at, stagedEvent(values, dealEntity, deal, beginning.began_at, null, old))
    }
    return [stagedEvent(values, dealEntity, deal, at, null, { ...patch, history_known: true })]
  }

  /** What held before the first change of each field, once the whole file was read. */
  oldest(): StagedRow[] {
    return [...this.#first.values()].map(({ row }) => row)
  }

  #remember(key: string, at: string, row: StagedRow): void {
    const first = this.#first.get(key)
    if (!first || Date.parse(at) < Date.parse(first.at)) this.#first.set(key, { at, row })
  }

  async #patch(
    values: RowValues,
    field: string,
    target: 'new_value' | 'old_value',
    at: string,
    deal: DealBeginning,
  ): Promise<Values> {
    const text = values.text(target)
    if (field === 'stage_id') return this.#stagePatch(values, text, target, at, deal)
    if (field === 'amount_minor') return { amount_minor: values.money(target, deal.currency), amount_estimated: false }
    if (field === 'close_on') return { close_on: values.day(target) }
    if (field === 'owner_id') return { owner_id: text === null ? null : this.#world.people.findOrCreate(text) }
    if (field === 'account_id') return { account_id: text === null ? null : this.#world.accounts.findOrCreate(text) }
    if (field === 'forecast_category') return { forecast_category: text === null ? null : categoryOf(text) }
    if (field === 'name' && text === null) return {}
    return { [field]: text }
  }

  /** A stage of the deal's own pipeline, or else of the one that the import names. */
  async #stagePatch(
    values: RowValues,
    text: string | null,
    target: string,
    at: string,
    deal: DealBeginning,
  ): Promise<Values> {
    if (text === null) return {}
    const stage = this.#world.stageOf(text, deal.pipeline_name) ?? this.#world.stageOf(text)
    if (!stage) {
      values.refuse(target, text, 'unknown_reference', { target: 'stage' })
      return {}
    }
    const day = this.#world.dayOf(at)
    const closing =
      stage.kind === 'open'
        ? { closed_on: null, close_rate: null }
        : { closed_on: day, close_rate: await this.#world.closeRateOf(deal.currency, day) }
    return { stage_id: stage.id, pipeline_id: stage.pipelineId, status: stage.kind, ...closing }
  }
}
