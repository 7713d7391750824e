import { Checkbox, TextInput } from '@mantine/core'
import type { ImportKind } from '../../../../src/domains/imports/schema.ts'
import { useT } from '../../i18n.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { CurrencySelect } from '../setup/workspace-fields.tsx'
import { withOptions, type Draft } from './import-draft.ts'
import classes from './import.module.css'

type Props = { kind: ImportKind; draft: Draft; onChange: (draft: Draft) => void }

const withPipeline: readonly ImportKind[] = ['deals', 'deal_history_stages']
const withAmounts: readonly ImportKind[] = ['deals', 'products', 'deal_history_stages', 'deal_history_fields']

/** How the rows are taken; only what matters for this kind of file. */
export function OptionsPanel({ kind, draft, onChange }: Props) {
  const t = useT()
  const { options } = draft
  const set = (patch: Partial<Draft['options']>): void => onChange(withOptions(draft, patch))
  return (
    <Panel title={t('imports.options.title')}>
      <div className={classes.options}>
        <div className={classes.pair}>
          {withPipeline.includes(kind) && (
            <TextInput
              label={t('imports.options.pipeline')}
              value={options.pipeline_name}
              maxLength={200}
              onChange={(event) => set({ pipeline_name: event.currentTarget.value })}
            />
          )}
          {withAmounts.includes(kind) && (
            <CurrencySelect
              label={t('imports.options.currency')}
              description={t('imports.options.currency.hint')}
              value={options.currency}
              onChange={(currency) => set({ currency })}
            />
          )}
          {kind === 'currency_rates' && (
            <CurrencySelect
              label={t('imports.options.quote')}
              value={options.quote}
              onChange={(quote) => set({ quote })}
            />
          )}
          {kind === 'deal_history_stages' && (
            <TextInput
              label={t('imports.options.stage_prefix')}
              description={t('imports.options.stage_prefix.hint')}
              value={options.stage_prefix ?? ''}
              onChange={(event) =>
                set({ stage_prefix: event.currentTarget.value === '' ? null : event.currentTarget.value })
              }
            />
          )}
        </div>
        <Checkbox
          label={t('imports.options.allow_create')}
          description={t('imports.options.allow_create.hint')}
          checked={options.allow_create}
          onChange={(event) => set({ allow_create: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('imports.options.skip_bad_rows')}
          description={t('imports.options.skip_bad_rows.hint')}
          checked={options.skip_bad_rows}
          onChange={(event) => set({ skip_bad_rows: event.currentTarget.checked })}
        />
        {kind === 'deals' && (
          <Checkbox
            label={t('imports.options.estimate_amounts')}
            description={t('imports.options.estimate_amounts.hint')}
            checked={options.estimate_amounts}
            onChange={(event) => set({ estimate_amounts: event.currentTarget.checked })}
          />
        )}
        {kind === 'deal_history_stages' && (
          <Checkbox
            label={t('imports.options.events_as_activities')}
            checked={options.events_as_activities}
            onChange={(event) => set({ events_as_activities: event.currentTarget.checked })}
          />
        )}
      </div>
    </Panel>
  )
}
