import type { ForecastResult, ForecastRun, WindowForecast } from '../../../../src/domains/forecasts/schema.ts'
import { useFormat, useOptionalT, useT } from '../../i18n.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Panel } from '../../kit/page-header.tsx'
import classes from '../pages.module.css'
import { AgainstTarget } from '../targets/against-target.tsx'
import { lastDay, methodName } from './forecast-words.ts'

type Props = { window: WindowForecast; currency: string; run: ForecastRun; result: ForecastResult }

/** The number, its range, what it is made of, and why it is this method's. */
export function ForecastHeadline({ window, currency, run, result }: Props) {
  const t = useT()
  const optional = useOptionalT()
  const format = useFormat()
  const { headline } = window
  const said = headline.method === null ? undefined : window.forecasts[headline.method]
  const money = (minor: number): string => format.moneyWhole(minor, currency)
  if (headline.method === null || said?.kind !== 'forecast') {
    return <EmptyState title={t('forecast.cannot')}>{t('forecast.reason.no_forecast')}</EmptyState>
  }
  const { interval_80: likely, interval_95: wide } = said
  const isOver = run.as_of_on >= lastDay(window.to)
  const reason =
    optional(`forecast.reason.${headline.reason}`, {
      method: t(`forecast.method.${methodName(headline.method)}`),
      count: headline.compared_origin_count,
      days: window.history_days,
    }) ?? headline.reason
  return (
    <Panel>
      <div className={classes.headline}>
        <span className={classes.small}>
          {t('forecast.will_be_won', { from: format.day(window.from), to: format.day(lastDay(window.to)) })}
        </span>
        <output className={classes.big}>{money(said.value_minor)}</output>
        <AgainstTarget granularity={window.granularity} from={window.from} forecastMinor={said.value_minor} />
        <span className={classes.muted}>
          {likely && !isOver && t('forecast.range_80', { low: money(likely.low), high: money(likely.high) })}
          {likely && wide && !isOver && ' · '}
          {wide && !isOver && t('forecast.range_95', { low: money(wide.low), high: money(wide.high) })}
          {isOver && t('forecast.over')}
          {!likely && !isOver && t('forecast.no_range')}
        </span>
      </div>
      <Parts parts={said.parts} currency={currency} />
      <p className={classes.sentence} style={{ marginTop: 12 }}>
        {reason}
      </p>
      <Notes window={window} result={result} />
    </Panel>
  )
}

type PartsProps = {
  parts: { won_minor: number; open_minor: number; new_minor: number; unsplit_minor: number }
  currency: string
}

function Parts({ parts, currency }: PartsProps) {
  const t = useT()
  const format = useFormat()
  const all = [
    ['won', parts.won_minor],
    ['open', parts.open_minor],
    ['new', parts.new_minor],
    ['unsplit', parts.unsplit_minor],
  ] as const
  const shown = all.filter(([part, minor]) => minor !== 0 || (part !== 'unsplit' && parts.unsplit_minor === 0))
  const sum = shown.reduce((total, [, minor]) => total + Math.max(0, minor), 0)
  return (
    <>
      <div className={classes.parts} aria-hidden>
        {shown.map(([part, minor]) => (
          <span key={part} data-part={part} style={{ width: `${sum === 0 ? 0 : (Math.max(0, minor) / sum) * 100}%` }} />
        ))}
      </div>
      <dl className={classes.legend}>
        {shown.map(([part, minor]) => (
          <div key={part}>
            <dt>{t(`forecast.part.${part}`)}</dt>
            <dd>{format.moneyWhole(minor, currency)}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

/** Half of the deals without a past is where it starts to matter. */
const manyShare = 0.5

function Notes({ window, result }: { window: WindowForecast; result: ForecastResult }) {
  const t = useT()
  const format = useFormat()
  const share = result.deal_count === 0 ? 0 : result.without_history_count / result.deal_count
  const notes = [
    window.history_days < 330 ? t('forecast.little_history', { days: window.history_days }) : null,
    share >= manyShare
      ? t('forecast.without_history', {
          count: format.number(result.without_history_count),
          all: format.number(result.deal_count),
        })
      : null,
  ].filter((note) => note !== null)
  if (notes.length === 0) return null
  return (
    <ul className={classes.marks} style={{ marginTop: 8 }}>
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  )
}
