import { Button, Group } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useFormat, useLanguage, useT } from '../../i18n.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Page, PageHeader, Panel, StatRow } from '../../kit/page-header.tsx'
import { PageSkeleton } from '../../kit/page-skeleton.tsx'
import { StatNumber } from '../../kit/stat-number.tsx'
import { useSession } from '../../shell/session.tsx'
import { useAsOf } from '../../shell/use-as-of.ts'
import { lastDay, methodName } from '../forecast/forecast-words.ts'
import { writeOf } from '../metrics/metric-words.ts'
import { BackupAlarm } from '../backups/backup-alarm.tsx'
import classes from '../pages.module.css'
import { PastHint } from '../past-hint.tsx'
import { PageLink } from '../record-link.tsx'
import { SampleButton } from '../sample/sample-button.tsx'
import { AgainstTarget } from '../targets/against-target.tsx'
import { SampleNotice } from '../sample/sample-notice.tsx'
import { useGo } from '../use-address.ts'
import { useRead } from '../use-read.ts'
import { AttentionPanel } from './attention-panel.tsx'
import { ReachedPanel } from './reached-panel.tsx'
import { TasksPanel } from './tasks-panel.tsx'

/** The start: where we are heading, what is open, what came in. */
export function HomePage() {
  const t = useT()
  const go = useGo()
  const { user, role } = useSession()
  const some = useRead('deals.list', { limit: 1, archived: 'with' })
  if (some.error)
    return (
      <Page>
        <ErrorState error={some.error} onRetry={() => void some.refetch()} />
      </Page>
    )
  if (!some.data) return <PageSkeleton />
  if (some.data.items.length === 0) {
    return (
      <Page>
        <PageHeader title={t('nav.home')} />
        <BackupAlarm />
        <SampleNotice />
        <EmptyState
          icon={<IconFileImport size={20} />}
          title={t('home.empty')}
          action={
            <Group gap={8} justify="center">
              <Button onClick={() => go('/import')}>{t('home.import')}</Button>
              <SampleButton />
            </Group>
          }
        >
          {t('home.empty_text')}
        </EmptyState>
      </Page>
    )
  }
  return (
    <Page>
      <PageHeader title={t('home.greeting', { name: user.name })} note={<Today />} />
      <BackupAlarm />
      <SampleNotice />
      {role === 'seller' ? <SellersBrief /> : <LeadersBrief />}
      {(role === 'administrator' || role === 'operations') && <Imports />}
    </Page>
  )
}

/** A seller's morning: my deals, my tasks, how far I am. */
function SellersBrief() {
  return (
    <>
      <div className={classes.wide}>
        <AttentionPanel />
        <div className={classes.stack}>
          <TasksPanel />
          <ReachedPanel />
        </div>
      </div>
      <Numbers />
    </>
  )
}

/** Of those who answer for others: where it is heading against what was aimed at, then what needs somebody. */
function LeadersBrief() {
  return (
    <>
      <ForecastBrief />
      <Numbers />
      <div className={classes.wide}>
        <AttentionPanel />
        <div className={classes.stack}>
          <ReachedPanel />
          <TasksPanel />
        </div>
      </div>
    </>
  )
}

function Today() {
  const format = useFormat()
  const { asOf } = useAsOf()
  const { today } = useSession()
  return <>{format.day(asOf ?? today)}</>
}

function ForecastBrief() {
  const t = useT()
  const format = useFormat()
  const { asOf } = useAsOf()
  const { data } = useRead('forecasts.latest', asOf === null ? {} : { as_of: asOf })
  const result = data?.run?.result
  if (!data) return null
  return (
    <Panel title={t('forecast.title')} actions={<PageLink path="/forecast">{t('home.to_forecast')}</PageLink>}>
      {!result && <p className={classes.sentence}>{t('home.no_forecast')}</p>}
      <div className={classes.columns}>
        {result?.windows.map((window) => {
          const { method } = window.headline
          const said = method === null ? undefined : window.forecasts[method]
          if (method === null || said?.kind !== 'forecast') return null
          const money = (minor: number): string => format.moneyWhole(minor, result.currency)
          const likely = said.interval_80
          return (
            <div key={window.granularity} className={classes.headline}>
              <span className={classes.small}>
                {t('forecast.will_be_won', { from: format.day(window.from), to: format.day(lastDay(window.to)) })}
              </span>
              <output className={classes.big}>{money(said.value_minor)}</output>
              {likely && likely.low !== likely.high && (
                <span className={classes.muted}>
                  {t('forecast.range_80', { low: money(likely.low), high: money(likely.high) })}
                </span>
              )}
              <AgainstTarget granularity={window.granularity} from={window.from} forecastMinor={said.value_minor} />
              <span className={classes.small}>
                {t('home.won_so_far', {
                  won: money(window.won_minor),
                  method: t(`forecast.method.${methodName(method)}`),
                })}
              </span>
            </div>
          )
        })}
      </div>
    </Panel>
  )
}

const shown = ['open_pipeline', 'won_value', 'close_rate', 'sales_cycle_median'] as const

/** The quarter to date beside the quarter before. */
function Numbers() {
  const t = useT()
  return (
    <>
      <h2 className={classes.small} style={{ margin: 0 }}>
        {t('home.numbers')}
      </h2>
      <StatRow>
        {shown.map((metric) => (
          <MetricStat key={metric} metric={metric} />
        ))}
      </StatRow>
      <PastHint />
    </>
  )
}

function MetricStat({ metric }: { metric: (typeof shown)[number] }) {
  const t = useT()
  const go = useGo()
  const format = useFormat()
  const { language } = useLanguage()
  const { asOf } = useAsOf()
  const all = useRead('metrics.list', {})
  const { data } = useRead('metrics.query', {
    metric,
    period: { granularity: 'quarter', count: 1 },
    compare: 'previous_period',
    ...(asOf === null ? {} : { as_of: asOf }),
  })
  const description = all.data?.items.find((one) => one.id === metric)
  if (!data || !description) return <div style={{ height: 84 }} />
  const { total } = data
  const write = writeOf(data.unit, data.currency, format)
  const before = total.compare?.value
  return (
    <StatNumber
      label={description.labels[language]}
      value={total.value === null ? null : write.full(total.value)}
      tooFew={total.too_few ? { n: total.count } : undefined}
      detail={before == null ? undefined : t('home.before', { value: write.full(before) })}
      definition={{
        text: description.definition[language],
        unit: t(`metrics.unit.${description.unit}`),
        asOf: data.as_of_on,
        seq: data.seq,
        source: description.source,
      }}
      onDrill={() => go('/metrics', { metric, granularity: 'quarter', count: 1, by: 'team' })}
    />
  )
}

/** What was brought in lately. */
function Imports() {
  const t = useT()
  const format = useFormat()
  const { workspace } = useSession()
  const { data } = useRead('imports.list', { limit: 5 })
  const items = data?.items ?? []
  return (
    <Panel title={t('home.changed')} actions={<PageLink path="/import">{t('home.to_imports')}</PageLink>}>
      {items.length === 0 && <p className={classes.muted}>{t('home.no_imports')}</p>}
      <dl className={classes.facts}>
        {items.map((item) => (
          <div key={item.id}>
            <dt>{format.instant(item.undone_at ?? item.applied_at ?? item.created_at, workspace.timeZone)}</dt>
            <dd>
              {item.file_name} <span className={classes.small}>{t(`imports.status.${item.status}`)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
