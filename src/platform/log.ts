import { pino } from 'pino'

export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>

/** Fields of an error that a log needs; PostgreSQL's `detail` and `where` repeat what people typed. */
const kept = ['code', 'constraint', 'table', 'schema', 'routine', 'severity', 'reason'] as const

/** Structured log on standard error; secrets never enter it, nor the values of a failed statement. */
export const createLog = (
  level: string,
  destination: pino.DestinationStream = pino.destination({ dest: 2, sync: true }),
): pino.Logger =>
  pino(
    {
      level,
      serializers: { err: sayError },
      redact: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.token', '*.authorization'],
    },
    destination,
  )

function sayError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const fields = error as Error & Partial<Record<(typeof kept)[number], unknown>>
  const message = isDataError(fields) ? error.message.replaceAll(/"[^"]*"/g, '"…"') : error.message
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line))
  const rest = Object.fromEntries(kept.filter((key) => fields[key] !== undefined).map((key) => [key, fields[key]]))
  const cause = error.cause === undefined ? {} : { cause: sayError(error.cause) }
  return { type: error.name, message, ...rest, ...cause, stack: frames?.join('\n') }
}

/** PostgreSQL's class 22 quotes the value that it could not read. */
const isDataError = (error: { code?: unknown; severity?: unknown }): boolean =>
  error.severity !== undefined && typeof error.code === 'string' && error.code.startsWith('22')
