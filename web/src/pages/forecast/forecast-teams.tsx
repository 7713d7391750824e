import type { WindowForecast } from '../../../../src/domains/forecasts/schema.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import { useAttainment } from '../targets/use-attainment.ts'
import type { DataColumn } from '../../kit/table-column.ts'

type Team = WindowForecast['teams'][number]
type Props = { window: WindowForecast; currency: string }

/** The forecast by team, and how far each team's used to miss. */
export function ForecastTeams({ window, currency }: Props) {
  const t = useT()
  const format = useFormat()
  const attainment = useAttainment({ granularity: window.granularity, on: window.from })
  const shareOf = (team: Team): number | null => {
    const target = attainment?.rows.find(({ kind, id }) => kind === 'team' && id === team.team_id)?.target_value
    return target ? team.value_minor / target : null
  }
  const money = (minor: number): string => format.moneyWhole(minor, currency)
  const columns: DataColumn<Team>[] = [
    {
      id: 'name',
      label: t('forecast.team'),
      type: 'text',
      width: 130,
      sortBy: (team) => team.name,
      isSortable: true,
      cell: (team) => team.name ?? t('forecast.no_team'),
    },
    {
      id: 'value_minor',
      label: t('forecast.value'),
      type: 'money',
      width: 105,
      sortBy: (team) => team.value_minor,
      isSortable: true,
      cell: (team) => money(team.value_minor),
    },
    {
      id: 'won_minor',
      label: t('forecast.part.won'),
      type: 'money',
      width: 105,
      sortBy: (team) => team.parts.won_minor,
      isSortable: true,
      cell: (team) => money(team.parts.won_minor),
    },
    {
      id: 'of_target',
      label: t('targets.of_target'),
      type: 'ratio',
      width: 95,
      sortBy: shareOf,
      isSortable: true,
      cell: (team) => {
        const share = shareOf(team)
        return share === null ? '–' : format.percent(share)
      },
    },
    {
      id: 'wape_ratio',
      label: t('forecast.wape_short'),
      type: 'ratio',
      width: 105,
      sortBy: (team) => team.wape_ratio,
      isSortable: true,
      cell: (team) => (team.wape_ratio === null ? '–' : format.percent(team.wape_ratio)),
    },
    {
      id: 'bias_ratio',
      label: t('forecast.bias'),
      type: 'ratio',
      width: 85,
      sortBy: (team) => team.bias_ratio,
      isSortable: true,
      cell: (team) => (team.bias_ratio === null ? '–' : format.percentChange(team.bias_ratio)),
    },
  ]
  return (
    <DataTable
      id="forecast-teams"
      label={t('forecast.teams')}
      columns={columns}
      source={{ kind: 'rows', rows: window.teams }}
      rowId={(team) => team.team_id ?? 'none'}
      toolbar={<strong>{t('forecast.teams')}</strong>}
      empty={<p style={{ padding: 16 }}>{t('forecast.teams_none')}</p>}
    />
  )
}
