import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../base/errors.ts'
import type { Instruments } from '../platform/instruments.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: string
  }
}

/**
 * `/metrics` for Prometheus, and what fills it. With a key in the configuration, whoever shows it; without one, only
 * this machine itself, and nobody whom a proxy speaks for.
 */
export function registerInstruments(server: FastifyInstance, instruments: Instruments, key: string | null): void {
  server.addHook('onResponse', async (request, reply) => {
    const operation = request.routeOptions.config.operation ?? 'other'
    instruments.requestEnded(operation, reply.statusCode, reply.elapsedTime / 1000)
  })
  server.get('/metrics', { config: { operation: 'metrics.scrape' } }, async (request, reply) => {
    const mayRead = key === null ? isThisMachine(request) : showsKey(request, key)
    if (!mayRead) throw new AppError('unauthenticated', 'metrics_key')
    const { type, body } = await instruments.text()
    return reply.header('cache-control', 'no-store').type(type).send(body)
  })
}

function isThisMachine(request: FastifyRequest): boolean {
  const { headers } = request
  const isSpokenFor = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => name in headers)
  return !isSpokenFor && ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '')
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const showsKey = ({ headers }: FastifyRequest, key: string): boolean =>
  timingSafeEqual(digest(headers.authorization ?? ''), digest(`Bearer ${key}`))
