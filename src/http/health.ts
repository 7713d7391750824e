import type { FastifyInstance } from 'fastify'
import type { Health } from '../platform/health/health.ts'

/** `live`: the process answers. `ready`: what it needs answers too; says which part is down and why, in one word each. */
export function registerHealth(server: FastifyInstance, health: () => Promise<Health>): void {
  server.get('/health/live', async () => ({ status: 'live' }))
  server.get('/health/ready', async (_request, reply) => {
    const answer = await health()
    return reply
      .header('cache-control', 'no-store')
      .status(answer.status === 'unavailable' ? 503 : 200)
      .send(answer)
  })
}
