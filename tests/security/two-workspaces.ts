import { expect } from 'vitest'
import { operations } from '../../src/catalog.ts'
import { apiKeyScopes, roles } from '../../src/platform/access.ts'
import { hashToken } from '../../src/platform/secret-tokens.ts'
import { Client, password, setUp } from '../client.ts'
import { joinAs, startTestServer, type TestServer } from '../server.ts'
import type { Caller, Place } from './matrix.ts'
import { namedRoutes, recordRoutes, type ServedRoute } from './requests.ts'
import { watchRows, type RowWatch } from './row-watch.ts'
import { useWorkspace, type Administrator, type UsedWorkspace } from './used-workspace.ts'

/** Two workspaces that look alike, everybody who may call the second, and what must never come back from the first. */
export type TwoWorkspaces = {
  server: TestServer
  watch: RowWatch
  routes: ServedRoute[]
  place: Place
  /** Administrator of both. */
  administrator: Client
  secrets: { mark: string; ids: ReadonlySet<string> }
  close(): Promise<void>
}

export async function openTwoWorkspaces(): Promise<TwoWorkspaces> {
  const { started: server, served } = await recordRoutes(() => startTestServer())
  const first = await setUp(server)
  const administrator = first.client
  const mark = 'foreign7q'
  const theirs = await useWorkspace(server, first, mark)
  const made = await administrator.post<{ workspaces: { slug: string }[] }>('/api/v1/workspaces', { name: 'Друга' })
  const slug = made.body.workspaces.find((workspace) => workspace.slug !== first.slug)?.slug ?? ''
  const admin = { client: administrator, slug, base: `/api/v1/w/${slug}` }
  const own = await useWorkspace(server, admin, 'own')
  const watch = await watchRows(server.ownerUrl)
  return {
    server,
    watch,
    routes: namedRoutes(served, operations),
    place: await placeOf({ server, watch }, admin, own, theirs),
    administrator,
    secrets: { mark, ids: new Set([...Object.values(theirs.ids), ...Object.values(theirs.spare)]) },
    close: async () => {
      await watch.close()
      await server.close()
    },
  }
}

type Ground = { server: TestServer; watch: RowWatch }

async function placeOf(
  { server, watch }: Ground,
  admin: Administrator,
  own: UsedWorkspace,
  theirs: UsedWorkspace,
): Promise<Place> {
  const leader = await admin.client.post<{ id: string }>(`${admin.base}/people`, { name: 'Керівниця' })
  const team = await admin.client.get<{ version: number }>(`${admin.base}/teams/${own.ids.teams}`)
  const led = { version: team.body.version, lead_id: leader.body.id }
  expect((await admin.client.patch(`${admin.base}/teams/${own.ids.teams}`, led)).status).toBe(200)
  const people: Record<string, string | null> = { seller: own.ids.people ?? '', manager: leader.body.id }
  const members: Caller[] = [caller('administrator of both', admin.client, 'administrator')]
  for (const role of roles) members.push(caller(role, await joinAs(server, admin, role, people[role] ?? null), role))
  for (const scope of apiKeyScopes) {
    const made = await admin.client.post<{ token: string }>(`${admin.base}/api_keys`, { name: scope, scopes: [scope] })
    const headers = { authorization: `Bearer ${made.body.token}` }
    members.push({ name: `key that may ${scope}`, headers, role: 'administrator', scope, kind: 'api_key' })
  }
  const activity = { kind: 'call', subject: 'Чужий дзвінок', owner_id: own.spare.people }
  const others = await admin.client.post<{ id: string }>(`${admin.base}/activities`, activity)
  const sessions = await watch.owner.query<{ id: string }>(
    `select s.id from identity.session s join identity.member m on m.user_id = s.user_id
     where m.workspace_id = (select id from identity.workspace where slug = $1) and m.role = 'viewer'`,
    [theirs.slug],
  )
  return {
    own,
    theirs,
    members,
    strangers: await strangersOf({ server, watch }, admin),
    beyondReach: { deals: own.spare.deals ?? '', activities: others.body.id, people: own.spare.people ?? '' },
    otherSessions: sessions.rows.map(({ id }) => id),
  }
}

const caller = (name: string, client: Client, role: Caller['role']): Caller => ({
  name,
  headers: { cookie: client.cookie ?? '' },
  role,
  scope: 'admin',
  kind: 'session',
})

async function strangersOf({ server, watch }: Ground, admin: Administrator): Promise<Place['strangers']> {
  const signIn = async (): Promise<string> => {
    const client = new Client(server.app)
    await client.post('/api/v1/session', { email: 'olena@example.com', password })
    return client.cookie ?? ''
  }
  const expired = await signIn()
  const hash = hashToken(expired.split('=')[1] ?? '')
  await watch.owner.query(
    `update identity.session set expires_at = now() - interval '1 second' where token_hash = $1`,
    [hash],
  )
  const ended = await signIn()
  const leaver = new Client(server.app)
  leaver.cookie = ended
  await leaver.post('/api/v1/session/end')
  const key = await admin.client.post<{ id: string; token: string }>(`${admin.base}/api_keys`, {
    name: 'r',
    scopes: ['admin'],
  })
  await admin.client.post(`${admin.base}/api_keys/${key.body.id}/revoke`)
  const late = await admin.client.post<{ id: string; token: string }>(`${admin.base}/api_keys`, {
    name: 'late',
    scopes: ['admin'],
    expires_at: '2026-01-01T00:00:00Z',
  })
  return {
    nobody: {},
    'made-up key': { authorization: `Bearer kurs_${'a'.repeat(43)}` },
    'made-up session': { authorization: `Bearer ${'b'.repeat(43)}` },
    'made-up cookie': { cookie: `kurs_session=${'c'.repeat(43)}` },
    'broken header': { authorization: 'Basic b2xlbmE6eA==' },
    'expired session': { cookie: expired },
    'ended session': { cookie: ended },
    'revoked key': { authorization: `Bearer ${key.body.token}` },
    'expired key': { authorization: `Bearer ${late.body.token}` },
  }
}
