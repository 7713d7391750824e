import { Select } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useMemo } from 'react'
import { useFormat, useT } from '../../i18n.tsx'
import type { Format } from '../../format.ts'

export type WorkspaceValues = {
  name: string
  currency: string
  time_zone: string
  fiscal_year_start_month: number
  week_start: number
}

const usual = ['UAH', 'USD', 'EUR', 'PLN', 'GBP']

function currencyChoices(format: Format): { value: string; label: string }[] {
  const others = Intl.supportedValuesOf('currency').filter((code) => !usual.includes(code))
  return [...usual, ...others].map((code) => ({ value: code, label: `${code} · ${format.currencyName(code)}` }))
}

/** Zones by the name the server knows: browsers still say Europe/Kiev. */
function zoneChoices(current: string): string[] {
  const zones = Intl.supportedValuesOf('timeZone').map((zone) => (zone === 'Europe/Kiev' ? 'Europe/Kyiv' : zone))
  return [...new Set(['Europe/Kyiv', current, ...zones])].filter((zone) => zone !== '')
}

const monthChoices = (format: Format): { value: string; label: string }[] =>
  Array.from({ length: 12 }, (_, i) => ({
    value: String(i + 1),
    label: new Intl.DateTimeFormat(format.locale, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, i, 1)),
  }))

const dayChoices = (format: Format): { value: string; label: string }[] =>
  Array.from({ length: 7 }, (_, i) => ({ value: String(i + 1), label: format.weekday(i + 1) }))

export function CurrencySelect(props: {
  label: string
  description?: string
  value: string | null
  onChange: (currency: string) => void
  isDisabled?: boolean
}) {
  const t = useT()
  const format = useFormat()
  const choices = useMemo(() => currencyChoices(format), [format])
  return (
    <Select
      label={props.label}
      description={props.description}
      data={choices}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={props.value}
      onChange={(value) => value !== null && props.onChange(value)}
      searchable
      allowDeselect={false}
      disabled={props.isDisabled ?? false}
      placeholder={t('workspace.choose')}
      nothingFoundMessage={t('workspace.nothing_found')}
    />
  )
}

type Props<Values extends { workspace: WorkspaceValues }> = { form: UseFormReturnType<Values>; isDisabled?: boolean }

/** Currency, zone, fiscal year and week of a workspace: in set-up and in the settings. */
export function WorkspaceFields<Values extends { workspace: WorkspaceValues }>({
  form,
  isDisabled = false,
}: Props<Values>) {
  const t = useT()
  const format = useFormat()
  const values = form.values.workspace
  const set = (field: keyof WorkspaceValues) => (value: string | number) =>
    (form.setFieldValue as (path: string, value: unknown) => void)(`workspace.${field}`, value)
  const zones = useMemo(() => zoneChoices(values.time_zone), [values.time_zone])
  return (
    <>
      <CurrencySelect
        label={t('workspace.currency')}
        description={t('workspace.currency.hint')}
        value={values.currency}
        onChange={set('currency')}
        isDisabled={isDisabled}
      />
      <Select
        label={t('workspace.time_zone')}
        data={zones}
        value={values.time_zone}
        onChange={(zone) => zone !== null && set('time_zone')(zone)}
        searchable
        allowDeselect={false}
        disabled={isDisabled}
        nothingFoundMessage={t('workspace.nothing_found')}
      />
      <Select
        label={t('workspace.fiscal_year')}
        data={monthChoices(format)}
        value={String(values.fiscal_year_start_month)}
        onChange={(month) => month !== null && set('fiscal_year_start_month')(Number(month))}
        allowDeselect={false}
        disabled={isDisabled}
      />
      <Select
        label={t('workspace.week_start')}
        data={dayChoices(format)}
        value={String(values.week_start)}
        onChange={(day) => day !== null && set('week_start')(Number(day))}
        allowDeselect={false}
        disabled={isDisabled}
      />
    </>
  )
}
