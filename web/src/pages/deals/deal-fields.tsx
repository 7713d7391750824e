import { NumberInput, Select, TextInput } from '@mantine/core'
import { useT } from '../../i18n.tsx'
import { DayInput } from '../../kit/day-input.tsx'
import { toMajor, toMinor } from '../../kit/filter-field.ts'
import classes from '../pages.module.css'
import type { Draft } from './deal-draft.ts'
import { useChoices } from './use-choices.ts'

const categories = ['pipeline', 'best_case', 'commit', 'omitted'] as const

type Props = { draft: Draft; currency: string; set: (patch: Partial<Draft>) => void }

/** What a person says of a deal, the same when it is new and when it is changed. */
export function DealFields({ draft, currency, set }: Props) {
  const t = useT()
  const { people, stages, stageRows, products } = useChoices()
  const isLost = stageRows.find(({ id }) => id === draft.stage_id)?.kind === 'lost'
  const category = categories.map((value) => ({ value, label: t(`deals.category.${value}`) }))
  const choose = { searchable: true, clearable: true } as const
  return (
    <div className={classes.form}>
      <TextInput
        required
        label={t('deals.field.name')}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Select
        label={t('deals.field.stage_id')}
        data={stages}
        allowDeselect={false}
        value={draft.stage_id}
        onChange={(stage_id) => stage_id !== null && set({ stage_id })}
      />
      <NumberInput
        label={t('deals.field.amount_minor')}
        suffix={` ${currency}`}
        thousandSeparator=" "
        value={draft.amount_minor == null ? '' : toMajor(draft.amount_minor, currency)}
        onChange={(value) => set({ amount_minor: value === '' ? null : toMinor(Number(value), currency) })}
      />
      <Labelled label={t('deals.field.close_on')}>
        <DayInput
          label={t('deals.field.close_on')}
          value={draft.close_on ?? null}
          onChange={(close_on) => set({ close_on })}
        />
      </Labelled>
      <Select
        {...choose}
        label={t('deals.field.owner_id')}
        data={people}
        value={draft.owner_id ?? null}
        onChange={(owner_id) => set({ owner_id })}
      />
      <Select
        {...choose}
        label={t('deals.field.product_id')}
        data={products}
        value={draft.product_id ?? null}
        onChange={(product_id) => set({ product_id })}
      />
      <Select
        clearable
        label={t('deals.field.forecast_category')}
        placeholder={t('deals.category.by_stage')}
        data={category}
        value={draft.forecast_category ?? null}
        onChange={(value) => set({ forecast_category: categories.find((known) => known === value) ?? null })}
      />
      <TextInput
        label={t('deals.field.next_step')}
        value={draft.next_step ?? ''}
        onChange={(event) => set({ next_step: event.currentTarget.value || null })}
      />
      <Labelled label={t('deals.field.next_step_on')}>
        <DayInput
          label={t('deals.field.next_step_on')}
          value={draft.next_step_on ?? null}
          onChange={(next_step_on) => set({ next_step_on })}
        />
      </Labelled>
      <TextInput
        label={t('deals.field.source')}
        value={draft.source ?? ''}
        onChange={(event) => set({ source: event.currentTarget.value || null })}
      />
      {(isLost || draft.loss_reason) && (
        <TextInput
          label={t('deals.field.loss_reason')}
          value={draft.loss_reason ?? ''}
          onChange={(event) => set({ loss_reason: event.currentTarget.value || null })}
        />
      )}
    </div>
  )
}

function Labelled({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <span aria-hidden style={{ fontWeight: 600, fontSize: 13 }}>
        {label}
      </span>
      {children}
    </div>
  )
}
