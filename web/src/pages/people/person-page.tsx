import { Button } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Page, PageHeader } from '../../kit/page-header.tsx'
import { PageSkeleton } from '../../kit/page-skeleton.tsx'
import { useSession } from '../../shell/session.tsx'
import { useRemember } from '../../shell/recent-records.ts'
import { useAsOf } from '../../shell/use-as-of.ts'
import { OwnDeals } from '../deals/own-deals.tsx'
import classes from '../pages.module.css'
import { PageLink } from '../record-link.tsx'
import { RecordTimeline } from '../record-timeline.tsx'
import { useRead } from '../use-read.ts'
import { useMayOperate } from '../may-operate.ts'
import { PersonAccess } from './person-access.tsx'
import { PersonForm } from './person-form.tsx'
import { PersonTeams } from './person-teams.tsx'

/** One person: the teams they were in, their deals, their past. */
export function PersonPage() {
  const t = useT()
  const { id = '' }: { id?: string } = useParams({ strict: false })
  const { asOf } = useAsOf()
  const { workspace, role } = useSession()
  const mayEdit = useMayOperate()
  const [isEditing, setIsEditing] = useState(false)
  const query = useRead('people.get', { id, ...(asOf === null ? {} : { as_of: asOf }) })
  useRemember('people', query.data)
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
        actions={
          mayEdit && (
            <Button variant="default" onClick={() => setIsEditing(true)}>
              {t('record.edit')}
            </Button>
          )
        }
        above={
          <span className={classes.back}>
            <PageLink path="/people">{t('nav.people')}</PageLink>
          </span>
        }
      />
      {isEditing && (
        <PersonForm person={person} onClose={() => setIsEditing(false)} onSaved={() => setIsEditing(false)} />
      )}
      <div className={classes.wide}>
        <OwnDeals field="owner_id" id={person.id} asOf={asOf} />
        <div className={classes.stack}>
          <PersonTeams personId={person.id} />
          {mayEdit && role === 'administrator' && <PersonAccess key={person.id} person={person} />}
          <RecordTimeline noun="people" id={person.id} currency={workspace.currency} asOf={asOf} />
        </div>
      </div>
    </Page>
  )
}
