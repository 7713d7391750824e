import { setTimeout as pause } from 'node:timers/promises'
import { AppError, type ErrorCode, type ErrorParams } from '../base/errors.ts'
import { operations } from '../catalog.ts'
import type { Operation } from '../platform/operation.ts'
import { callOperation, type Connection } from './connection.ts'
import type { Terminal } from './output.ts'

type JobState = {
  status: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled'
  progress: { step?: string; done?: number; total?: number | null }
  error: { code: ErrorCode; reason: string; params: ErrorParams } | null
}

const everyMs = 300

export function operationNamed(name: string): Operation {
  const found = operations.find((operation) => operation.name === name)
  if (!found) throw new Error(`no operation ${name}`)
  return found
}

/** Follows a job to its end with a line of progress; Ctrl-C asks the server to cancel it. Failure is the job's error. */
export async function waitForJob(connection: Connection, terminal: Terminal, id: string): Promise<void> {
  const cancel = (): void => {
    terminal.err('\ncancelling · скасовуємо')
    void callOperation(connection, operationNamed('jobs.cancel'), { id }).catch(() => undefined)
  }
  process.once('SIGINT', cancel)
  try {
    for (;;) {
      const job = (await callOperation(connection, operationNamed('jobs.get'), { id })).body as unknown as JobState
      if (terminal.isTerminal) process.stderr.write(`\r${progressLine(job)}\u001b[K`)
      if (job.status === 'succeeded') return
      if (job.status === 'cancelled') throw new AppError('conflict', 'cancelled', { id })
      if (job.status === 'failed')
        throw new AppError(job.error?.code ?? 'internal', job.error?.reason ?? 'unexpected', job.error?.params ?? {})
      await pause(everyMs)
    }
  } finally {
    if (terminal.isTerminal) process.stderr.write('\n')
    process.off('SIGINT', cancel)
  }
}

function progressLine({ status, progress }: JobState): string {
  const { done = 0, total = null } = progress
  if (!total) return `${status} ${done > 0 ? done : ''}`
  const filled = Math.round((20 * done) / total)
  return `${'█'.repeat(filled)}${'░'.repeat(Math.max(0, 20 - filled))} ${done} / ${total}`
}
