import { IconAlertTriangle, IconShieldCheck, IconShieldQuestion } from '@tabler/icons-react'
import type { Output } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import pages from '../pages.module.css'
import classes from '../settings/settings.module.css'
import { useRead } from '../use-read.ts'
import { isFault, type BackupState } from './backup-state.ts'
import { Compared } from './compared.tsx'
import { SchedulesPanel } from './schedules-panel.tsx'

/** How backups are, what the last trial compared, and what is done by the clock. */
export function BackupsTab() {
  const t = useT()
  const latest = useRead('backups.latest', {})
  const backup = latest.data
  return (
    <div className={classes.stack}>
      {latest.error && <ErrorState error={latest.error} />}
      {backup && (
        <Panel title={t('backups.title')}>
          {backup.state === null ? (
            <p className={classes.note}>{t('backups.elsewhere')}</p>
          ) : (
            <>
              <State state={backup.state} />
              <Facts backup={backup} />
              {backup.compared !== null && <Compared compared={backup.compared} />}
            </>
          )}
        </Panel>
      )}
      <SchedulesPanel />
    </div>
  )
}

function State({ state }: { state: BackupState }) {
  const t = useT()
  const words = t(`backups.state.${state}`)
  if (isFault(state))
    return (
      <p className={classes.check} data-broken>
        <IconAlertTriangle size={18} aria-hidden />
        {words}
      </p>
    )
  return (
    <p className={classes.check} data-whole={state === 'good' || undefined}>
      {state === 'good' ? <IconShieldCheck size={18} aria-hidden /> : <IconShieldQuestion size={18} aria-hidden />}
      {words}
    </p>
  )
}

function Facts({ backup }: { backup: Output<'backups.latest'> }) {
  const t = useT()
  const format = useFormat()
  const { workspace } = useSession()
  const { made_at: madeAt, tried_at: triedAt, bytes, is_encrypted: isEncrypted, took_s: tookS } = backup
  return (
    <dl className={pages.facts}>
      <div>
        <dt>{t('backups.made')}</dt>
        <dd>
          {madeAt === null ? t('backups.none') : format.instant(madeAt, workspace.timeZone)}{' '}
          {backup.file_name !== null && <span className={pages.small}>{backup.file_name}</span>}
        </dd>
      </div>
      {bytes !== null && (
        <div>
          <dt>{t('backups.size')}</dt>
          <dd>
            {format.bytes(bytes)}
            {isEncrypted !== null && (
              <span className={pages.small}> · {isEncrypted ? t('backups.encrypted') : t('backups.plain')}</span>
            )}
          </dd>
        </div>
      )}
      <div>
        <dt>{t('backups.tried')}</dt>
        <dd>
          {triedAt === null ? t('backups.none') : format.instant(triedAt, workspace.timeZone)}{' '}
          {tookS !== null && <span className={pages.small}>{t('backups.took', { time: format.duration(tookS) })}</span>}
        </dd>
      </div>
    </dl>
  )
}
