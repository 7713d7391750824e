import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { readIdentity, writeIdentity } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import classes from '../settings/settings.module.css'
import { deviceOf } from './device.ts'

/** Every device one is signed in on; each can be signed out from here. */
export function OwnSessions() {
  const t = useT()
  const format = useFormat()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const sessions = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => readIdentity('sessions.list', {}, signal),
  })
  const refresh = () => queries.invalidateQueries({ queryKey: ['sessions'] })
  const end = useMutation({ mutationFn: (id: string) => writeIdentity('sessions.end', { id }), onSettled: refresh })
  const endOthers = useMutation({
    mutationFn: () => writeIdentity('sessions.end_others', {}),
    onSettled: refresh,
  })
  const items = sessions.data?.items ?? []
  const error = sessions.error ?? end.error ?? endOthers.error
  const nameOf = (device: string): string => {
    const { program, system } = deviceOf(device)
    if (program === null) return t('profile.sessions.unknown')
    return system === null ? program : t('profile.sessions.on', { program, system })
  }
  return (
    <Panel
      title={t('profile.sessions')}
      actions={
        items.length > 1 && (
          <Button variant="default" size="compact-sm" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t('profile.sessions.end_others')}
          </Button>
        )
      }
    >
      {error && <ErrorState error={error} />}
      <ul className={classes.sessions}>
        {items.map((session) => {
          const began = format.instant(session.created_at, workspace.timeZone)
          return (
            <li key={session.id}>
              <div>
                <strong>{nameOf(session.device)}</strong>
                {session.is_this && <span className={classes.here}>{t('profile.sessions.this')}</span>}
                <div className={classes.muted}>
                  {t('profile.sessions.seen', { when: format.instant(session.seen_at, workspace.timeZone) })}
                  {' · '}
                  {t('profile.sessions.began', { when: began })}
                  {session.address !== '' && ` · ${session.address}`}
                </div>
              </div>
              {!session.is_this && (
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-label={t('profile.sessions.end_of', { device: nameOf(session.device), when: began })}
                  onClick={() => end.mutate(session.id)}
                >
                  {t('profile.sessions.end')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
