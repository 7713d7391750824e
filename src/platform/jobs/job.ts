import type { z } from 'zod'
import type { Computation } from '../compute/computation.ts'
import type { Call } from '../execute.ts'
import type { Log } from '../log.ts'
import type { ReadContext, WriteContext } from '../operation.ts'
import type { Actor } from '../access.ts'

/** What is being done, how much of it, and of what: shown as a progress bar. `step` is a key of the catalogue. */
export type Progress = { step: string; done: number; total: number | null }

/** What a running job is handed. Each `read`/`write` is its own transaction; `write` fails once the lease is lost. */
export type JobContext = {
  id: string
  actor: Actor
  now: string
  attempt: number
  log: Log
  dataDir: string
  read: <T>(work: (context: ReadContext) => Promise<T>) => Promise<T>
  write: <T>(work: (context: WriteContext) => Promise<T>, call?: Partial<Call>) => Promise<T>
  /** The last word on a record: written also when somebody cancelled, yet not once the lease is lost. */
  settle: <T>(work: (context: WriteContext) => Promise<T>) => Promise<T>
  /** Long mathematics, on a thread of its own; ends when the job is cancelled. */
  compute: <Input, Step, Result>(
    computation: Computation<Input, Step, Result>,
    input: Input,
    onStep: (step: Step) => Promise<void>,
  ) => Promise<Result>
  /** Renews the lease and tells the screens; throws JobCancelled when somebody cancelled. Cheap: writes at most 4 times a second. */
  progress: (progress: Progress) => Promise<void>
  signal: AbortSignal
}

export class JobCancelled extends Error {
  constructor() {
    super('the job was cancelled')
    this.name = 'JobCancelled'
  }
}

export type Job<P extends z.ZodType = z.ZodType> = {
  kind: string
  payload: P
  run: (context: JobContext, payload: z.output<P>) => Promise<unknown>
}

export const defineJob = <P extends z.ZodType>(job: Job<P>): Job<P> => job
