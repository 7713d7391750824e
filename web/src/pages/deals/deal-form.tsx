import { Button, NumberInput, Select, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { write, type Input } from '../../api.ts'
import type { Deal } from '../../../../src/domains/deals/schema.ts'
import { useT } from '../../i18n.tsx'
import { DayInput } from '../../kit/day-input.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { toMajor, toMinor } from '../../kit/filter-field.ts'
import { ApiProblem } from '../../problem.ts'
import { useSession } from '../../shell/session.tsx'
import classes from '../pages.module.css'
import { changesIn, type Draft } from './deal-draft.ts'
import { DealConflict } from './deal-conflict.tsx'
import { useChoices } from './use-choices.ts'

const categories = ['pipeline', 'best_case', 'commit', 'omitted'] as const

type Props = { deal: Deal; onSaved: (deal: Deal) => void; onCancel: () => void }

/** The fields of a deal that a person may change. Saved against the version that was opened. */
export function DealForm({ deal, onSaved, onCancel }: Props) {
  const t = useT()
  const { workspace } = useSession()
  const { people, stages, products } = useChoices()
  const [draft, setDraft] = useState<Draft>(deal)
  const [base, setBase] = useState(deal)
  const [error, setError] = useState<unknown>(null)
  const [isSaving, setIsSaving] = useState(false)
  const set = (patch: Partial<Draft>): void => setDraft((was) => ({ ...was, ...patch }))
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setIsSaving(true)
    setError(null)
    try {
      const input = { ...changesIn(draft, base), id: deal.id, version: base.version ?? undefined }
      onSaved(await write(workspace.slug, 'deals.update', input as Input<'deals.update'>))
    } catch (thrown) {
      setError(thrown)
    } finally {
      setIsSaving(false)
    }
  }
  const isConflict = error instanceof ApiProblem && error.code === 'conflict'
  const category = categories.map((value) => ({ value, label: t(`deals.category.${value}`) }))
  const choose = { searchable: true, clearable: true } as const
  return (
    <form onSubmit={(event) => void save(event)}>
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
          suffix={` ${deal.currency}`}
          thousandSeparator=" "
          value={draft.amount_minor == null ? '' : toMajor(draft.amount_minor, deal.currency)}
          onChange={(value) => set({ amount_minor: value === '' ? null : toMinor(Number(value), deal.currency) })}
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
        <TextInput
          label={t('deals.field.loss_reason')}
          value={draft.loss_reason ?? ''}
          onChange={(event) => set({ loss_reason: event.currentTarget.value || null })}
        />
      </div>
      {isConflict && (
        <DealConflict
          base={base}
          onReload={(now) => {
            // What was typed here stays; all else takes its present value.
            setDraft({ ...now, ...changesIn(draft, base) })
            setBase(now)
            setError(null)
          }}
        />
      )}
      {error !== null && !isConflict && <ErrorState error={error} kept={t('deals.kept')} />}
      <div className={classes.formEnd}>
        <Button type="submit" loading={isSaving} disabled={Object.keys(changesIn(draft, base)).length === 0}>
          {t('deals.save')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('deals.cancel')}
        </Button>
      </div>
    </form>
  )
}

function Labelled({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <span aria-hidden style={{ fontWeight: 500, fontSize: 13 }}>
        {label}
      </span>
      {children}
    </div>
  )
}
