import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../base/errors.ts'
import { absoluteDays, type HashedCredential } from '../platform/actors.ts'
import { hashToken } from '../platform/secret-tokens.ts'

/** Over https the cookie is bound to the host; plain http is for the own machine. */
const cookieName = (request: FastifyRequest): string => (request.protocol === 'https' ? '__Host-kurs' : 'kurs_session')

/** What the request shows of its sender; null when nothing. A bearer token that is no key of ours shows nothing valid. */
export function credentialOf(request: FastifyRequest): HashedCredential | null {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const token = /^Bearer (\S{20,200})$/.exec(authorization)?.[1]
    if (!token) throw new AppError('unauthenticated', 'bad_token')
    return { kind: token.startsWith('kurs_') ? 'api_key' : 'session', hash: hashToken(token) }
  }
  const cookie = request.cookies[cookieName(request)]
  return cookie ? { kind: 'session', hash: hashToken(cookie) } : null
}

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  void reply.setCookie(cookieName(request), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
    maxAge: absoluteDays * 86_400,
  })
}

export const clearSessionCookie = (request: FastifyRequest, reply: FastifyReply): void =>
  void reply.clearCookie(cookieName(request), { path: '/' })

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A page of another origin cannot make a signed-in browser change anything: unsafe requests with a cookie must
 * come from our own pages. Keys are not sent by browsers on their own, so they need no such proof.
 */
export function assertOwnOrigin(request: FastifyRequest): void {
  if (safeMethods.has(request.method)) return
  const site = request.headers['sec-fetch-site']
  const { origin } = request.headers
  const foreignSite = typeof site === 'string' && site !== 'same-origin' && site !== 'none'
  if (foreignSite || (origin !== undefined && !isOwn(request, origin)))
    throw new AppError('forbidden', 'origin', { origin })
}

function isOwn(request: FastifyRequest, origin: string): boolean {
  try {
    return new URL(origin).host === request.host
  } catch {
    return false
  }
}
