import type { FastifyInstance } from 'fastify'
import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { AppError } from '../base/errors.ts'
import { operators } from '../platform/access.ts'
import { assertAllowed, type Runtime } from '../platform/execute.ts'
import { actorOf } from './actor.ts'

const storing = { name: 'files.create', kind: 'write', allow: operators } as const

/** Uploads stream to disk: `POST …/files` with the bytes as body and the name, percent-encoded, in `x-file-name`. */
export function registerFileRoutes(server: FastifyInstance, runtime: Runtime): void {
  void server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
    scope.post('/api/v1/w/:workspace/files', { bodyLimit: Number.MAX_SAFE_INTEGER }, async (request) => {
      const actor = await actorOf(runtime, request, (request.params as { workspace: string }).workspace)
      assertAllowed(storing, actor)
      if (request.body === undefined) throw new AppError('invalid_input', 'body')
      const about = {
        id: runtime.newId(),
        name: fileName(request.headers['x-file-name']),
        stored_at: runtime.now(),
        stored_by: actor.name,
      }
      const { id, name, size, sha256 } = await runtime.files.save(
        actor.workspaceId,
        about,
        request.body as Readable,
        declaredBytes(request.headers),
      )
      return { file_id: id, name, size, sha256 }
    })
  })
}

/** What the sender says the body comes to; null when it does not say. */
function declaredBytes(headers: IncomingHttpHeaders): number | null {
  const told = headers['content-length']
  return told === undefined ? null : Number(told)
}

/** The last part of a path, for people to read; files are kept by id alone. */
function fileName(header: string | string[] | undefined): string {
  let name = typeof header === 'string' ? header : ''
  try {
    name = decodeURIComponent(name)
  } catch {
    throw new AppError('invalid_input', 'file_name')
  }
  const last = name.split(/[/\\]/).at(-1) ?? ''
  return (
    last
      .replaceAll(/\p{Cc}/gu, '')
      .trim()
      .slice(0, 200) || 'file'
  )
}
