import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, setUp } from './client.ts'
import { joinAs, startTestServer, type TestServer } from './server.ts'

type Membership = { id: string; version: number; team_id: string; from_on: string | null; to_on: string | null }
type Made = { id: string; version: number }

let server: TestServer
let admin: { client: Client; slug: string; base: string }
let person: Made
let kyiv: Made
let lviv: Made

const make = async (noun: string, body: object): Promise<Made> =>
  (await admin.client.post<Made>(`${admin.base}/${noun}`, body)).body

beforeAll(async () => {
  server = await startTestServer()
  admin = await setUp(server)
  const since = { effective_at: '2026-01-01T00:00:00Z' }
  person = await make('people', { name: 'Марта', ...since })
  kyiv = await make('teams', { name: 'Київ', ...since })
  lviv = await make('teams', { name: 'Львів', ...since })
})
afterAll(() => server.close())

const teamsAsOf = async (day: string): Promise<(string | null)[]> => {
  const { body } = await admin.client.get<{ items: Membership[] }>(`${admin.base}/memberships?as_of=${day}`)
  return body.items
    .filter(({ from_on, to_on }) => (from_on === null || from_on <= day) && (to_on === null || day < to_on))
    .map(({ team_id }) => (team_id === kyiv.id ? 'Київ' : 'Львів'))
}
const move = (body: object) =>
  admin.client.post<{ items: Membership[]; reason?: string }>(`${admin.base}/people/${person.id}/change-team`, body)

test('from 1 March in Kyiv, from 15 May in Lviv: every past day keeps its own team, half-open at the day of change', async () => {
  const first = await move({ team_id: kyiv.id, from_on: '2026-03-01' })
  expect(first.body.items).toMatchObject([{ team_id: kyiv.id, from_on: '2026-03-01', to_on: null }])
  const ends = first.body.items.map(({ id, version }) => ({ id, version }))
  expect((await move({ team_id: lviv.id, from_on: '2026-05-15', ends: ends.map(({ id }) => ({ id })) })).status).toBe(
    428,
  )
  const second = await move({ team_id: lviv.id, from_on: '2026-05-15', ends })
  expect(second.body.items).toMatchObject([
    { team_id: kyiv.id, from_on: '2026-03-01', to_on: '2026-05-15' },
    { team_id: lviv.id, from_on: '2026-05-15', to_on: null },
  ])
  expect((await move({ team_id: null, from_on: '2026-06-01', ends })).status).toBe(409)
  expect(await teamsAsOf('2026-02-28')).toEqual([])
  expect(await teamsAsOf('2026-05-14')).toEqual(['Київ'])
  expect(await teamsAsOf('2026-05-15')).toEqual(['Львів'])
})

test('a membership cannot end before it began, and a membership of somebody else is not this person’s to end', async () => {
  const { body } = await admin.client.get<{ items: Membership[] }>(`${admin.base}/memberships`)
  const open = body.items.filter(({ to_on }) => to_on === null).map(({ id, version }) => ({ id, version }))
  const early = await move({ team_id: kyiv.id, from_on: '2026-05-01', ends: open })
  expect([early.status, early.body.reason]).toEqual([400, 'before_membership'])
  const other = await make('people', { name: 'Інший' })
  const foreign = await admin.client.post(`${admin.base}/people/${other.id}/change-team`, {
    team_id: kyiv.id,
    from_on: '2026-07-01',
    ends: open,
  })
  expect(foreign.status).toBe(404)
})

test('a team cannot be part of itself, nor of a team below it', async () => {
  const below = await make('teams', { name: 'Західна', parent_id: lviv.id })
  for (const parent_id of [lviv.id, below.id]) {
    const answer = await admin.client.patch(`${admin.base}/teams/${lviv.id}`, { version: 1, parent_id })
    expect([answer.status, answer.body.reason]).toEqual([400, 'team_circle'])
  }
  expect((await admin.client.patch(`${admin.base}/teams/${lviv.id}`, { version: 1, parent_id: kyiv.id })).status).toBe(
    200,
  )
})

test.each(['manager', 'seller', 'viewer'])('a %s moves nobody', async (role) => {
  const client = await joinAs(server, admin, role)
  const answer = await client.post(`${admin.base}/people/${person.id}/change-team`, {
    team_id: null,
    from_on: '2026-08-01',
  })
  expect(answer.status).toBe(403)
})
