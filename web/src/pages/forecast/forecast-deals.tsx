import type { WindowForecast } from '../../../../src/domains/forecasts/schema.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import type { DataColumn } from '../../kit/table-column.ts'
import { RecordLink } from '../record-link.tsx'
import { useGo } from '../use-address.ts'

type Contribution = WindowForecast['contributions'][number]
type Props = { window: WindowForecast; currency: string }

/** The open deals that the open part is made of. */
export function ForecastDeals({ window, currency }: Props) {
  const t = useT()
  const go = useGo()
  const columns = useColumns(currency)
  return (
    <DataTable
      id="forecast-deals"
      label={t('forecast.deals')}
      columns={columns}
      source={{ kind: 'rows', rows: window.contributions }}
      rowId={(deal) => deal.deal_id}
      onOpen={(deal) => go(`/deals/${deal.deal_id}`)}
      toolbar={<strong>{t('forecast.deals')}</strong>}
      summary={
        window.contributions.length > 0
          ? t('forecast.deals_largest', { count: window.contributions.length })
          : undefined
      }
      empty={<p style={{ padding: 16 }}>{t('forecast.deals_none')}</p>}
    />
  )
}

function useColumns(currency: string): DataColumn<Contribution>[] {
  const t = useT()
  const format = useFormat()
  return [
    {
      id: 'name',
      label: t('forecast.deal'),
      type: 'text',
      width: 180,
      sortBy: (deal) => deal.name,
      isSortable: true,
      cell: (deal) => (
        <RecordLink noun="deals" id={deal.deal_id}>
          {deal.name}
        </RecordLink>
      ),
    },
    {
      id: 'probability_ratio',
      label: t('forecast.probability'),
      type: 'ratio',
      sortBy: (deal) => deal.probability_ratio,
      isSortable: true,
      cell: (deal) => format.percent(deal.probability_ratio),
    },
    {
      id: 'expected_minor',
      label: t('forecast.expected'),
      type: 'money',
      width: 130,
      sortBy: (deal) => deal.expected_minor,
      isSortable: true,
      cell: (deal) => format.moneyWhole(deal.expected_minor, currency),
    },
  ]
}
