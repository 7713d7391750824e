import type { FastifyRequest } from 'fastify'
import { AppError } from '../base/errors.ts'
import { findSession, loadActor } from '../platform/actors.ts'
import type { Actor } from '../platform/access.ts'
import type { Runtime } from '../platform/execute.ts'
import { credentialOf } from './credentials.ts'

/** Who acts in the workspace. Without a valid credential 401; in a foreign or unknown workspace 404. */
export async function actorOf(runtime: Runtime, request: FastifyRequest, slug: string): Promise<Actor> {
  const credential = credentialOf(request)
  if (!credential) throw new AppError('unauthenticated', 'sign_in')
  const { database } = runtime
  const isLive = credential.kind === 'api_key' || (await findSession(database, credential.hash, runtime.now())) !== null
  if (!isLive) throw new AppError('unauthenticated', 'session_ended')
  const actor = await loadActor(database, credential, slug, runtime.now())
  if (actor) return actor
  if (credential.kind === 'api_key') throw new AppError('unauthenticated', 'bad_token')
  throw new AppError('not_found', 'workspace', { slug })
}
