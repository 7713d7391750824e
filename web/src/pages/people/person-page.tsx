import { useParams } from '@tanstack/react-router'
import { useFormat, useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Page, PageHeader, Panel } from '../../kit/page-header.tsx'
import { PageSkeleton } from '../../kit/page-skeleton.tsx'
import { useSession } from '../../shell/session.tsx'
import { useAsOf } from '../../shell/use-as-of.ts'
import { OwnDeals } from '../deals/own-deals.tsx'
import classes from '../pages.module.css'
import { PageLink } from '../record-link.tsx'
import { RecordTimeline } from '../record-timeline.tsx'
import { useRead } from '../use-read.ts'

/** One person: the teams they were in, their deals, their past. */
export function PersonPage() {
  const t = useT()
  const { id = '' }: { id?: string } = useParams({ strict: false })
  const { asOf } = useAsOf()
  const { workspace } = useSession()
  const query = useRead('people.get', { id, ...(asOf === null ? {} : { as_of: asOf }) })
  if (query.error) {
    return (
      <Page>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Page>
    )
  }
  const person = query.data
  if (!person || person.id !== id) return <PageSkeleton />
  return (
    <Page>
      <PageHeader
        title={person.name}
        note={[person.title, person.email].filter(Boolean).join(' · ') || undefined}
        above={
          <span className={classes.back}>
            <PageLink path="/people">{t('nav.people')}</PageLink>
          </span>
        }
      />
      <div className={classes.wide}>
        <OwnDeals field="owner_id" id={person.id} asOf={asOf} />
        <div className={classes.stack}>
          <Teams personId={person.id} />
          <RecordTimeline noun="people" id={person.id} currency={workspace.currency} asOf={asOf} />
        </div>
      </div>
    </Page>
  )
}

function Teams({ personId }: { personId: string }) {
  const t = useT()
  const format = useFormat()
  const { data } = useRead('memberships.list', {
    filter: [{ field: 'person_id', op: 'eq', value: personId }],
    limit: 200,
  })
  const items = data?.items ?? []
  return (
    <Panel title={t('people.teams')}>
      {items.length === 0 && <p className={classes.muted}>{t('people.in_no_team')}</p>}
      <dl className={classes.facts}>
        {items.map((one) => (
          <div key={one.id}>
            <dt>{one.team_name ?? '–'}</dt>
            <dd>
              {t('people.since', {
                from: one.from_on == null ? t('timeline.since_ever') : format.day(one.from_on),
                to: one.to_on == null ? t('people.until_now') : format.day(one.to_on),
              })}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
