/**
 * The closed table of everything that can go wrong, shared by every door. The server sends the code and its
 * parameters; screens and terminals make the sentence in the reader's language (src/locales).
 */
export const errorTable = {
  invalid_input: { status: 400, exitCode: 2 },
  unauthenticated: { status: 401, exitCode: 3 },
  forbidden: { status: 403, exitCode: 4 },
  not_found: { status: 404, exitCode: 5 },
  conflict: { status: 409, exitCode: 6 },
  too_large: { status: 413, exitCode: 13 },
  insufficient_data: { status: 422, exitCode: 7 },
  version_required: { status: 428, exitCode: 8 },
  rate_limited: { status: 429, exitCode: 9 },
  internal: { status: 500, exitCode: 70 },
  upstream_failed: { status: 502, exitCode: 10 },
  unavailable: { status: 503, exitCode: 11 },
  timeout: { status: 504, exitCode: 12 },
} as const

export type ErrorCode = keyof typeof errorTable
export type ErrorParams = Record<string, unknown>

/**
 * An error meant for the reader. `reason` narrows the code to one sentence of the catalogue
 * (`errors.<code>.<reason>`), `params` fill that sentence and carry the place and the way out.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly reason: string
  readonly params: ErrorParams

  constructor(code: ErrorCode, reason: string, params: ErrorParams = {}) {
    super(`${code}: ${reason} ${JSON.stringify(params)}`)
    this.name = 'AppError'
    this.code = code
    this.reason = reason
    this.params = params
  }

  get status(): number {
    return errorTable[this.code].status
  }
}

/** A number beyond what is counted exactly (2^53): a mistyped amount or rate lies behind it. */
export const tooLarge = (): AppError => new AppError('invalid_input', 'too_large')

export const notFound = (entity: string, id: string): AppError => new AppError('not_found', 'record', { entity, id })

/** RFC 9457 body of an error. */
export type Problem = {
  type: string
  status: number
  code: ErrorCode
  reason: string
  params: ErrorParams
}

export const problemOf = (error: AppError): Problem => ({
  type: `urn:kurs:error:${error.code}`,
  status: error.status,
  code: error.code,
  reason: error.reason,
  params: error.params,
})
