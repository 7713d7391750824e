import { useParams } from '@tanstack/react-router'
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Account } from '../../../../src/domains/accounts/schema.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Page, PageHeader, Panel } from '../../kit/page-header.tsx'
import { PageSkeleton } from '../../kit/page-skeleton.tsx'
import { useSession } from '../../shell/session.tsx'
import { useRemember } from '../../shell/recent-records.ts'
import { useAsOf } from '../../shell/use-as-of.ts'
import { OwnActivities } from '../activities/own-activities.tsx'
import { NewDeal } from '../deals/new-deal.tsx'
import { OwnDeals } from '../deals/own-deals.tsx'
import classes from '../pages.module.css'
import { PageLink, RecordLink } from '../record-link.tsx'
import { RecordTimeline } from '../record-timeline.tsx'
import { useRead } from '../use-read.ts'
import { AccountForm } from './account-form.tsx'
import { attributeName, attributeWords } from './attribute-words.ts'
import { OwnContacts } from './own-contacts.tsx'

/** One company: what is known of it, who works there, its deals and its past. */
export function AccountPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false })
  const { asOf } = useAsOf()
  const query = useRead('accounts.get', { id, ...(asOf === null ? {} : { as_of: asOf }) })
  useRemember('accounts', query.data)
  if (query.error) {
    return (
      <Page>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Page>
    )
  }
  if (!query.data || query.data.id !== id) return <PageSkeleton />
  return <AccountView account={query.data} asOf={asOf} />
}

function AccountView({ account, asOf }: { account: Account; asOf: string | null }) {
  const t = useT()
  const format = useFormat()
  const { workspace, role } = useSession()
  const [isEditing, setIsEditing] = useState(false)
  const owner =
    account.owner_id && account.owner_name ? (
      <RecordLink noun="people" id={account.owner_id}>
        {account.owner_name}
      </RecordLink>
    ) : null
  const parent =
    account.parent_id && account.parent_name ? (
      <RecordLink noun="accounts" id={account.parent_id}>
        {account.parent_name}
      </RecordLink>
    ) : null
  const facts = [
    [t('accounts.owner'), owner],
    [t('accounts.parent'), parent],
    ...Object.entries(account.attributes ?? {}).map(
      ([key, value]) => [attributeName(key), attributeWords(key, value, format, t)] as const,
    ),
  ] as const
  return (
    <Page>
      <PageHeader
        title={account.name}
        above={
          <span className={classes.back}>
            <PageLink path="/accounts">{t('accounts.title')}</PageLink>
          </span>
        }
        actions={
          <>
            {asOf === null && role !== 'viewer' && (
              <Button variant="default" onClick={() => setIsEditing(true)}>
                {t('record.edit')}
              </Button>
            )}
            <NewDeal account={account} />
          </>
        }
      />
      <div className={classes.wide}>
        <div className={classes.stack}>
          <OwnDeals field="account_id" id={account.id} asOf={asOf} />
          <OwnContacts accountId={account.id} />
          <OwnActivities of={{ account }} asOf={asOf} />
        </div>
        <div className={classes.stack}>
          <Panel title={t('accounts.facts')}>
            <dl className={classes.facts}>
              {facts.map(([label, fact]) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{fact ?? <span className={classes.muted}>–</span>}</dd>
                </div>
              ))}
            </dl>
          </Panel>
          <RecordTimeline noun="accounts" id={account.id} currency={workspace.currency} asOf={asOf} />
        </div>
      </div>
      {isEditing && <AccountForm account={account} onClose={() => setIsEditing(false)} />}
    </Page>
  )
}
