import { Button, SegmentedControl } from '@mantine/core'
import { IconTargetArrow } from '@tabler/icons-react'
import type { ForecastRun, WindowForecast } from '../../../../src/domains/forecasts/schema.ts'
import type { Output } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Page, PageHeader, Panel } from '../../kit/page-header.tsx'
import { PageSkeleton } from '../../kit/page-skeleton.tsx'
import { useAsOf } from '../../shell/use-as-of.ts'
import { useSession } from '../../shell/session.tsx'
import classes from '../pages.module.css'
import { PageLink } from '../record-link.tsx'
import { textOfSearch, useAddress } from '../use-address.ts'
import { useRead } from '../use-read.ts'
import { ForecastDeals } from './forecast-deals.tsx'
import { ForecastHeadline } from './forecast-headline.tsx'
import { ForecastMethods } from './forecast-methods.tsx'
import { ForecastPast } from './forecast-past.tsx'
import { ForecastProgress } from './forecast-progress.tsx'
import { ForecastTeams } from './forecast-teams.tsx'
import { useRunForecast } from './use-run-forecast.ts'

/** What will be won, with its range, its parts and how right it used to be. */
export function ForecastPage() {
  const t = useT()
  const format = useFormat()
  const { asOf } = useAsOf()
  const { role, today } = useSession()
  const latest = useRead('forecasts.latest', asOf === null ? {} : { as_of: asOf }, { until: isCalculated })
  const { start, jobId, error } = useRunForecast(asOf)
  const run = latest.data?.run ?? null
  const activeJob = jobId ?? (run?.status === 'queued' ? run.job_id : null)
  const runButton = role !== 'seller' && (
    <Button onClick={() => void start()} disabled={jobId !== null}>
      {t('forecast.run')}
    </Button>
  )
  if (latest.error)
    return (
      <Page>
        <ErrorState error={latest.error} onRetry={() => void latest.refetch()} />
      </Page>
    )
  if (!latest.data) return <PageSkeleton />
  const note = run === null ? t('forecast.note') : t(`forecast.kind.${run.kind}`, { day: format.day(run.as_of_on) })
  return (
    <Page>
      <PageHeader title={t('forecast.title')} note={note} actions={runButton} />
      {error !== null && <ErrorState error={error} />}
      {activeJob !== null && <ForecastProgress jobId={activeJob} />}
      {run?.status === 'failed' && <p className={classes.sentence}>{t('forecast.failed')}</p>}
      {run?.result ? (
        <RunView run={run} result={run.result} />
      ) : (
        activeJob === null && (
          <>
            <EmptyState
              icon={<IconTargetArrow size={20} />}
              title={t('forecast.none', { day: format.day(asOf ?? today) })}
              action={runButton}
            >
              {t('forecast.none_text')}
            </EmptyState>
            <OtherRuns />
          </>
        )
      )}
    </Page>
  )
}

const isCalculated = ({ run }: Output<'forecasts.latest'>): boolean => run?.status !== 'queued'

type RunProps = { run: ForecastRun; result: NonNullable<ForecastRun['result']> }

function RunView({ run, result }: RunProps) {
  const t = useT()
  const { search, change } = useAddress()
  const asked = textOfSearch(search['window'])
  const shown: WindowForecast | undefined =
    result.windows.find((window) => window.granularity === asked) ?? result.windows[0]
  if (!shown) return null
  const shared = { window: shown, currency: result.currency }
  return (
    <>
      <SegmentedControl
        aria-label={t('forecast.window')}
        style={{ alignSelf: 'flex-start' }}
        value={shown.granularity}
        onChange={(window) => change({ window })}
        data={result.windows.map(({ granularity }) => ({
          value: granularity,
          label: t(`forecast.window.${granularity}`),
        }))}
      />
      <ForecastHeadline {...shared} run={run} result={result} />
      <ForecastPast {...shared} />
      <Panel title={t('forecast.methods')}>
        <ForecastMethods {...shared} />
      </Panel>
      <div className={classes.columns}>
        <ForecastTeams {...shared} />
        <ForecastDeals {...shared} />
      </div>
    </>
  )
}

/** Days for which there is a forecast already. */
function OtherRuns() {
  const t = useT()
  const format = useFormat()
  const { data } = useRead('forecasts.list', { limit: 20 })
  const days = [...new Set((data?.items ?? []).filter((run) => run.status === 'done').map((run) => run.as_of_on))]
  if (days.length === 0) return null
  return (
    <Panel title={t('forecast.others')}>
      <ul className={classes.marks}>
        {days.map((day) => (
          <li key={day}>
            <PageLink path="/forecast" search={{ as_of: day }}>
              {t('as_of.day', { day: format.day(day) })}
            </PageLink>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
