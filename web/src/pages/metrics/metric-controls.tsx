import { NumberInput, Select } from '@mantine/core'
import { useLanguage, useT } from '../../i18n.tsx'
import { FilterChips } from '../../kit/filter-chips.tsx'
import classes from '../pages.module.css'
import { useRead } from '../use-read.ts'
import { useFilterFields } from './use-filter-fields.ts'
import { useDimensionName } from './metric-words.ts'
import type { Metric } from './metric.ts'
import { comparisons, granularities, type Asked, type useQuestion } from './use-question.ts'

type Props = {
  metrics: readonly Metric[]
  metric: Metric | null
  asked: Asked
  ask: ReturnType<typeof useQuestion>['ask']
  setFilter: ReturnType<typeof useQuestion>['setFilter']
}

const noSplit = 'total'
const noComparison = 'none'

/** Which number, split by what, over what time, beside what. */
export function MetricControls({ metrics, metric, asked, ask, setFilter }: Props) {
  const t = useT()
  const { language } = useLanguage()
  const nameOf = useDimensionName()
  const attributes = useAccountAttributes()
  const fields = useFilterFields(attributes)
  const plain = (metric?.dimensions ?? []).filter((one) => one !== 'account.*')
  const dimensions = [...plain, ...attributes.map((key) => `account.${key}`)]
  // A split asked for in the address stays selectable whatever the first accounts hold.
  if (asked.by !== null && !dimensions.includes(asked.by)) dimensions.push(asked.by)
  return (
    <div className={classes.controls} role="group" aria-label={t('metrics.controls')}>
      <Select
        label={t('metrics.metric')}
        searchable
        allowDeselect={false}
        w={260}
        data={metrics.map((one) => ({ value: one.id, label: one.labels[language] }))}
        value={asked.metric}
        onChange={(id) => {
          const next = metrics.find((one) => one.id === id)
          const isFit = asked.by === null || asked.by.startsWith('account.') || next?.dimensions.includes(asked.by)
          ask({ metric: id, ...(isFit ? {} : { by: 'time' }) })
        }}
      />
      <Select
        label={t('metrics.split')}
        allowDeselect={false}
        w={210}
        data={[
          { value: noSplit, label: t('metrics.no_split') },
          ...dimensions.map((one) => ({ value: one, label: nameOf(one) })),
        ]}
        value={asked.by ?? noSplit}
        onChange={(by) => ask({ by: by === noSplit ? null : by })}
      />
      <NumberInput
        label={t('metrics.count')}
        w={90}
        min={1}
        max={400}
        allowDecimal={false}
        value={asked.count}
        onChange={(count) => typeof count === 'number' && count >= 1 && ask({ count })}
      />
      <Select
        label={t('metrics.granularity')}
        allowDeselect={false}
        w={130}
        data={granularities.map((one) => ({ value: one, label: t(`metrics.periods.${one}`) }))}
        value={asked.granularity}
        onChange={(granularity) => ask({ granularity })}
      />
      <Select
        label={t('metrics.compare')}
        allowDeselect={false}
        w={210}
        data={[
          { value: noComparison, label: t('metrics.compare.none') },
          ...comparisons.map((one) => ({ value: one, label: t(`metrics.compare.${one}`) })),
        ]}
        value={asked.compare ?? noComparison}
        onChange={(compare) => ask({ compare: compare === noComparison ? null : compare })}
      />
      <FilterChips fields={fields} value={asked.filter} onChange={setFilter} />
    </div>
  )
}

/** Attributes that accounts carry, by a look at the first of them. */
function useAccountAttributes(): string[] {
  const { data } = useRead('accounts.list', { limit: 50 })
  const keys = (data?.items ?? []).flatMap((account) => Object.keys(account.attributes ?? {}))
  return [...new Set(keys)].sort()
}
