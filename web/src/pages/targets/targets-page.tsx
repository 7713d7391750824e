import { ActionIcon, Button, Select, Skeleton, Tabs } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconTarget } from '@tabler/icons-react'
import { periodContaining, periodsBetween, addDays, isDay } from '../../../../src/base/calendar.ts'
import { targetGranularities, targetMetrics } from '../../../../src/domains/targets/schema.ts'
import { useLanguage, useT } from '../../i18n.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page, PageHeader } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import { useAsOf } from '../../shell/use-as-of.ts'
import { usePeriodName } from '../metrics/metric-words.ts'
import { useMayOperate } from '../may-operate.ts'
import classes from '../pages.module.css'
import { textOfSearch, useAddress } from '../use-address.ts'
import { useRead } from '../use-read.ts'
import { ReachedTable } from './reached-table.tsx'
import { TargetGrid } from './target-grid.tsx'
import { useAttainment } from './use-attainment.ts'

/** What is aimed at: how far it is reached, and the year's plan to type in. */
export function TargetsPage() {
  const t = useT()
  const { search, change } = useAddress()
  const tab = search['tab'] === 'plan' ? 'plan' : 'reached'
  const asked = useAsked()
  const { metric, granularity, shown, year } = asked
  const attainment = useAttainment({ metric, granularity, on: shown.from })
  const hasTargets = attainment?.rows.some(({ target_id }) => target_id !== null) ?? false
  return (
    <Page>
      <PageHeader title={t('nav.targets')} note={t('targets.note')} />
      <div className={classes.controls} role="group" aria-label={t('targets.controls')}>
        <AskedControls asked={asked} tab={tab} />
      </div>
      <Tabs value={tab} onChange={(next) => change({ tab: next === 'plan' ? 'plan' : null })} keepMounted={false}>
        <Tabs.List mb={16}>
          <Tabs.Tab value="reached">{t('targets.tab_reached')}</Tabs.Tab>
          <Tabs.Tab value="plan">{t('targets.tab_plan')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="reached">
          {attainment === null && <Skeleton height={320} />}
          {attainment && !hasTargets && <NoTargets onPlan={() => change({ tab: 'plan' })} />}
          {attainment && hasTargets && <ReachedTable attainment={attainment} />}
        </Tabs.Panel>
        <Tabs.Panel value="plan">
          {attainment === null ? (
            <Skeleton height={320} />
          ) : (
            <TargetGrid
              key={`${metric} ${granularity} ${year.from}`}
              aim={{ metric, granularity }}
              isMoney={attainment.unit === 'money'}
              rows={attainment.rows}
              periods={asked.periods}
              to={addDays(year.to, -1)}
            />
          )}
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

function NoTargets({ onPlan }: { onPlan: () => void }) {
  const t = useT()
  const mayEdit = useMayOperate()
  return (
    <EmptyState
      icon={<IconTarget size={20} />}
      title={t('targets.none_title')}
      action={mayEdit ? <Button onClick={onPlan}>{t('targets.set_them')}</Button> : undefined}
    >
      {t('targets.none_text')}
    </EmptyState>
  )
}

/** What the address asks for; the period shown is the one its day lies in, first of all today's. */
function useAsked() {
  const { search } = useAddress()
  const { workspace, today } = useSession()
  const { asOf } = useAsOf()
  const metric = targetMetrics.find((one) => one === search['metric']) ?? 'won_value'
  const granularity = targetGranularities.find((one) => one === search['granularity']) ?? 'quarter'
  const named = textOfSearch(search['on'])
  const now = asOf ?? today
  const on = named !== null && isDay(named) ? named : now
  const year = periodContaining(on, 'year', workspace)
  const periods = periodsBetween(year.from, year.to, granularity, workspace).map(({ from }) => from)
  return { metric, granularity, shown: periodContaining(on, granularity, workspace), year, periods }
}

type Asked = ReturnType<typeof useAsked>

function AskedControls({ asked, tab }: { asked: Asked; tab: 'reached' | 'plan' }) {
  const t = useT()
  const { language } = useLanguage()
  const { change } = useAddress()
  const periodName = usePeriodName()
  const { data } = useRead('metrics.list', {})
  const { metric, granularity, shown, year } = asked
  const span = tab === 'plan' ? year : shown
  const nameOf = (id: string): string => data?.items.find((one) => one.id === id)?.labels[language] ?? id
  return (
    <>
      <Select
        label={t('metrics.metric')}
        allowDeselect={false}
        w={230}
        data={targetMetrics.map((id) => ({ value: id, label: nameOf(id) }))}
        value={metric}
        onChange={(next) => change({ metric: next })}
      />
      <Select
        label={t('targets.period')}
        allowDeselect={false}
        w={130}
        data={targetGranularities.map((one) => ({ value: one, label: t(`metrics.periods.${one}`) }))}
        value={granularity}
        onChange={(next) => change({ granularity: next })}
      />
      <div className={classes.row}>
        <ActionIcon
          variant="default"
          size={34}
          aria-label={t('targets.earlier')}
          onClick={() => change({ on: addDays(span.from, -1) })}
        >
          <IconChevronLeft size={16} />
        </ActionIcon>
        <strong aria-live="polite">{periodName(span.from, tab === 'plan' ? 'year' : granularity)}</strong>
        <ActionIcon variant="default" size={34} aria-label={t('targets.later')} onClick={() => change({ on: span.to })}>
          <IconChevronRight size={16} />
        </ActionIcon>
      </div>
    </>
  )
}
