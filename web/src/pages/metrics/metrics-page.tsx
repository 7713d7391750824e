import type { MetricAnswer } from '../../../../src/domains/metrics/schema.ts'
import type { Format } from '../../format.ts'
import { useFormat, useLanguage, useT, type Translate } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Page, PageHeader, Panel, StatRow } from '../../kit/page-header.tsx'
import { PageSkeleton } from '../../kit/page-skeleton.tsx'
import { StatNumber } from '../../kit/stat-number.tsx'
import classes from '../pages.module.css'
import { PastHint } from '../past-hint.tsx'
import { textOfSearch, useAddress } from '../use-address.ts'
import { useRead } from '../use-read.ts'
import { lastDay } from '../forecast/forecast-words.ts'
import type { Metric } from './metric.ts'
import { MetricChart } from './metric-chart.tsx'
import { MetricControls } from './metric-controls.tsx'
import { MetricDrill } from './metric-drill.tsx'
import { MetricTable } from './metric-table.tsx'
import { useDimensionName, writeOf } from './metric-words.ts'
import { inputOf, useQuestion, type Asked } from './use-question.ts'

/** Any number, split any way, down to the rows it is made of. */
export function MetricsPage() {
  const t = useT()
  const { language } = useLanguage()
  const { asked, ask, setFilter } = useQuestion()
  const metrics = useRead('metrics.list', {})
  const answer = useRead('metrics.query', inputOf(asked))
  const metric = metrics.data?.items.find((one) => one.id === asked.metric) ?? null
  if (metrics.error)
    return (
      <Page>
        <ErrorState error={metrics.error} onRetry={() => void metrics.refetch()} />
      </Page>
    )
  if (!metrics.data) return <PageSkeleton />
  return (
    <Page>
      <PageHeader title={t('metrics.title')} note={metric?.question[language] ?? t('metrics.note')} />
      <MetricControls metrics={metrics.data.items} metric={metric} asked={asked} ask={ask} setFilter={setFilter} />
      {answer.error && <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />}
      {metric && answer.data && answer.data.metric === metric.id && !answer.error && (
        <Answer metric={metric} answer={answer.data} asked={asked} />
      )}
      {metric && <Definition metric={metric} />}
    </Page>
  )
}

type AnswerProps = { metric: Metric; answer: MetricAnswer; asked: Asked }

function Answer({ metric, answer, asked }: AnswerProps) {
  const t = useT()
  const nameOf = useDimensionName()
  const { search, change } = useAddress()
  const drill = typeof search['drill'] === 'string' ? search['drill'] : null
  const open = (key: string | null): void => change({ drill: key ?? noKey })
  const keys = drill === null || drill === totalKey ? null : [drill === noKey ? null : drill]
  return (
    <>
      <Total metric={metric} answer={answer} onDrill={() => change({ drill: totalKey })} />
      {answer.total.count === 0 && <PastHint />}
      {asked.by !== null && answer.rows.length > 0 && (
        <>
          <Panel title={nameOf(asked.by)}>
            <MetricChart metric={metric} answer={answer} asked={asked} onPick={open} />
            {answer.is_truncated && <p className={classes.small}>{t('metrics.truncated')}</p>}
          </Panel>
          <MetricTable metric={metric} answer={answer} asked={asked} onPick={open} />
        </>
      )}
      {drill !== null && textOfSearch(drill) !== null && (
        <MetricDrill
          metric={metric}
          answer={answer}
          asked={asked}
          keys={keys}
          onClose={() => change({ drill: null })}
        />
      )}
    </>
  )
}

/** In the address: rows behind the whole number, and behind the row of those that have no value. */
const totalKey = 'total'
const noKey = 'none'

type TotalProps = { metric: Metric; answer: MetricAnswer; onDrill: () => void }

function Total({ metric, answer, onDrill }: TotalProps) {
  const t = useT()
  const format = useFormat()
  const { language } = useLanguage()
  const { total } = answer
  const write = writeOf(answer.unit, answer.currency, format)
  const first = answer.periods[0]
  const last = answer.periods.at(-1)
  const period =
    metric.timing === 'moment' || !first || !last
      ? t('metrics.moment', { day: format.day(answer.as_of_on) })
      : t('metrics.stretch', { from: format.day(first.from), to: format.day(lastDay(last.to)) })
  const counts =
    answer.unit === 'ratio' && total.numerator !== null && total.denominator !== null
      ? t('metrics.counts', {
          part: write2(total.numerator, metric, answer),
          whole: write2(total.denominator, metric, answer),
        })
      : t('metrics.n', { count: total.count, shown: format.number(total.count) })
  function write2(value: number, of: Metric, { currency }: MetricAnswer): string {
    return of.id.endsWith('_value') ? format.moneyWhole(value, currency) : format.number(value)
  }
  return (
    <StatRow>
      <StatNumber
        label={metric.labels[language]}
        value={total.value === null ? null : write.full(total.value)}
        tooFew={total.too_few ? { n: total.count } : undefined}
        detail={`${counts} · ${period}`}
        change={changeOf(answer, metric, format, t)}
        definition={{
          text: metric.definition[language],
          unit: t(`metrics.unit.${metric.unit}`),
          period,
          asOf: answer.as_of_on,
          seq: answer.seq,
          source: metric.source,
        }}
        onDrill={total.count > 0 ? onDrill : undefined}
      />
      <Caveats answer={answer} />
    </StatRow>
  )
}

/** How far it moved: a share by points, anything else by its own share. */
function changeOf({ total }: MetricAnswer, metric: Metric, format: Format, t: Translate) {
  const before = total.compare?.value
  if (before === null || before === undefined || total.value === null || total.too_few) return undefined
  if (before === 0 && metric.unit !== 'ratio') return undefined
  const moved = metric.unit === 'ratio' ? total.value - before : total.value / before - 1
  const isBetter = metric.better === 'neutral' || moved === 0 ? null : moved > 0 === (metric.better === 'up')
  const sign = moved > 0 ? '+' : moved < 0 ? '−' : ''
  const points = `${sign}${format.number(Math.abs(moved * 100), 1)}`
  return { text: metric.unit === 'ratio' ? t('metrics.points', { points }) : format.percentChange(moved), isBetter }
}

/** What the number leaves out or rests on. */
function Caveats({ answer }: { answer: MetricAnswer }) {
  const t = useT()
  const format = useFormat()
  const { total } = answer
  const caveats = [
    total.estimated_minor > 0
      ? t('metrics.estimated', { amount: format.moneyWhole(total.estimated_minor, answer.currency) })
      : null,
    total.without_amount_count > 0 ? t('metrics.without_amount', { count: total.without_amount_count }) : null,
    total.without_rate_count > 0 ? t('metrics.without_rate', { count: total.without_rate_count }) : null,
    total.without_history_count > 0 ? t('metrics.without_history', { count: total.without_history_count }) : null,
    total.immature_count > 0 ? t('metrics.immature', { count: total.immature_count }) : null,
  ].filter((caveat) => caveat !== null)
  if (caveats.length === 0) return null
  return (
    <div style={{ padding: '12px 16px' }}>
      <ul className={classes.marks} aria-label={t('metrics.caveats')}>
        {caveats.map((caveat) => (
          <li key={caveat}>{caveat}</li>
        ))}
      </ul>
    </div>
  )
}

function Definition({ metric }: { metric: Metric }) {
  const t = useT()
  const { language } = useLanguage()
  return (
    <Panel title={t('metrics.definition')}>
      <p className={classes.sentence}>{metric.definition[language]}</p>
      <p className={classes.sentence}>{metric.null_rule[language]}</p>
      <p className={classes.small}>
        {t('stat.source')}: {metric.source}
      </p>
    </Panel>
  )
}
