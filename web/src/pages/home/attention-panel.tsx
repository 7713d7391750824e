import type { Output } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import { useAsOf } from '../../shell/use-as-of.ts'
import classes from '../pages.module.css'
import home from './home.module.css'
import { PageLink, RecordLink } from '../record-link.tsx'
import { useRead } from '../use-read.ts'

type Needing = Output<'deals.attention'>['items'][number]
type Reason = Needing['reasons'][number]

const shownCount = 6

/** Open deals that somebody should look at today, each with why. */
export function AttentionPanel() {
  const t = useT()
  const { asOf } = useAsOf()
  const { role } = useSession()
  const { data, error, refetch } = useRead('deals.attention', {
    limit: shownCount,
    ...(asOf === null ? {} : { as_of: asOf }),
  })
  if (error)
    return (
      <Panel title={t('home.attention')}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Panel>
    )
  if (!data) return null
  return (
    <Panel title={t('home.attention')} actions={<PageLink path="/deals">{t('home.to_deals')}</PageLink>}>
      {data.items.length === 0 ? (
        <p className={classes.muted}>{t(data.open_count === 0 ? 'home.attention_no_deals' : 'home.attention_none')}</p>
      ) : (
        <p className={classes.small}>{t('home.attention_count', { count: data.count, open: data.open_count })}</p>
      )}
      <ul className={home.needing}>
        {data.items.map((deal) => (
          <NeedingDeal key={deal.id} deal={deal} currency={data.currency} isOwn={role === 'seller'} />
        ))}
      </ul>
    </Panel>
  )
}

function NeedingDeal({ deal, currency, isOwn }: { deal: Needing; currency: string; isOwn: boolean }) {
  const format = useFormat()
  const words = useReasonWords()
  const about = [deal.account_name, isOwn ? null : deal.owner_name].filter(Boolean).join(' · ')
  return (
    <li>
      <span className={home.name}>
        <RecordLink noun="deals" id={deal.id}>
          {deal.name}
        </RecordLink>
      </span>
      <span className={home.worth}>
        {deal.value_minor === null ? '–' : format.moneyWhole(deal.value_minor, currency)}
      </span>
      <span className={home.about}>{about}</span>
      <ul className={home.reasons}>
        {deal.reasons.map((reason) => (
          <li key={reason.kind} className={classes.badge} data-tone={isPressing(reason) ? 'bad' : undefined}>
            {words(reason)}
          </li>
        ))}
      </ul>
    </li>
  )
}

/** What somebody promised and has not kept. */
const isPressing = ({ kind }: Reason): boolean => kind === 'close_overdue'

function useReasonWords(): (reason: Reason) => string {
  const t = useT()
  const format = useFormat()
  return ({ kind, size, usual }) => {
    const n = size ?? 0
    if (kind === 'amount_cut') return t('home.reason.amount_cut', { share: format.percent(n) })
    return t(`home.reason.${kind}`, { n, usual: usual ?? 0 })
  }
}
