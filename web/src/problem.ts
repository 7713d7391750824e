import { errorTable, type ErrorCode } from '../../src/base/errors.ts'

/** An answer that is no answer: the server's problem+json, or its silence. Sentences are made where it is shown. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: ErrorCode
  readonly reason: string
  readonly params: Record<string, unknown>

  constructor(status: number, code: ErrorCode, reason: string, params: Record<string, unknown> = {}) {
    super(`${code}: ${reason}`)
    this.name = 'ApiProblem'
    this.status = status
    this.code = code
    this.reason = reason
    this.params = params
  }
}

const isCode = (value: unknown): value is ErrorCode => typeof value === 'string' && Object.hasOwn(errorTable, value)

/** A proxy's HTML page or an empty body is "the server is not there", not a puzzle for the reader. */
export function problemFrom(status: number, body: unknown): ApiProblem {
  if (typeof body === 'object' && body !== null && 'code' in body && isCode(body.code)) {
    const reason = 'reason' in body && typeof body.reason === 'string' ? body.reason : ''
    const params = 'params' in body && typeof body.params === 'object' ? body.params : {}
    return new ApiProblem(status, body.code, reason, (params ?? {}) as Record<string, unknown>)
  }
  return new ApiProblem(status, status >= 500 ? 'unavailable' : 'internal', 'unexpected_answer', { status })
}

/** Whatever was thrown, as a problem that a screen can speak about. */
export function problemOfThrown(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error
  const detail = error instanceof Error ? error.message : String(error)
  return new ApiProblem(0, 'internal', 'screen', { detail })
}
