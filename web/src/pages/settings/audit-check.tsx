import { Button, CopyButton, Progress } from '@mantine/core'
import { IconAlertTriangle, IconShieldCheck, IconShieldQuestion } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { write, type Output } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import { useRead } from '../use-read.ts'
import classes from './settings.module.css'

type Check = NonNullable<Output<'audit.latest'>['verification']>
type Result = NonNullable<Check['result']>

const isOver = (check: Check | null): boolean => check === null || !['queued', 'running'].includes(check.status)

/** The latest check of the log, and the button that starts another. */
export function AuditCheck() {
  const t = useT()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const latest = useRead('audit.latest', {}, { until: ({ verification }) => isOver(verification) })
  const verify = useMutation({
    mutationFn: () => write(workspace.slug, 'audit.verify', {}),
    onSettled: () => queries.invalidateQueries({ queryKey: [workspace.slug, 'audit.latest'] }),
  })
  const check = latest.data?.verification ?? null
  const isRunning = !isOver(check)
  return (
    <Panel
      title={t('audit.chain')}
      actions={
        <Button loading={verify.isPending || isRunning} onClick={() => verify.mutate()}>
          {t('audit.verify')}
        </Button>
      }
    >
      {(latest.error ?? verify.error) && <ErrorState error={latest.error ?? verify.error} />}
      <div role="status">
        {latest.data && check === null && (
          <p className={classes.check}>
            <IconShieldQuestion size={18} aria-hidden />
            {t('audit.never')}
          </p>
        )}
        {check !== null && isRunning && <Running check={check} />}
        {check !== null && !isRunning && check.result === null && (
          <p className={classes.check}>{t('audit.verify_failed')}</p>
        )}
        {check?.result && !isRunning && <Found result={check.result} at={check.finished_at} />}
      </div>
    </Panel>
  )
}

function Running({ check }: { check: Check }) {
  const t = useT()
  const { done = 0, total = null } = check.progress
  return (
    <div className={classes.stack}>
      <p className={classes.check}>{t('audit.verifying')}</p>
      <Progress value={total ? (100 * done) / total : 0} aria-label={t('audit.verifying')} />
    </div>
  )
}

function Found({ result, at }: { result: Result; at: string | null }) {
  const t = useT()
  const format = useFormat()
  const { workspace } = useSession()
  const { misfit } = result
  return (
    <>
      {misfit === null ? (
        <p className={classes.check} data-whole>
          <IconShieldCheck size={18} aria-hidden />
          {t('audit.whole', { count: result.set_count })}
        </p>
      ) : (
        <p className={classes.check} data-broken>
          <IconAlertTriangle size={18} aria-hidden />
          {t('audit.broken', { seq: format.number(misfit.seq) })}. {t(`audit.misfit.${misfit.reason}`)}
        </p>
      )}
      {at !== null && (
        <p className={classes.note}>{t('audit.checked', { when: format.instant(at, workspace.timeZone) })}</p>
      )}
      {misfit === null && (
        <div className={classes.link}>
          <span className={classes.muted}>{t('audit.head', { seq: format.number(result.head_seq) })}</span>
          <code>{result.head_hmac}</code>
          <CopyButton value={`${result.head_seq} ${result.head_hmac}`}>
            {({ copied, copy }) => (
              <Button variant="default" size="compact-sm" onClick={copy}>
                {copied ? t('settings.copied') : t('settings.copy')}
              </Button>
            )}
          </CopyButton>
          <p className={classes.note}>{t('audit.head_note')}</p>
        </div>
      )}
    </>
  )
}
