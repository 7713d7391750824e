import { Button, Modal, Select } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { Deal } from '../../../../src/domains/deals/schema.ts'
import { write, type Input } from '../../api.ts'
import { useT } from '../../i18n.tsx'
import { DayInput } from '../../kit/day-input.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { FormEnd } from '../../kit/form-end.tsx'
import { useSession } from '../../shell/session.tsx'
import { useFieldWords } from '../field-words.ts'
import classes from '../pages.module.css'
import { UndoMessage } from '../undo-message.tsx'
import { useNames } from '../use-names.ts'
import { useChoices } from './use-choices.ts'

const fields = ['owner_id', 'stage_id', 'close_on', 'product_id'] as const
type Field = (typeof fields)[number]
/** As many as the server takes at once. */
export const bulkLimit = 200

type Props = { deals: readonly Deal[]; onDone: () => void; onCancel: () => void }

/** One field of many deals: chosen, looked at before it is done, done as a whole, and taken back as a whole. */
export function BulkChange({ deals, onDone, onCancel }: Props) {
  const t = useT()
  const [field, setField] = useState<Field>('owner_id')
  const [value, setValue] = useState<string | null>(null)
  const { save, isSaving, error } = useSaving(onDone)
  const changing = deals.filter((deal) => (deal[field] ?? null) !== value)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void save(changing, field, value)
  }
  return (
    <Modal
      opened
      onClose={onCancel}
      size="lg"
      title={t('bulk.title', { count: deals.length })}
      closeButtonProps={{ 'aria-label': t('record.cancel') }}
    >
      <form onSubmit={submit}>
        <div className={classes.form}>
          <Select
            label={t('bulk.field')}
            allowDeselect={false}
            data={fields.map((name) => ({ value: name, label: t(`deals.field.${name}`) }))}
            value={field}
            onChange={(next) => {
              setField(fields.find((known) => known === next) ?? 'owner_id')
              setValue(null)
            }}
          />
          <ValueInput field={field} value={value} onChange={setValue} />
        </div>
        <Preview deals={deals} field={field} value={value} />
        {error !== null && <ErrorState error={error} kept={t('bulk.none_changed')} />}
        <FormEnd
          submit={t('bulk.change', { count: changing.length })}
          isSaving={isSaving}
          isDisabled={changing.length === 0 || (field === 'stage_id' && value === null)}
          onCancel={onCancel}
        />
      </form>
    </Modal>
  )
}

type ValueProps = { field: Field; value: string | null; onChange: (value: string | null) => void }

function ValueInput({ field, value, onChange }: ValueProps) {
  const t = useT()
  const { people, stages, products } = useChoices()
  if (field === 'close_on')
    return (
      <div>
        <span className={classes.small}>{t('bulk.becomes')}</span>
        <DayInput label={t('bulk.becomes')} value={value} onChange={onChange} />
      </div>
    )
  const data = { owner_id: people, stage_id: stages, product_id: products }[field]
  return (
    <Select
      label={t('bulk.becomes')}
      placeholder={t('bulk.empty')}
      searchable
      clearable={field !== 'stage_id'}
      data={data}
      value={value}
      onChange={onChange}
    />
  )
}

/** What stands there now, most frequent first, and what it becomes. */
function Preview({ deals, field, value }: { deals: readonly Deal[]; field: Field; value: string | null }) {
  const t = useT()
  const counts = new Map<string | null, number>()
  for (const deal of deals) counts.set(deal[field] ?? null, (counts.get(deal[field] ?? null) ?? 0) + 1)
  const shown = [...counts].sort((a, b) => b[1] - a[1])
  const ids = [...shown.map(([was]) => was), value].filter((id) => id !== null)
  const names = useNames(field === 'close_on' ? {} : { [field]: ids })
  const words = useFieldWords(names, 'deals')
  const say = (of: string | null): string => (of === null ? t('bulk.empty') : words.value(field, of, ''))
  return (
    <ul className={classes.preview} aria-label={t('bulk.preview')}>
      {shown.slice(0, 8).map(([was, count]) => (
        <li key={was ?? ''}>
          <span data-numeric>{t('bulk.deals', { count })}</span>
          <span>{was === value ? t('bulk.stays', { value: say(was) }) : `${say(was)} → ${say(value)}`}</span>
        </li>
      ))}
      {shown.length > 8 && <li>{t('bulk.more', { count: shown.length - 8 })}</li>}
    </ul>
  )
}

function useSaving(onDone: () => void) {
  const t = useT()
  const client = useQueryClient()
  const { workspace } = useSession()
  const [isSaving, setIsSaving] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const send = async (items: Record<string, unknown>[]): Promise<readonly Deal[]> => {
    const after = await write(workspace.slug, 'deals.update_many', { items } as Input<'deals.update_many'>)
    await client.invalidateQueries({ queryKey: [workspace.slug] })
    return after.items
  }
  const save = async (deals: readonly Deal[], field: Field, value: string | null): Promise<void> => {
    setIsSaving(true)
    setError(null)
    try {
      const after = await send(deals.map(({ id, version }) => ({ id, version, [field]: value })))
      const was = new Map(deals.map((deal) => [deal.id, deal[field] ?? null]))
      const id = `bulk-${after[0]?.id}-${after[0]?.version}`
      const takeBack = (): void => {
        notifications.hide(id)
        void send(after.map((deal) => ({ id: deal.id, version: deal.version, [field]: was.get(deal.id) }))).catch(() =>
          notifications.show({ color: 'red', message: t('bulk.not_undone') }),
        )
      }
      notifications.show({
        id,
        message: <UndoMessage onUndo={takeBack}>{t('bulk.done', { count: after.length })}</UndoMessage>,
        autoClose: 15_000,
      })
      onDone()
    } catch (thrown) {
      setError(thrown)
    } finally {
      setIsSaving(false)
    }
  }
  return { save, isSaving, error }
}

/** The button above a table's selection. */
export function BulkButton({ count, onClick }: { count: number; onClick: () => void }) {
  const t = useT()
  return (
    <>
      <Button size="compact-sm" variant="default" disabled={count > bulkLimit} onClick={onClick}>
        {t('bulk.open')}
      </Button>
      {count > bulkLimit && <span className={classes.small}>{t('bulk.too_many', { limit: bulkLimit })}</span>}
    </>
  )
}
