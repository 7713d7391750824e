import { Button, Progress } from '@mantine/core'
import type { ReactNode } from 'react'
import { useFormat, useT } from '../i18n.tsx'
import classes from './progress-card.module.css'

export type JobStatus = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

type Props = {
  title: string
  status: JobStatus
  /** What is being done now, in words. */
  step: string
  done: number
  /** null while it is not yet known how much there is. */
  total: number | null
  /** Seconds since this step began, to guess how long it still takes. */
  elapsedSeconds: number
  onCancel?: () => void
  /** What to look at when it is over. */
  children?: ReactNode
}

/** Long work: what is being done, how much of it, how long still. It goes on when the page is closed, and says so. */
export function ProgressCard({ title, status, step, done, total, elapsedSeconds, onCancel, children }: Props) {
  const t = useT()
  const format = useFormat()
  const isActive = status === 'queued' || status === 'running'
  const share = total === null || total === 0 ? null : Math.min(1, done / total)
  const left = secondsLeft(done, total, elapsedSeconds)
  return (
    <section className={classes.card} aria-label={title}>
      <div className={classes.head}>
        <h2>{title}</h2>
        {isActive && onCancel && (
          <Button variant="default" size="compact-sm" onClick={onCancel}>
            {t('job.cancel')}
          </Button>
        )}
      </div>
      {isActive && (
        <>
          <Progress
            value={share === null ? 100 : share * 100}
            animated={share === null}
            size={6}
            aria-label={step}
            transitionDuration={200}
          />
          <div className={classes.facts} role="status">
            <span>{status === 'queued' ? t('job.queued') : step}</span>
            {total !== null && status === 'running' && (
              <span>{t('job.done_of', { done: format.number(done), total: format.number(total) })}</span>
            )}
            {left !== null && <span>{t('job.left', { time: format.duration(left) })}</span>}
          </div>
          <p className={classes.note}>{t('job.goes_on')}</p>
        </>
      )}
      {!isActive && <p className={classes.outcome}>{t(`job.${status}`)}</p>}
      {children}
    </section>
  )
}

/** In: rows done, rows in all, seconds so far. Out: seconds still, or null while a guess would be noise. */
export function secondsLeft(done: number, total: number | null, elapsedSeconds: number): number | null {
  if (total === null || done <= 0 || elapsedSeconds < 2 || done >= total) return null
  return (elapsedSeconds * (total - done)) / done
}
