import type { MessagePort } from 'node:worker_threads'
import type { AnyComputation } from './computation.ts'

/** What a thread is asked: which computation, on what, and where to tell its steps. */
export type ThreadTask = { computation: string; input: unknown; steps: MessagePort }

const tellEveryMs = 100

/** The thread's side: runs the named computation to its end and tells a step now and then. */
export async function runOnThread(computations: readonly AnyComputation[], task: ThreadTask): Promise<unknown> {
  const computation = computations.find(({ name }) => name === task.computation)
  if (!computation) throw new Error(`no computation is called ${task.computation}`)
  // Its input was type-checked where the computation was asked for.
  const work = computation.run(task.input as never)
  let toldAtMs = -Infinity
  for (;;) {
    const next = await work.next()
    if (next.done) return next.value
    if (performance.now() - toldAtMs < tellEveryMs) continue
    toldAtMs = performance.now()
    task.steps.postMessage(next.value)
  }
}
