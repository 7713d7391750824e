import { z } from 'zod'
import { AppError } from '../base/errors.ts'
import type { Operation } from '../platform/operation.ts'

type Schema = {
  type?: string | string[]
  anyOf?: Schema[]
  enum?: unknown[]
  properties?: Record<string, Schema>
  required?: string[]
  default?: unknown
}

/** A flag of a command, from a field of the operation's input. */
export type Flag = {
  field: string
  flag: string
  hint: string
  isRequired: boolean
  isStructured: boolean
  isText: boolean
}

export const kebab = (text: string): string => text.replaceAll('_', '-')

export function flagsOf(operation: Operation): Flag[] {
  const schema = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }) as Schema
  return Object.entries(schema.properties ?? {}).map(([field, property]) => {
    const kinds = kindsOf(property)
    const isStructured = kinds.has('array') || kinds.has('object')
    return {
      field,
      flag: `--${kebab(field)} <${isStructured ? 'json' : kinds.has('boolean') ? 'true|false' : 'value'}>`,
      hint: property.enum ? property.enum.join(' | ') : [...kinds].join(' or '),
      isRequired: schema.required?.includes(field) ?? false,
      isStructured,
      isText: kinds.has('string') && !isStructured,
    }
  })
}

function kindsOf(schema: Schema): Set<string> {
  const own = schema.type === undefined ? [] : [schema.type].flat()
  return new Set([...own, ...(schema.anyOf ?? []).flatMap((part) => [...kindsOf(part)])])
}

/** What was typed for a flag, as JSON the operation takes. `null` empties a field. */
export function readFlag(flag: Flag, text: string): unknown {
  if (text === 'null') return null
  if (flag.isText && !(flag.isStructured && /^\s*[[{]/.test(text))) return text
  if (flag.isStructured && !/^\s*[[{"]/.test(text) && !flag.isText) return readList(text)
  try {
    return JSON.parse(text)
  } catch {
    if (flag.isStructured) throw new AppError('invalid_input', 'flag_json', { flag: flag.flag, text })
    return text
  }
}

/** `a,b` is the short way to write a list of texts. */
const readList = (text: string): unknown => text.split(',').map((part) => part.trim())
