import { pino } from 'pino'

export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>

/** Structured log on standard error; secrets never enter it. */
export const createLog = (level: string): pino.Logger =>
  pino(
    { level, redact: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.token', '*.authorization'] },
    pino.destination({ dest: 2, sync: true }),
  )
