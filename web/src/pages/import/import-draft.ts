import type { z } from 'zod'
import type { columnMapping, ImportRecord, Mapping, stageMeaning } from '../../../../src/domains/imports/schema.ts'

export type Column = z.infer<typeof columnMapping>
export type Stage = z.infer<typeof stageMeaning>

/** Choices not sent yet. */
export type Draft = Mapping & { isChanged: boolean }
export const draftOf = (record: ImportRecord): Draft => ({ ...record.mapping, isChanged: false })

/** Another column keeps its place; evidence of the old target no longer speaks for the new one. */
export function withTarget(draft: Draft, index: number, target: string | null): Draft {
  const columns = draft.columns.map((column) =>
    column.column === index ? { column: index, name: column.name, target, format: column.format } : column,
  )
  return { ...draft, columns, isChanged: true }
}

export function withFormat(draft: Draft, index: number, format: Column['format']): Draft {
  const columns = draft.columns.map((column) => (column.column === index ? { ...column, format } : column))
  return { ...draft, columns, isChanged: true }
}

export const withOptions = (draft: Draft, options: Partial<Draft['options']>): Draft => ({
  ...draft,
  options: { ...draft.options, ...options },
  isChanged: true,
})

/** Targets that two columns claim. */
export function claimedTwice(columns: readonly Column[]): string[] {
  const targets = columns.flatMap(({ target }) => (target === null ? [] : [target]))
  return [...new Set(targets.filter((target, i) => targets.indexOf(target) !== i))]
}

/** A saved mapping on this file: columns found by name, the others stay as recognised. */
export function withSaved(draft: Draft, saved: Mapping): Draft {
  const columns = draft.columns.map((column) => {
    const known = saved.columns.find(({ name }) => name === column.name)
    return known ? { ...column, target: known.target, format: known.format } : column
  })
  const stages = draft.options.stages.map(
    (stage) => saved.options.stages.find(({ value }) => value === stage.value) ?? stage,
  )
  return { columns, options: { ...saved.options, stages }, isChanged: true }
}
