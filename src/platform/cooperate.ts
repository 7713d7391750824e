import { setImmediate } from 'node:timers/promises'

/**
 * Runs long mathematics written as a generator on the server's own thread without holding it: between steps
 * everybody else gets a turn. What one step costs is what others may wait.
 * @param onStep told of every step; throwing (a cancelled job) ends the work
 */
export async function runInSteps<Step, Result>(
  work: Generator<Step, Result>,
  onStep: (step: Step) => Promise<void>,
): Promise<Result> {
  for (;;) {
    const next = work.next()
    if (next.done) return next.value
    await onStep(next.value)
    await setImmediate()
  }
}
