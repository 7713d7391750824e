import { Button, MultiSelect, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useT } from '../i18n.tsx'
import { DayInput } from './day-input.tsx'
import {
  operatorKey,
  operatorsOf,
  takesValue,
  toMajor,
  toMinor,
  type FilterCondition,
  type FilterField,
  type FilterOperator,
} from './filter-field.ts'

type Props = {
  field: FilterField
  condition?: FilterCondition
  onApply: (condition: FilterCondition) => void
}
type Value = FilterCondition['value']

/** One condition being written: how it compares and with what. */
export function FilterEditor({ field, condition, onApply }: Props) {
  const t = useT()
  const choices = operatorsOf(field)
  const [op, setOp] = useState<FilterOperator>(condition?.op ?? choices[0] ?? 'eq')
  const [value, setValue] = useState<Value>(condition?.value ?? (field.type === 'flag' ? true : undefined))
  const isEmpty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  const apply = (event: FormEvent): void => {
    event.preventDefault()
    event.stopPropagation()
    onApply(takesValue(op) ? { field: field.id, op, value } : { field: field.id, op })
  }
  return (
    <form onSubmit={apply}>
      <Stack gap={8} w={260}>
        {choices.length > 1 && (
          <Select
            aria-label={t('filter.how', { field: field.label })}
            data={choices.map((choice) => ({ value: choice, label: t(operatorKey[choice]) }))}
            value={op}
            allowDeselect={false}
            onChange={(next) => next && setOp(next)}
            comboboxProps={{ withinPortal: false }}
          />
        )}
        {takesValue(op) && <ValueInput field={field} value={value} onChange={setValue} />}
        <Button type="submit" disabled={takesValue(op) && isEmpty}>
          {t('filter.apply')}
        </Button>
      </Stack>
    </form>
  )
}

type ValueProps = { field: FilterField; value: Value; onChange: (value: Value) => void }

function ValueInput({ field, value, onChange }: ValueProps) {
  const t = useT()
  const label = field.label
  if (field.type === 'choice') {
    return (
      <MultiSelect
        aria-label={label}
        data={[...field.options]}
        value={Array.isArray(value) ? value.map(String) : []}
        onChange={onChange}
        searchable
        data-autofocus
        placeholder={t('filter.choose')}
        nothingFoundMessage={t('filter.nothing')}
        comboboxProps={{ withinPortal: false }}
        maxDropdownHeight={220}
      />
    )
  }
  if (field.type === 'flag') {
    return (
      <Select
        aria-label={label}
        data={[
          { value: 'true', label: t('filter.yes') },
          { value: 'false', label: t('filter.no') },
        ]}
        value={String(value)}
        allowDeselect={false}
        onChange={(next) => onChange(next === 'true')}
        comboboxProps={{ withinPortal: false }}
      />
    )
  }
  if (field.type === 'day') {
    return (
      <DayInput
        label={label}
        value={typeof value === 'string' ? value : null}
        onChange={(day) => onChange(day ?? undefined)}
      />
    )
  }
  if (field.type === 'text') {
    return (
      <TextInput
        aria-label={label}
        data-autofocus
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  return <AmountInput field={field} value={typeof value === 'number' ? value : undefined} onChange={onChange} />
}

type AmountProps = {
  field: Extract<FilterField, { type: 'number' | 'money' }> | FilterField
  value: number | undefined
  onChange: (value: Value) => void
}

function AmountInput({ field, value, onChange }: AmountProps) {
  const currency = field.type === 'money' ? field.currency : null
  const shown = value === undefined ? '' : currency === null ? value : toMajor(value, currency)
  const take = (next: string | number): void => {
    if (next === '') return onChange(undefined)
    onChange(currency === null ? Number(next) : toMinor(Number(next), currency))
  }
  return (
    <NumberInput
      aria-label={field.label}
      data-autofocus
      hideControls
      thousandSeparator=" "
      suffix={currency === null ? '' : ` ${currency}`}
      value={shown}
      onChange={take}
    />
  )
}
