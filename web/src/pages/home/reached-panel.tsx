import { useFormat, useT } from '../../i18n.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { ShareBar } from '../../kit/share-bar.tsx'
import { useSession } from '../../shell/session.tsx'
import classes from '../pages.module.css'
import home from './home.module.css'
import { PageLink, RecordLink } from '../record-link.tsx'
import { useAttainment, type Reached } from '../targets/use-attainment.ts'

const shownCount = 8

/** The quarter's targets: of a seller their own, else of the company and its teams. */
export function ReachedPanel() {
  const t = useT()
  const { role } = useSession()
  const attainment = useAttainment({ granularity: 'quarter' })
  if (!attainment) return null
  const kinds = role === 'seller' ? ['person'] : ['company', 'team']
  const aimed = attainment.rows.filter(({ target_value }) => target_value !== null)
  const chosen = aimed.filter(({ kind }) => kinds.includes(kind))
  const rows = (chosen.length > 0 ? chosen : aimed).slice(0, shownCount)
  const { days_gone, days_all, currency } = attainment
  return (
    <Panel title={t('targets.quarter')} actions={<PageLink path="/targets">{t('targets.all')}</PageLink>}>
      {rows.length === 0 ? (
        <p className={classes.muted}>{t('targets.none')}</p>
      ) : (
        <ul className={home.reached}>
          {rows.map((row) => (
            <ReachedLine key={row.id ?? row.kind} row={row} passed={days_gone / days_all} currency={currency} />
          ))}
        </ul>
      )}
      {rows.length > 0 && <p className={classes.small}>{t('targets.pace_note', { gone: days_gone, all: days_all })}</p>}
    </Panel>
  )
}

/** How far one target is reached: the bar's mark is where it would stand if it came evenly with the days. */
function ReachedLine({ row, passed, currency }: { row: Reached; passed: number; currency: string }) {
  const t = useT()
  const format = useFormat()
  const { attainment_ratio: reached, pace_ratio: pace, actual_value: actual, target_value: target } = row
  const money = (minor: number | null): string => (minor === null ? '–' : format.moneyCompact(minor, currency))
  return (
    <li>
      <span>
        <Whose row={row} />
      </span>
      <span className={home.share}>{reached === null ? '–' : format.percent(reached, 0)}</span>
      <span className={home.bar}>
        <ShareBar share={reached ?? 0} mark={passed} />
      </span>
      <span className={classes.small}>{t('targets.reached_of', { actual: money(actual), target: money(target) })}</span>
      {pace !== null && (
        <span className={classes.small}>{t('targets.at_pace', { pace: format.percent(pace, 0) })}</span>
      )}
    </li>
  )
}

function Whose({ row }: { row: Reached }) {
  const t = useT()
  if (row.kind === 'company') return <>{t('targets.company')}</>
  if (row.kind === 'person' && row.id !== null)
    return (
      <RecordLink noun="people" id={row.id}>
        {row.name}
      </RecordLink>
    )
  return <>{row.name}</>
}
