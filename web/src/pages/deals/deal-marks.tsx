import { Tooltip } from '@mantine/core'
import type { Deal } from '../../../../src/domains/deals/schema.ts'
import { useFormat, useT } from '../../i18n.tsx'
import classes from '../pages.module.css'

/** What a deal is worth; "≈" where the product's list price stands in. */
export function AmountOf({ deal }: { deal: Pick<Deal, 'amount_minor' | 'currency' | 'amount_estimated'> }) {
  const t = useT()
  const format = useFormat()
  if (deal.amount_minor === null || deal.amount_minor === undefined) return <>–</>
  const amount = format.moneyWhole(deal.amount_minor, deal.currency)
  if (!deal.amount_estimated) return <>{amount}</>
  return (
    <Tooltip label={t('deals.estimated')}>
      <span>
        <span className={classes.mark} role="img" aria-label={t('deals.estimated')}>
          ≈{' '}
        </span>
        {amount}
      </span>
    </Tooltip>
  )
}

const tones = { open: 'accent', won: 'good', lost: 'bad' } as const

export function StatusBadge({ status }: { status: Deal['status'] }) {
  const t = useT()
  return (
    <span className={classes.badge} data-tone={tones[status]}>
      {t(`deals.status.${status}`)}
    </span>
  )
}

/** What the source did not tell, said once where the deal is looked at. */
export function DealMarks({ deal }: { deal: Deal }) {
  const t = useT()
  const marks = [
    deal.history_known ? null : t('deals.mark.history'),
    deal.created_known ? null : t('deals.mark.created'),
    deal.amount_estimated ? t('deals.mark.estimated') : null,
    deal.archived_at === null ? null : t('deals.mark.archived'),
  ].filter((mark) => mark !== null)
  if (marks.length === 0) return null
  return (
    <ul className={classes.marks} aria-label={t('deals.marks')}>
      {marks.map((mark) => (
        <li key={mark}>
          <span aria-hidden>◌</span>
          {mark}
        </li>
      ))}
    </ul>
  )
}
