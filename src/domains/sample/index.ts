import { loadJob, removeJob } from './jobs.ts'
import { getSample, load, remove } from './operations.ts'

/** A made-up company to look around in, and to take away again. */
export const sampleOperations = [getSample, load, remove] as const
export const sampleJobs = [loadJob, removeJob] as const
