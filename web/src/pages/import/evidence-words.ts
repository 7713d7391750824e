import type { z } from 'zod'
import type { MessageKey } from '../../../../src/locales/en/index.ts'
import type { evidence as evidenceSchema, RefusedRow } from '../../../../src/domains/imports/schema.ts'
import { useOptionalT, useT, useFormat, type MessageArguments } from '../../i18n.tsx'

type Evidence = z.infer<typeof evidenceSchema>

/** Names of fields, formats and lists in the parameters of a finding become words. */
const wordKeys: Record<string, (word: string) => string> = {
  known: (word) => `imports.known.${word}`,
  found: (word) => `imports.format.${word}`,
  expected: (word) => `imports.expected.${word}`,
  order: (word) => `imports.order.${word}`,
  target: (word) => `imports.target.${word}`,
}
const days = ['created_on', 'today']

function useParamWords(): (params: Record<string, unknown>) => MessageArguments {
  const optional = useOptionalT()
  const format = useFormat()
  return (params) =>
    Object.fromEntries(
      Object.entries(params).map(([name, value]): [string, string | number] => {
        if (typeof value === 'number') return [name, value]
        if (Array.isArray(value)) return [name, value.map(String).slice(0, 6).join(', ')]
        const text = typeof value === 'string' ? value : ''
        if (days.includes(name) && /^\d{4}-\d\d-\d\d$/.test(text)) return [name, format.day(text)]
        return [name, optional(wordKeys[name]?.(text) ?? '') ?? text]
      }),
    )
}

/** Why something was recognised so; null for a finding this screen has no sentence for. */
export function useEvidenceWords(): (evidence: Evidence) => string | null {
  const optional = useOptionalT()
  const words = useParamWords()
  return ({ code, params }) => optional(`imports.why.${code}`, words(params)) ?? null
}

export function useReasonWords(): (row: RefusedRow) => string {
  const optional = useOptionalT()
  const words = useParamWords()
  const t = useT()
  return ({ code, params }) => optional(`imports.reason.${code}`, words(params)) ?? t('imports.reason.other', { code })
}

const customPrefix = 'attributes.'

/** A target in words; `attributes.<key>` is a custom field. */
export function useTargetWords(): (target: string) => string {
  const optional = useOptionalT()
  const t = useT()
  return (target) =>
    target.startsWith(customPrefix)
      ? t('imports.columns.custom', { key: target.slice(customPrefix.length) })
      : (optional(`imports.target.${target}`) ?? target)
}

export const delimiterKeys: Record<string, MessageKey> = {
  ',': 'imports.delimiter.comma',
  ';': 'imports.delimiter.semicolon',
  '\t': 'imports.delimiter.tab',
  '|': 'imports.delimiter.bar',
}
