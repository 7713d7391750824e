import type { FastifyInstance } from 'fastify'
import type { Runtime } from '../platform/execute.ts'
import { sql } from '../platform/postgres/query.ts'

/** `live`: the process answers. `ready`: what it needs answers too; says which part is down. */
export function registerHealth(server: FastifyInstance, runtime: Runtime): void {
  server.get('/health/live', async () => ({ status: 'live' }))
  server.get('/health/ready', async (_request, reply) => {
    const database = await runtime.database
      .transaction('kurs_app', null, (db) => db.query(sql`select 1`), { statementTimeoutMs: 2000 })
      .then(() => 'up')
      .catch(() => 'down')
    return reply
      .status(database === 'up' ? 200 : 503)
      .send({ status: database === 'up' ? 'ready' : 'unavailable', parts: { database } })
  })
}
