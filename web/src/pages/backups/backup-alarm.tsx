import { IconAlertTriangle } from '@tabler/icons-react'
import { useT } from '../../i18n.tsx'
import { useSession } from '../../shell/session.tsx'
import { PageLink } from '../record-link.tsx'
import { useRead } from '../use-read.ts'
import { isFault } from './backup-state.ts'
import classes from './backups.module.css'

/** Red where one starts, for those who can mend it, while backups are stale or did not succeed; otherwise nothing. */
export function BackupAlarm() {
  const t = useT()
  const { role } = useSession()
  const { data } = useRead('backups.latest', {}, { enabled: role === 'administrator' || role === 'operations' })
  if (!data || data.state === null || !isFault(data.state)) return null
  return (
    <section className={classes.alarm} aria-label={t('backups.alarm')}>
      <IconAlertTriangle size={18} aria-hidden />
      <p>
        <strong>{t('backups.alarm')}.</strong> {t(`backups.state.${data.state}`)}{' '}
        <PageLink path="/settings" search={{ tab: 'backups' }}>
          {t('backups.alarm.go')}
        </PageLink>
      </p>
    </section>
  )
}
