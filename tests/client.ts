import type { FastifyInstance } from 'fastify'
import type { Database } from '../src/platform/postgres/database.ts'
import { sql } from '../src/platform/postgres/query.ts'
import { hashToken, newToken } from '../src/platform/secret-tokens.ts'

export const password = 'correct horse battery'

export async function setupToken(database: Database): Promise<string> {
  const token = newToken()
  await database.transaction(
    'kurs_identity',
    null,
    (db) =>
      db.query(
        sql`insert into identity.setup_token (token_hash, expires_at) values (${hashToken(token)}, now() + interval '30 minutes')`,
      ),
    { access: 'write' },
  )
  return token
}

export type Answer<T = Record<string, unknown>> = { status: number; body: T; cookie: string | null }

/** A caller with a cookie jar of one cookie, or an API key. */
export class Client {
  readonly #app: FastifyInstance
  cookie: string | null = null
  apiKey: string | null = null

  constructor(app: FastifyInstance) {
    this.#app = app
  }

  async call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const isBytes = Buffer.isBuffer(body)
    const response = await this.#app.inject({
      method: method as 'GET',
      url: path,
      headers: {
        ...(this.apiKey ? { authorization: `Bearer ${this.apiKey}` } : {}),
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(body !== undefined && !isBytes ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: isBytes ? body : JSON.stringify(body) }),
    })
    const setCookie = [response.headers['set-cookie'] ?? []].flat()[0]
    if (setCookie) this.cookie = setCookie.split(';')[0] ?? null
    return {
      status: response.statusCode,
      body: (response.body === '' ? {} : response.json()) as T,
      cookie: setCookie ?? null,
    }
  }

  get = <T = Record<string, unknown>>(path: string) => this.call<T>('GET', path)
  post = <T = Record<string, unknown>>(path: string, body: unknown = {}) => this.call<T>('POST', path, body)
  patch = <T = Record<string, unknown>>(path: string, body: unknown) => this.call<T>('PATCH', path, body)
}

/** The first administrator, signed in, with a workspace counted in dollars. */
export async function setUp(server: {
  app: FastifyInstance
  setupToken: () => Promise<string>
}): Promise<{ client: Client; slug: string; base: string }> {
  const client = new Client(server.app)
  const answer = await client.post<{ workspaces: { slug: string }[] }>('/api/v1/setup/complete', {
    token: await server.setupToken(),
    email: 'olena@example.com',
    name: 'Олена',
    password,
    workspace: { name: 'Перша', currency: 'USD', time_zone: 'Europe/Kyiv' },
  })
  const slug = answer.body.workspaces?.[0]?.slug ?? ''
  return { client, slug, base: `/api/v1/w/${slug}` }
}
