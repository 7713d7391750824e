import type { Log } from './log.ts'

/** Tells of statements that took long: what was asked and by which operation, never with which values. */
export type SlowLog = {
  /** @param text SQL whose values are parameters; what stands in it as a literal is left out too */
  told: (engine: 'postgres' | 'duckdb', operation: string | null, text: string, ms: number) => void
}

const longestText = 600

/** @param thresholdMs statements that took at least so long are told */
export const createSlowLog = (log: Pick<Log, 'warn'>, thresholdMs: number): SlowLog => ({
  told: (engine, operation, text, ms) => {
    if (ms < thresholdMs) return
    log.warn({ engine, operation, ms: Math.round(ms), statement: withoutValues(text) }, 'a slow statement')
  },
})

/** One line of SQL without literals. */
export function withoutValues(text: string): string {
  const bare = text
    .replaceAll(/'(?:[^']|'')*'/g, '?')
    .replaceAll(/(?<![\w$.])\d+(?:\.\d+)?(?!\w)/g, '?')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return bare.length > longestText ? `${bare.slice(0, longestText - 1)}…` : bare
}
