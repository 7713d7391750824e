import { readFlag, type Flag } from './flags.ts'

/** What was typed for the flags of a command, as the operation takes it. */
export function inputOf(flags: readonly Flag[], typed: Record<string, string | true>): Record<string, unknown> {
  const camel = (field: string): string => field.replaceAll(/_(\w)/g, (_match, letter: string) => letter.toUpperCase())
  return Object.fromEntries(
    flags.flatMap((flag) => {
      const text = typed[camel(flag.field)]
      return typeof text === 'string' ? [[flag.field, readFlag(flag, text)]] : []
    }),
  )
}
