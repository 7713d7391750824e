import { AppError, errorTable } from '../base/errors.ts'

/** The terminal as the commands see it. */
export type Terminal = {
  out: (text: string) => void
  /** Bytes as they are: a file that was asked for. */
  write: (bytes: Uint8Array) => void
  err: (text: string) => void
  isTerminal: boolean
  language: 'en' | 'uk'
  env: NodeJS.ProcessEnv
  readInput: () => Promise<string>
}

const widest = 40

/** An answer: a table of a list on a terminal, else JSON exactly as the API gave it. */
export function show(terminal: Terminal, body: unknown, isJson: boolean): void {
  const items = (body as { items?: unknown }).items
  const isTable = terminal.isTerminal && !isJson && Array.isArray(items) && items.length > 0
  terminal.out(
    isTable
      ? table(items as Record<string, unknown>[])
      : JSON.stringify(body, null, terminal.isTerminal && !isJson ? 2 : 0),
  )
}

function table(items: Record<string, unknown>[]): string {
  const columns = Object.keys(items[0] ?? {}).filter((key) => items.some((item) => cell(item[key]) !== ''))
  const rows = items.map((item) => columns.map((column) => cell(item[column])))
  const widths = columns.map((column, i) => Math.max(column.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (cells: string[]): string =>
    cells
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  return [line(columns), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n')
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return text.length > widest ? `${text.slice(0, widest - 1)}…` : text
}

/** One sentence on standard error with the place and the way out; the exit code is the error's own. */
export function showError(terminal: Terminal, error: unknown, say: (error: AppError) => string): number {
  if (!(error instanceof AppError)) {
    terminal.err(error instanceof Error ? error.message : String(error))
    return errorTable.internal.exitCode
  }
  terminal.err(say(error))
  return errorTable[error.code].exitCode
}
