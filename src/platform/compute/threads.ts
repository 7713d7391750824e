import { availableParallelism } from 'node:os'
import { MessageChannel } from 'node:worker_threads'
import { Piscina } from 'piscina'
import type { Computation, ComputeOptions } from './computation.ts'
import type { ThreadTask } from './thread.ts'

const idleMs = 30_000
const defaultHeapMiB = 4096

/**
 * Threads for long mathematics: none until somebody asks, at most one less than the cores so that the server keeps
 * its own, gone again when idle. A thread that runs out of memory fails its own computation and nothing else, as long as no
 * single piece it asks for is over the 16 MiB that Node lets a thread have beyond its limit in order to end it.
 */
export class Threads {
  readonly #pool: Piscina<ThreadTask, unknown>

  /**
   * @param entryPath the built program of a thread (dist/worker.js)
   * @param limits.heapMiB what one computation may take
   */
  constructor(entryPath: string, limits: { heapMiB: number } = { heapMiB: defaultHeapMiB }) {
    this.#pool = new Piscina({
      filename: entryPath,
      name: 'compute',
      minThreads: 0,
      maxThreads: Math.max(1, availableParallelism() - 1),
      idleTimeout: idleMs,
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMiB },
    })
  }

  compute = async <Input, Step, Result>(
    computation: Computation<Input, Step, Result>,
    input: Input,
    { signal, onStep }: ComputeOptions<Step>,
  ): Promise<Result> => {
    const { port1: steps, port2 } = new MessageChannel()
    const stop = new AbortController()
    const either = AbortSignal.any([signal, stop.signal])
    const teller = new NewestStep(onStep, (reason) => stop.abort(reason))
    steps.on('message', (step: Step) => teller.tell(step))
    try {
      const task = { computation: computation.name, input, steps: port2 }
      return (await this.#pool.run(task, { transferList: [port2], signal: either })) as Result
    } catch (error) {
      throw either.aborted ? either.reason : error
    } finally {
      steps.close()
      await teller.settled
    }
  }

  close = (): Promise<void> => this.#pool.destroy()
}

/** Hands on the newest step when the listener is free again; those that came meanwhile are skipped. */
class NewestStep<Step> {
  settled: Promise<void> = Promise.resolve()
  readonly #listen: (step: Step) => Promise<void>
  readonly #fail: (reason: unknown) => void
  #waiting: { step: Step } | null = null
  #isBusy = false

  constructor(listen: (step: Step) => Promise<void>, fail: (reason: unknown) => void) {
    this.#listen = listen
    this.#fail = fail
  }

  tell(step: Step): void {
    this.#waiting = { step }
    if (!this.#isBusy) this.settled = this.#drain()
  }

  async #drain(): Promise<void> {
    this.#isBusy = true
    try {
      for (let next = this.#take(); next; next = this.#take()) await this.#listen(next.step)
    } catch (error) {
      this.#fail(error)
    } finally {
      this.#isBusy = false
    }
  }

  #take(): { step: Step } | null {
    const next = this.#waiting
    this.#waiting = null
    return next
  }
}
