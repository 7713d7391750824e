import { useFormat, useOptionalT, useT } from '../../i18n.tsx'
import { ShareBar } from '../../kit/share-bar.tsx'
import { writeOf } from '../metrics/metric-words.ts'
import { depthsOf } from './target-cells.ts'
import classes from './targets.module.css'
import type { Attainment, Reached } from './use-attainment.ts'
import { WhoseCell } from './whose-cell.tsx'

/** Behind the days by more than this, pace is shown as bad. */
const slowPace = 0.9

/** Attainment of a period: the company, its teams, their people. */
export function ReachedTable({ attainment }: { attainment: Attainment }) {
  const t = useT()
  const { rows, days_gone, days_all } = attainment
  const depths = depthsOf(rows)
  const heads = ['reached', 'target', 'actual', 'pace', 'remaining', 'per_day', 'people'] as const
  return (
    <div className={classes.scroll}>
      <table className={classes.grid}>
        <caption className={classes.caption}>{t('targets.pace_note', { gone: days_gone, all: days_all })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('targets.whose')}</th>
            {heads.map((head) => (
              <th key={head} scope="col" {...(head === 'reached' ? {} : { 'data-right': true })}>
                {t(`targets.head.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <ReachedRow key={`${row.kind} ${row.id ?? ''}`} row={row} depth={depths[at] ?? 0} attainment={attainment} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

type RowProps = { row: Reached; depth: number; attainment: Attainment }

function ReachedRow({ row, depth, attainment }: RowProps) {
  const format = useFormat()
  const { full } = writeOf(attainment.unit, attainment.currency, format)
  const written = (value: number | null): string => (value === null ? '–' : full(value))
  const { pace_ratio: pace } = row
  return (
    <tr data-kind={row.kind}>
      <WhoseCell row={row} depth={depth} />
      <td>
        <ReachedBar row={row} passed={attainment.days_gone / attainment.days_all} />
      </td>
      <td data-right>
        <span className={classes.value}>{written(row.target_value)}</span>
      </td>
      <td data-right>
        <span className={classes.value}>{written(row.actual_value)}</span>
      </td>
      <td data-right>
        <span className={`${classes.value} ${pace !== null && pace < slowPace ? classes.behind : ''}`}>
          {pace === null ? '–' : format.percent(pace, 0)}
        </span>
      </td>
      <td data-right>
        <span className={classes.value}>{written(row.remaining_value)}</span>
      </td>
      <td data-right>
        <span className={classes.value}>{written(row.remaining_per_day)}</span>
      </td>
      <td data-right>
        <span className={classes.value}>{row.kind === 'person' ? '' : written(row.people_target_value)}</span>
      </td>
    </tr>
  )
}

/** The bar's mark is where it would stand if it came evenly with the days; without a bar the reason is said. */
function ReachedBar({ row, passed }: { row: Reached; passed: number }) {
  const format = useFormat()
  const optional = useOptionalT()
  const { attainment_ratio: reached, gap } = row
  if (reached === null)
    return <span className={classes.gap}>{(gap !== null && optional(`targets.gap.${gap}`)) || '–'}</span>
  return (
    <span className={classes.reached}>
      <span>{format.percent(reached, 0)}</span>
      <ShareBar share={reached} mark={passed} />
    </span>
  )
}
