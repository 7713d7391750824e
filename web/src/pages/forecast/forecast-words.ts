const methods = ['blend', 'run_rate', 'stage_hazard', 'stage_weighted', 'same_period_last_year'] as const
export type MethodName = (typeof methods)[number] | 'other'

/** A method the catalogue of words knows. */
export const methodName = (method: string): MethodName => methods.find((known) => known === method) ?? 'other'

/** The last day of a half-open window. */
export const lastDay = (to: string): string =>
  new Date(Date.parse(`${to}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
