import { CloseButton } from '@mantine/core'
import { read } from '../../api.ts'
import type { DrillItem, MetricAnswer } from '../../../../src/domains/metrics/schema.ts'
import { useFormat, useLanguage, useT } from '../../i18n.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import type { DataColumn } from '../../kit/table-column.ts'
import { useSession } from '../../shell/session.tsx'
import classes from '../pages.module.css'
import { RecordLink } from '../record-link.tsx'
import { useGo } from '../use-address.ts'
import { useRead } from '../use-read.ts'
import { useRowName, writeOf } from './metric-words.ts'
import type { Metric } from './metric.ts'
import { inputOf, type Asked } from './use-question.ts'

type Props = {
  metric: Metric
  answer: MetricAnswer
  asked: Asked
  /** The row opened; null: the whole number. */
  keys: (string | null)[] | null
  onClose: () => void
}

/** The rows a number is made of; they add up to it. */
export function MetricDrill({ metric, answer, asked, keys, onClose }: Props) {
  const t = useT()
  const go = useGo()
  const format = useFormat()
  const { language } = useLanguage()
  const { workspace } = useSession()
  const nameRow = useRowName()
  const { compare: _unused, ...question } = inputOf(asked)
  const input = { ...question, ...(keys === null ? {} : { keys }), limit: 100 }
  const { data } = useRead('metrics.drill', input)
  const where = keys?.[0] ?? 'total'
  const row = keys === null ? null : (answer.rows.find((one) => one.keys[0] === keys[0]) ?? null)
  const name = row === null ? t('metrics.drill_total') : nameRow(answer, row, asked.granularity)
  const columns = useDrillColumns(metric, answer.currency)
  const write = writeOf(answer.unit, answer.currency, format)
  const sum = data?.sum
  return (
    <div key={where} ref={bringIntoView}>
      <DataTable
        id={`metric-drill-${metric.base}`}
        label={t('metrics.drill', { metric: metric.labels[language], name })}
        columns={columns}
        rowId={(item) => item.id}
        source={{
          kind: 'pages',
          key: [workspace.slug, 'metrics.drill', input],
          fetchPage: (cursor, signal) =>
            read(workspace.slug, 'metrics.drill', { ...input, ...(cursor === null ? {} : { cursor }) }, signal),
        }}
        onOpen={(item) => item.deal_id !== null && go(`/deals/${item.deal_id}`)}
        toolbar={<strong>{t('metrics.drill', { metric: metric.labels[language], name })}</strong>}
        summary={
          <span className={classes.row}>
            {sum &&
              t('metrics.drill_sum', {
                count: sum.count,
                shown: format.number(sum.count),
                value: sum.too_few
                  ? t('stat.too_few', { n: sum.count })
                  : sum.value === null
                    ? '–'
                    : write.full(sum.value),
              })}
            <CloseButton size="sm" aria-label={t('metrics.drill_close')} onClick={onClose} />
          </span>
        }
        empty={<p style={{ padding: 16 }}>{t('metrics.drill_none')}</p>}
      />
    </div>
  )
}

const bringIntoView = (place: HTMLDivElement | null): void => place?.scrollIntoView({ block: 'nearest' })

function useDrillColumns(metric: Metric, currency: string): DataColumn<DrillItem>[] {
  const t = useT()
  const format = useFormat()
  const isMoney = metric.unit === 'money' || metric.unit === 'money_per_day' || metric.id.endsWith('_value')
  const part = (value: number | null): string =>
    value === null ? '–' : isMoney ? format.money(value, currency) : format.number(value, 2)
  const text = (id: 'account_name' | 'owner_name' | 'stage_name', label: string): DataColumn<DrillItem> => ({
    id,
    label,
    type: 'text',
    width: 145,
    cell: (item) => item[id] ?? '–',
  })
  return [
    {
      id: 'name',
      label: t('deals.field.name'),
      type: 'text',
      width: 240,
      cell: (item) =>
        item.deal_id === null ? (
          (item.name ?? '–')
        ) : (
          <RecordLink noun="deals" id={item.deal_id}>
            {item.name ?? '–'}
          </RecordLink>
        ),
    },
    text('account_name', t('deals.field.account_id')),
    text('owner_name', t('deals.field.owner_id')),
    text('stage_name', t('deals.field.stage_id')),
    {
      id: 'on_day',
      label: t('metrics.on_day'),
      type: 'day',
      cell: (item) => (item.on_day === null ? '–' : format.day(item.on_day)),
    },
    {
      id: 'amount_minor',
      label: t('deals.field.amount_minor'),
      type: 'money',
      width: 120,
      cell: (item) =>
        item.amount_minor === null
          ? '–'
          : `${item.is_estimated ? '≈ ' : ''}${format.moneyWhole(item.amount_minor, item.currency ?? currency)}`,
    },
    { id: 'numerator', label: t('metrics.adds'), type: 'money', width: 110, cell: (item) => part(item.numerator) },
    ...(metric.additivity === 'ratio'
      ? [
          {
            id: 'denominator',
            label: t('metrics.adds_below'),
            type: 'money' as const,
            width: 150,
            cell: (item: DrillItem) => part(item.denominator),
          },
        ]
      : []),
  ]
}
