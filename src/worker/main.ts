import { computations } from '../computations.ts'
import { runOnThread, type ThreadTask } from '../platform/compute/thread.ts'

/** What a thread of the server does: one computation at a time. */
export const compute = (task: ThreadTask): Promise<unknown> => runOnThread(computations, task)
