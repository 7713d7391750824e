import { z } from 'zod'

type Schema = { type?: string | string[]; anyOf?: Schema[]; properties?: Record<string, Schema> }

/**
 * Makes the reader of an operation's query string: lists and objects come as JSON, numbers and yes/no as text.
 * What does not fit its schema is left as it is, for the operation's own schema to refuse with its place.
 */
export function queryReader(input: z.ZodType): (query: Record<string, unknown>) => Record<string, unknown> {
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema
  const kinds = new Map(Object.entries(schema.properties ?? {}).map(([key, property]) => [key, kindsOf(property)]))
  return (query) =>
    Object.fromEntries(Object.entries(query).map(([key, value]) => [key, readValue(value, kinds.get(key))]))
}

function kindsOf(schema: Schema): Set<string> {
  const own = schema.type === undefined ? [] : [schema.type].flat()
  return new Set([...own, ...(schema.anyOf ?? []).flatMap((part) => [...kindsOf(part)])])
}

function readValue(value: unknown, kinds: Set<string> | undefined): unknown {
  if (typeof value !== 'string' || !kinds) return value
  if ((kinds.has('array') || kinds.has('object')) && /^\s*[[{]/.test(value)) return parseJson(value)
  if (kinds.has('string')) return value
  if ((kinds.has('number') || kinds.has('integer')) && /^-?\d+(\.\d+)?$/.test(value)) return Number(value)
  if (kinds.has('boolean') && (value === 'true' || value === 'false')) return value === 'true'
  return value
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
