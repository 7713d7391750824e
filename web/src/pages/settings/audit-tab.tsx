import { Button, NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { read, type Output } from '../../api.ts'
import { useFormat, useOptionalT, useT } from '../../i18n.tsx'
import { DayInput } from '../../kit/day-input.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import { textOfSearch, useAddress } from '../use-address.ts'
import { AuditCheck } from './audit-check.tsx'
import { useAbout } from './audit-about.ts'
import classes from './settings.module.css'

type Entry = Output<'audit.list'>['items'][number]

/** What the filter offers, and which operations each stands for. */
const kinds = {
  access: ['members', 'invitations', 'api_keys', 'session', 'password', 'users'],
  settings: ['settings', 'setup', 'workspaces'],
  records: [
    'people',
    'teams',
    'memberships',
    'products',
    'currency_rates',
    'accounts',
    'contacts',
    'pipelines',
    'stages',
    'deals',
    'activities',
    'targets',
  ],
  imports: ['import_apply', 'import_undo'],
} as const
const kindNames = ['access', 'settings', 'records', 'imports'] as const

/** Who did what and when, and whether anybody rewrote it. */
export function AuditTab() {
  return (
    <div className={classes.stack}>
      <AuditCheck />
      <AuditLog />
    </div>
  )
}

function AuditLog() {
  const t = useT()
  const { workspace, today } = useSession()
  const { search, change } = useAddress()
  const kind = kindNames.find((one) => one === search['kind'])
  const from = textOfSearch(search['from'])
  const to = textOfSearch(search['to'])
  const who = textOfSearch(search['who'])
  const input = {
    ...(kind && { kinds: [...kinds[kind]] }),
    ...(from && { from }),
    ...(to && { to }),
    ...(who && { user_id: who }),
  }
  const log = useInfiniteQuery({
    queryKey: [workspace.slug, 'audit.list', input],
    queryFn: ({ pageParam, signal }) =>
      read(workspace.slug, 'audit.list', { ...input, ...(pageParam && { cursor: pageParam }) }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  })
  const entries = log.data?.pages.flatMap((page) => page.items) ?? []
  const whoName = entries.find((entry) => entry.actor.user_id === who)?.actor.name ?? '…'
  return (
    <Panel title={t('audit.log')}>
      <div className={classes.filters}>
        <NativeSelect
          aria-label={t('audit.kind')}
          value={kind ?? ''}
          data={[
            { value: '', label: t('audit.kind.all') },
            ...kindNames.map((one) => ({ value: one, label: t(`audit.kind.${one}`) })),
          ]}
          onChange={(event) => change({ kind: event.currentTarget.value || null })}
        />
        <LabelledDay label={t('audit.from')} value={from} max={to ?? today} onChange={(day) => change({ from: day })} />
        <LabelledDay label={t('audit.to')} value={to} max={today} onChange={(day) => change({ to: day })} />
        {who !== null && (
          <Button variant="light" onClick={() => change({ who: null })} aria-label={t('audit.everybody')}>
            {t('audit.only_who', { name: whoName })} ×
          </Button>
        )}
      </div>
      {log.error && <ErrorState error={log.error} onRetry={() => void log.refetch()} />}
      {log.data && entries.length === 0 && <EmptyState title={t('audit.none')}>{t('audit.none_text')}</EmptyState>}
      {entries.length > 0 && <AuditTable entries={entries} onWho={(id) => change({ who: id })} />}
      {log.hasNextPage && (
        <Button variant="default" mt={12} loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {t('audit.older')}
        </Button>
      )}
    </Panel>
  )
}

type DayProps = { label: string; value: string | null; max: string; onChange: (day: string | null) => void }

const LabelledDay = ({ label, value, max, onChange }: DayProps) => (
  <div className={classes.day}>
    <span aria-hidden>{label}</span>
    <DayInput label={label} value={value} max={max} onChange={onChange} />
  </div>
)

function AuditTable({ entries, onWho }: { entries: readonly Entry[]; onWho: (id: string) => void }) {
  const t = useT()
  const format = useFormat()
  const { workspace } = useSession()
  const did = useDid()
  const about = useAbout()
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('audit.when')}</th>
            <th scope="col">{t('audit.who')}</th>
            <th scope="col">{t('audit.what')}</th>
            <th scope="col">{t('audit.about')}</th>
            <th scope="col" className={classes.number}>
              {t('audit.number')}
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.seq}>
              <td className={classes.nowrap}>{format.instant(entry.recorded_at, workspace.timeZone)}</td>
              <td>
                <Who entry={entry} onWho={onWho} />
              </td>
              <th scope="row" className={classes.nowrap}>
                {did(entry.operation)}
              </th>
              <td className={classes.about}>{about(entry)}</td>
              <td className={classes.number}>{format.number(entry.seq)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Who({ entry: { actor }, onWho }: { entry: Entry; onWho: (id: string) => void }) {
  const t = useT()
  const { user_id: id, name } = actor
  if (id === null) return <span className={classes.muted}>{name ?? '–'}</span>
  return (
    <>
      <button type="button" className={classes.who} onClick={() => onWho(id)}>
        {name}
      </button>
      {actor.kind === 'api_key' && <span className={classes.muted}> {t('audit.key')}</span>}
    </>
  )
}

/** An operation's name as what was done; the name itself where there are no words for it. */
function useDid(): (operation: string) => string {
  const optional = useOptionalT()
  return (operation) => {
    const [noun = '', verb = ''] = operation.split('.')
    const named = optional(`audit.noun.${noun}`)
    const general = named === undefined ? undefined : optional(`audit.verb.${verb}`, { noun: named })
    return optional(`audit.did.${operation}`) ?? general ?? operation
  }
}
