import { useParams } from '@tanstack/react-router'
import { read } from '../../api.ts'
import type { Account, Contact } from '../../../../src/domains/accounts/schema.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Page, PageHeader, Panel } from '../../kit/page-header.tsx'
import { PageSkeleton } from '../../kit/page-skeleton.tsx'
import { useSession } from '../../shell/session.tsx'
import { useAsOf } from '../../shell/use-as-of.ts'
import { NewDeal } from '../deals/new-deal.tsx'
import { OwnDeals } from '../deals/own-deals.tsx'
import classes from '../pages.module.css'
import { PageLink, RecordLink } from '../record-link.tsx'
import { RecordTimeline } from '../record-timeline.tsx'
import { useRead } from '../use-read.ts'
import { attributeName, attributeWords } from './attribute-words.ts'

/** One company: what is known of it, who works there, its deals and its past. */
export function AccountPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false })
  const { asOf } = useAsOf()
  const query = useRead('accounts.get', { id, ...(asOf === null ? {} : { as_of: asOf }) })
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
  const { workspace } = useSession()
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
        actions={<NewDeal account={account} />}
      />
      <div className={classes.wide}>
        <div className={classes.stack}>
          <OwnDeals field="account_id" id={account.id} asOf={asOf} />
          <Contacts accountId={account.id} />
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
    </Page>
  )
}

function Contacts({ accountId }: { accountId: string }) {
  const t = useT()
  const { workspace } = useSession()
  const filter = [{ field: 'account_id', op: 'eq' as const, value: accountId }]
  return (
    <DataTable<Contact>
      id="account-contacts"
      label={t('accounts.contacts')}
      toolbar={<strong>{t('accounts.contacts')}</strong>}
      rowId={(contact) => contact.id}
      source={{
        kind: 'pages',
        key: [workspace.slug, 'contacts.list', filter],
        fetchPage: (cursor, signal) =>
          read(workspace.slug, 'contacts.list', { filter, ...(cursor === null ? {} : { cursor }) }, signal),
      }}
      columns={[
        { id: 'name', label: t('accounts.contact'), type: 'text', width: 200, cell: (contact) => contact.name },
        { id: 'title', label: t('people.job'), type: 'text', cell: (contact) => contact.title ?? '–' },
        { id: 'email', label: t('people.email'), type: 'text', cell: (contact) => contact.email ?? '–' },
        { id: 'phone', label: t('accounts.phone'), type: 'text', width: 140, cell: (contact) => contact.phone ?? '–' },
      ]}
      empty={<p style={{ padding: 16 }}>{t('accounts.contacts_none')}</p>}
    />
  )
}
