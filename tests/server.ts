import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { jobs, operations } from '../src/catalog.ts'
import { inject } from 'vitest'
import { createServer } from '../src/http/server.ts'
import { Threads } from '../src/platform/compute/threads.ts'
import type { Runtime } from '../src/platform/execute.ts'
import { JobWorker } from '../src/platform/jobs/worker.ts'
import { createLog } from '../src/platform/log.ts'
import { Passwords } from '../src/platform/passwords.ts'
import { Database } from '../src/platform/postgres/database.ts'
import { sql } from '../src/platform/postgres/query.ts'
import { createReplicas } from '../src/platform/replica/replicas.ts'
import { hashToken, newToken } from '../src/platform/secret-tokens.ts'
import { StoredFiles } from '../src/platform/stored-files.ts'
import { createTestDatabase } from './database.ts'

export const password = 'correct horse battery'

/** A whole server on a database of its own, without a port; jobs run when the test drains them. */
export async function startTestServer(options: { webDir?: string } = {}) {
  const testDatabase = await createTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'kurs-server-'))
  const database = new Database(testDatabase.appUrl)
  const log = createLog('silent')
  const replicas = createReplicas({ dataDir, database, log, engine: 'duckdb' })
  const threads = new Threads(inject('threadPath'))
  const runtime: Runtime = {
    database,
    auditKey: Buffer.from(testDatabase.auditKey, 'hex'),
    log,
    now: () => new Date().toISOString(),
    newId: () => randomUUID(),
    files: new StoredFiles(dataDir),
    passwords: new Passwords(),
    replicaOf: (actor, db) => replicas.of(actor, db),
    compute: threads.compute,
  }
  const app = await createServer({ runtime, operations, webDir: options.webDir ?? null })
  const worker = new JobWorker(runtime, jobs, dataDir)
  const close = async (): Promise<void> => {
    await worker.stop()
    await threads.close()
    await app.close()
    await replicas.close()
    await database.close()
    await testDatabase.drop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return {
    app,
    runtime,
    worker,
    database,
    ownerUrl: testDatabase.ownerUrl,
    close,
    setupToken: () => setupToken(database),
  }
}

export type TestServer = Awaited<ReturnType<typeof startTestServer>>

async function setupToken(database: Database): Promise<string> {
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
export async function setUp(server: TestServer): Promise<{ client: Client; slug: string; base: string }> {
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

/** Invites somebody and signs them in as that role, linked to a person or not. */
export async function joinAs(
  server: TestServer,
  administrator: { client: Client; base: string },
  role: string,
  personId: string | null = null,
): Promise<Client> {
  const email = `${role}-${randomUUID().slice(0, 8)}@example.com`
  const invited = await administrator.client.post<{ token: string }>(`${administrator.base}/invitations`, {
    email,
    role,
    person_id: personId,
  })
  const client = new Client(server.app)
  await client.post('/api/v1/invitations/accept', { token: invited.body.token, name: role, password })
  return client
}
