import { useMemo } from 'react'
import type { WindowForecast } from '../../../../src/domains/forecasts/schema.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { FanChart, type FanPoint } from '../../kit/fan-chart.tsx'
import { Panel } from '../../kit/page-header.tsx'
import classes from '../pages.module.css'
import { methodName } from './forecast-words.ts'

type Props = { window: WindowForecast; currency: string }

/** What the headline's method would have said on past days, beside what came true. */
export function ForecastPast({ window, currency }: Props) {
  const t = useT()
  const format = useFormat()
  const method = window.headline.method
  const points = useMemo(() => (method === null ? [] : pointsOf(window, method, format.day)), [window, method, format])
  const score = window.scores.find((one) => one.method === method)
  if (method === null || points.length < 2 || score?.wape_ratio == null) {
    return (
      <Panel title={t('forecast.past')}>
        <p className={classes.sentence}>{t('forecast.past_none')}</p>
      </Panel>
    )
  }
  const bias = score.bias_ratio ?? 0
  const side = Math.abs(bias) < 0.01 ? 'level' : bias > 0 ? 'over' : 'under'
  const title = t(`forecast.past_title.${window.granularity}`, {
    error: format.percent(score.wape_ratio),
    count: score.origin_count,
  })
  const note = t(`forecast.past_bias.${side}`, {
    method: t(`forecast.method.${methodName(method)}`),
    bias: format.percent(Math.abs(bias)),
    coverage: score.coverage_80_ratio === null ? '–' : format.percent(score.coverage_80_ratio),
    n: score.coverage_80_count,
  })
  return (
    <Panel title={t('forecast.past')}>
      <FanChart
        title={title}
        note={note}
        points={points}
        categoryLabel={t('forecast.origin')}
        formatValue={(minor) => format.moneyWhole(minor, currency)}
        formatAxis={(minor) => format.moneyCompact(minor, currency)}
        height={300}
      />
    </Panel>
  )
}

function pointsOf(window: WindowForecast, method: string, day: (day: string) => string): FanPoint[] {
  return window.origins.flatMap((origin): FanPoint[] => {
    const said = origin.forecasts[method]
    if (!said) return []
    const range = said.interval_80
    return [
      {
        label: day(origin.origin_on),
        actual: origin.is_over ? origin.actual_minor : null,
        estimate: said.value_minor,
        range80: range ? [range.low, range.high] : null,
        range95: null,
      },
    ]
  })
}
