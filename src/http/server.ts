import cookie from '@fastify/cookie'
import fastifyStatic from '@fastify/static'
import {
  fastify,
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, problemOf } from '../base/errors.ts'
import { findSession } from '../platform/actors.ts'
import type { Actor } from '../platform/access.ts'
import { executeIdentity } from '../platform/execute-identity.ts'
import { execute, type Runtime } from '../platform/execute.ts'
import type { Health } from '../platform/health/health.ts'
import type { Instruments } from '../platform/instruments.ts'
import { routeOf, type Caller, type IdentityOperation, type Operation } from '../platform/operation.ts'
import { actorOf } from './actor.ts'
import { assertOwnOrigin, clearSessionCookie, credentialOf, setSessionCookie } from './credentials.ts'
import { registerListExports } from './list-export.ts'
import { registerFileRoutes } from './files.ts'
import { registerHealth } from './health.ts'
import { registerInstruments } from './instruments.ts'
import { registerJobEvents } from './job-events.ts'
import { openApiDocument } from './openapi.ts'
import { queryReader } from './query-input.ts'

export type ServerParts = {
  runtime: Runtime
  operations: readonly Operation[]
  webDir: string | null
  health: () => Promise<Health>
  instruments: Instruments
  /** What Prometheus shows; null: only this machine reads the figures. */
  metricsKey: string | null
}

/** The nonce of each answer, for the page that is sent with it. */
const pageNonces = new WeakMap<FastifyRequest, string>()

const bodyLimitBytes = 5 * 1024 * 1024

/**
 * What the page may do: run and style itself with its own files, talk to its own server, and nothing else.
 * The one inline style (the component library's variables) carries a nonce of this answer; style attributes are
 * allowed for the sizes that tables and charts set while they are drawn.
 */
const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "object-src 'none'",
  ].join('; ')

/** The HTTP door: translates requests into operations and answers into HTTP; decides nothing. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const server = fastify({
    bodyLimit: bodyLimitBytes,
    loggerInstance: parts.runtime.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => parts.runtime.newId(),
    routerOptions: { maxParamLength: 200, querystringParser: (text) => Object.fromEntries(new URLSearchParams(text)) },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
  })
  await server.register(cookie)
  server.addHook('onRequest', async (request, reply) => {
    const nonce = randomBytes(16).toString('base64')
    pageNonces.set(request, nonce)
    void reply.headers({
      'content-security-policy': contentSecurityPolicy(nonce),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    })
    if (request.url.startsWith('/api/')) {
      void reply.header('cache-control', 'no-store')
      assertOwnOrigin(request)
    }
  })
  server.setErrorHandler((error, request, reply) => answerError(parts.runtime, error, request, reply))
  registerInstruments(server, parts.instruments, parts.metricsKey)
  for (const operation of parts.operations) registerOperation(server, parts.runtime, operation)
  registerFileRoutes(server, parts.runtime)
  registerListExports(server, parts.runtime, parts.operations)
  registerJobEvents(server, parts.runtime)
  registerHealth(server, parts.health)
  const document = openApiDocument(parts.operations)
  server.get('/api/v1/openapi.json', async () => document)
  await registerPages(server, parts.webDir)
  return server
}

function registerOperation(server: FastifyInstance, runtime: Runtime, operation: Operation): void {
  const { method, path } = routeOf(operation)
  const readQuery = queryReader(operation.input)
  server.route({
    method,
    url: path,
    config: { operation: operation.name },
    handler: async (request, reply) => {
      const params = request.params as { workspace?: string; id?: string }
      const given = method === 'GET' ? readQuery(request.query as Record<string, unknown>) : bodyOf(request)
      const input = { ...given, ...(params.id === undefined ? {} : { id: params.id }), ...versionOf(request, given) }
      if (operation.realm === 'identity') return answerIdentity(runtime, operation, request, reply, input)
      const actor = await actorOf(runtime, request, params.workspace ?? '')
      const call = { source: sourceOf(request, actor), idempotencyKey: idempotencyKeyOf(request) }
      return execute(runtime, operation, actor, input, call)
    },
  })
}

function bodyOf(request: FastifyRequest): Record<string, unknown> {
  if (request.body === undefined || request.body === null) return {}
  if (typeof request.body !== 'object' || Array.isArray(request.body)) throw new AppError('invalid_input', 'body')
  return request.body as Record<string, unknown>
}

/** `If-Match: "7"` says the version that the editor saw, as the body's `version` does. */
function versionOf(request: FastifyRequest, given: Record<string, unknown>): { version?: number } {
  const match = /^"?(\d{1,9})"?$/.exec(request.headers['if-match'] ?? '')
  return match && given.version === undefined ? { version: Number(match[1]) } : {}
}

/** `Idempotency-Key: …` names a write so that asking again after a broken connection has one effect. */
function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !/^[\x21-\x7E]{1,255}$/.test(key))
    throw new AppError('invalid_input', 'idempotency_key')
  return key
}

async function answerIdentity(
  runtime: Runtime,
  operation: IdentityOperation,
  request: FastifyRequest,
  reply: FastifyReply,
  input: unknown,
): Promise<unknown> {
  const credential = credentialOf(request)
  const found =
    credential?.kind === 'session' ? await findSession(runtime.database, credential.hash, runtime.now()) : null
  const caller: Caller = {
    userId: found?.userId ?? null,
    sessionHash: found?.sessionHash ?? null,
    address: request.ip,
    device: (request.headers['user-agent'] ?? '').slice(0, 300),
    source: request.headers['x-kurs-client'] === 'cli' ? 'cli' : 'screen',
  }
  // The cookie is set only once the transaction that made the session is committed.
  let issued: string | null = null
  let ended = false
  const session = { issue: (token: string) => void (issued = token), end: () => void (ended = true) }
  const answer = await executeIdentity(runtime, operation, caller, input, session)
  if (issued !== null) setSessionCookie(request, reply, issued)
  if (ended) clearSessionCookie(request, reply)
  return answer
}

const sourceOf = (request: FastifyRequest, actor: Actor): string => {
  if (request.headers['x-kurs-client'] === 'cli') return 'cli'
  return actor.kind === 'api_key' ? 'api' : 'screen'
}

function answerError(runtime: Runtime, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = error instanceof AppError ? error : fromFastify(error)
  if (known.code === 'internal')
    runtime.log.error({ err: error, reqId: request.id, route: request.routeOptions.url }, 'unexpected error')
  const params = known.code === 'internal' ? { request_id: request.id } : known.params
  const problem = { ...problemOf(known), params, instance: request.id }
  if (typeof params.retry_after_s === 'number') void reply.header('retry-after', params.retry_after_s)
  else if (known.code === 'unavailable') void reply.header('retry-after', 2)
  return reply.status(known.status).type('application/problem+json').send(JSON.stringify(problem))
}

/** Fastify's own refusals (bad JSON, too large, wrong type) as ours; everything else is unexpected. */
function fromFastify(error: unknown): AppError {
  const { statusCode, code } = error as { statusCode?: number; code?: string }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new AppError('invalid_input', statusCode === 413 ? 'body_too_large' : 'body', { detail: code ?? 'syntax' })
  }
  return new AppError('internal', 'unexpected')
}

/** The screens: one page for every address that is not the API's, hashed files cached for good. */
async function registerPages(server: FastifyInstance, webDir: string | null): Promise<void> {
  if (webDir !== null && existsSync(webDir)) {
    await server.register(fastifyStatic, {
      root: webDir,
      wildcard: false,
      index: false,
      setHeaders: (response, path) => {
        response.setHeader(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        )
      },
    })
  }
  const page = webDir !== null && existsSync(webDir) ? await readFile(join(webDir, 'index.html'), 'utf8') : null
  server.setNotFoundHandler((request, reply) => {
    const isPage =
      request.method === 'GET' &&
      !request.url.startsWith('/api/') &&
      (request.headers.accept ?? '').includes('text/html')
    if (isPage && page !== null) {
      const html = page.replaceAll('__CSP_NONCE__', pageNonces.get(request) ?? '')
      return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(html)
    }
    const problem = problemOf(
      new AppError('not_found', 'route', { method: request.method, path: request.url.split('?')[0] }),
    )
    return reply.status(404).type('application/problem+json').send(JSON.stringify(problem))
  })
}
