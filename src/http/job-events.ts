import type { FastifyInstance } from 'fastify'
import { setTimeout as pause } from 'node:timers/promises'
import { isUuid } from '../base/ids.ts'
import { notFound } from '../base/errors.ts'
import { inRead, type Runtime } from '../platform/execute.ts'
import { sql } from '../platform/postgres/query.ts'
import { actorOf } from './actor.ts'

type JobState = { status: string; progress: unknown; error: unknown; attempt: number }

const everyMs = 250
const longestMs = 60 * 60_000
const isOver = (status: string): boolean => ['succeeded', 'failed', 'cancelled'].includes(status)

/** Server-sent events of a job's progress, until it is over or the reader leaves. */
export function registerJobEvents(server: FastifyInstance, runtime: Runtime): void {
  server.get('/api/v1/w/:workspace/jobs/:id/events', async (request, reply) => {
    const { workspace, id } = request.params as { workspace: string; id: string }
    const actor = await actorOf(runtime, request, workspace)
    const read = (): Promise<JobState | null> =>
      inRead(runtime, actor, { source: 'screen' }, ({ db }) =>
        db.first<JobState>(
          sql`select status, progress, error, attempt from jobs.job where workspace_id = ${actor.workspaceId} and id = ${id}`,
        ),
      )
    const first = isUuid(id) ? await read() : null
    if (!first) throw notFound('job', id)
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    const until = Date.now() + longestMs
    let told = ''
    for (
      let state: JobState | null = first;
      state !== null && !raw.destroyed && Date.now() < until;
      state = await read().catch(() => null)
    ) {
      const text = JSON.stringify(state)
      if (text !== told) raw.write(`data: ${text}\n\n`)
      told = text
      if (isOver(state.status)) break
      await pause(everyMs)
    }
    raw.end()
  })
}
