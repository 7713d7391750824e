import { useFormat, useT } from '../../i18n.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import classes from '../pages.module.css'
import { RecordLink } from '../record-link.tsx'
import { useAttainment, type Reached } from '../targets/use-attainment.ts'

const shownCount = 8

/** The quarter's targets: of a seller their own, else of the company and its teams. */
export function ReachedPanel() {
  const t = useT()
  const format = useFormat()
  const { role } = useSession()
  const attainment = useAttainment('quarter')
  if (!attainment) return null
  const kinds = role === 'seller' ? ['person'] : ['company', 'team']
  const aimed = attainment.rows.filter(({ target_value }) => target_value !== null)
  const chosen = aimed.filter(({ kind }) => kinds.includes(kind))
  const rows = (chosen.length > 0 ? chosen : aimed).slice(0, shownCount)
  const { days_gone, days_all, currency } = attainment
  const money = (minor: number | null): string => (minor === null ? '–' : format.moneyWhole(minor, currency))
  return (
    <Panel title={t('targets.quarter')}>
      {rows.length === 0 ? (
        <p className={classes.muted}>{t('targets.none')}</p>
      ) : (
        <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('targets.quarter')}>
          <table className={classes.plain}>
            <thead>
              <tr>
                <td />
                {(['target', 'actual', 'attainment', 'pace'] as const).map((column) => (
                  <th key={column} scope="col" data-right>
                    {t(`targets.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id ?? row.kind}>
                  <th scope="row">
                    <Whose row={row} />
                  </th>
                  <td data-right>{money(row.target_value)}</td>
                  <td data-right>{money(row.actual_value)}</td>
                  <td data-right>{row.attainment_ratio === null ? '–' : format.percent(row.attainment_ratio)}</td>
                  <td data-right>{row.pace_ratio === null ? '–' : format.percent(row.pace_ratio)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > 0 && <p className={classes.small}>{t('targets.pace_note', { gone: days_gone, all: days_all })}</p>}
    </Panel>
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
