import type { FastifyRequest } from 'fastify'
import { AppError } from '../base/errors.ts'
import { loadActor } from '../platform/actors.ts'
import type { Actor } from '../platform/access.ts'
import type { Runtime } from '../platform/execute.ts'
import { credentialOf } from './credentials.ts'

/** Who acts in the workspace. Without a valid credential 401; in a foreign or unknown workspace 404. */
export async function actorOf(runtime: Runtime, request: FastifyRequest, slug: string): Promise<Actor> {
  const credential = credentialOf(request)
  if (!credential) throw new AppError('unauthenticated', 'sign_in')
  const actor = await loadActor(runtime.database, credential, slug, runtime.now())
  if (typeof actor === 'object') return actor
  if (credential.kind === 'api_key') throw new AppError('unauthenticated', 'bad_token')
  if (actor === 'unknown') throw new AppError('unauthenticated', 'session_ended')
  throw new AppError('not_found', 'workspace', { slug })
}
