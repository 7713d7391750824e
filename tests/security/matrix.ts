import { randomUUID } from 'node:crypto'
import type { Role } from '../../src/platform/access.ts'
import {
  exampleInput,
  idPlaces,
  inputSchema,
  listedIds,
  requestOf,
  withId,
  type Request,
  type ServedRoute,
} from './requests.ts'
import { rights, scopeFor, type Right } from './rights.ts'
import type { UsedWorkspace } from './used-workspace.ts'

/** Somebody who calls: `role` in the own workspace, and for an API key what it is allowed. */
export type Caller = {
  name: string
  headers: Record<string, string>
  role: Role
  scope: 'read' | 'write' | 'admin'
  kind: 'session' | 'api_key'
}

/** One call that must be answered with `status`, show nothing of the other workspace and write nothing. */
export type Probe = {
  route: string
  caller: string
  what: string
  request: Request & { headers: Record<string, string> }
  status: number
  /** The id that the caller sent: an answer may repeat it. */
  sent?: string
  /** Probes with one twin must be answered alike but for the id: what exists elsewhere looks like what does not exist. */
  twin?: string
  /** An id of another kind than is meant there: many, and seldom telling. The short run sends a part of them. */
  isFarFetched?: boolean
}

export type Place = {
  own: UsedWorkspace
  theirs: UsedWorkspace
  /** Members of the own workspace. The first is a member of both. */
  members: readonly Caller[]
  /** Headers that show nobody valid, by what is wrong with them. */
  strangers: Readonly<Record<string, Record<string, string>>>
  /** Own records of people whom neither the seller nor the manager leads, and ids of sessions of others. */
  beyondReach: Readonly<Record<string, string>>
  otherSessions: readonly string[]
}

const inWorkspace = ({ url }: ServedRoute): boolean => url.includes('/w/:workspace')
const isRead = ({ method }: ServedRoute): boolean => method === 'GET' || method === 'HEAD'
const takesId = ({ url }: ServedRoute): boolean => url.includes('/:id')

/** Names of routes that the table of rights does not hold, and of rights without a route. */
export function gaps(routes: readonly ServedRoute[]): string[] {
  const named = new Set(routes.map(({ name }) => name))
  return [
    ...[...named].filter((name) => !Object.hasOwn(rights, name)).map((name) => `no rights written down for ${name}`),
    ...Object.keys(rights)
      .filter((name) => !named.has(name))
      .map((name) => `no route for the rights of ${name}`),
  ]
}

const rolesOf = (right: Right | undefined): readonly Role[] => (typeof right === 'object' ? right : [])

export function mayCall(route: ServedRoute, caller: Caller): boolean {
  const roles = rolesOf(rights[route.name])
  if (!roles.includes(caller.role)) return false
  const order = ['read', 'write', 'admin']
  return order.indexOf(caller.scope) >= order.indexOf(scopeFor(roles, isRead(route)))
}

/** Every probe of the matrix: route × caller × (credential, workspace, role, id of each kind in each place). */
export function probesOf(routes: readonly ServedRoute[], place: Place): Probe[] {
  const rooms = routes.filter(inWorkspace)
  const acting = rooms.filter(({ method }) => method !== 'HEAD')
  return [
    ...routes.flatMap((route) => withoutCredential(route, place)),
    ...rooms.flatMap((route) => elsewhere(route, place)),
    ...acting.flatMap((route) => withoutRight(route, place)),
    ...acting.flatMap((route) => foreignInPath(route, place)),
    ...acting.flatMap((route) => foreignInInput(route, place)),
    ...acting.flatMap((route) => beyondReach(route, place)),
    ...acting.flatMap((route) => conflictingWorkspace(route, place)),
    ...acting.flatMap((route) => readable(route, place)),
    ...routes.flatMap((route) => foreignSessions(route, place)),
  ]
}

const probe = (
  route: ServedRoute,
  caller: { name: string; headers: Record<string, string> },
  what: string,
  request: Request,
  status: number,
  more: Pick<Probe, 'sent' | 'twin' | 'isFarFetched'> = {},
): Probe => ({
  route: route.name,
  caller: caller.name,
  what,
  request: { ...request, headers: { ...request.headers, ...caller.headers } },
  status,
  ...more,
})

const nounOf = ({ name }: ServedRoute): string => name.split('.')[0] ?? ''
const inputOf = (route: ServedRoute, used: UsedWorkspace): Record<string, unknown> => {
  const { operation } = route
  if (!operation || route.name === 'jobs.events') return {}
  const versioned = route.method !== 'GET' && 'version' in (operation.input as unknown as { shape: object }).shape
  return { ...exampleInput(operation, used), ...(versioned ? { version: 1 } : {}) }
}

function withoutCredential(route: ServedRoute, { own, strangers }: Place): Probe[] {
  if (rights[route.name] === 'anyone' || !Object.hasOwn(rights, route.name)) return []
  const request = requestOf(route, own.slug, own.ids[nounOf(route)] ?? randomUUID(), inputOf(route, own))
  return Object.entries(strangers).map(([name, headers]) => probe(route, { name, headers }, 'credential', request, 401))
}

/** The other workspace's address: for those who are not its members it does not exist. */
function elsewhere(route: ServedRoute, { theirs, members }: Place): Probe[] {
  const request = requestOf(route, theirs.slug, theirs.ids[nounOf(route)] ?? null, inputOf(route, theirs))
  return members
    .slice(1)
    .map((caller) => probe(route, caller, 'workspace', request, caller.kind === 'session' ? 404 : 401))
}

function withoutRight(route: ServedRoute, { own, members }: Place): Probe[] {
  const request = requestOf(route, own.slug, own.ids[nounOf(route)] ?? null, inputOf(route, own))
  return members
    .filter((caller) => !mayCall(route, caller))
    .map((caller) => probe(route, caller, 'right', request, 403))
}

/** Ids of each kind of the other workspace, and one that exists nowhere. */
const strangeIds = ({ ids }: UsedWorkspace): [string, string][] => [['nothing', randomUUID()], ...Object.entries(ids)]

function foreignInPath(route: ServedRoute, { own, theirs, members }: Place): Probe[] {
  if (!takesId(route)) return []
  const input = inputOf(route, own)
  return members
    .filter((caller) => mayCall(route, caller))
    .flatMap((caller) =>
      strangeIds(theirs).map(([kind, id]) => {
        const twin = `${route.name} ${caller.name} path`
        const isFarFetched = kind !== nounOf(route) && kind !== 'nothing'
        const request = requestOf(route, own.slug, id, input)
        return probe(route, caller, `id of ${kind}`, request, 404, { sent: id, twin, isFarFetched })
      }),
    )
}

/** A write that refers to another workspace's record is as one that refers to none; a read that narrows by it finds nothing. */
function foreignInInput(route: ServedRoute, { own, theirs, members }: Place): Probe[] {
  const { operation } = route
  if (!operation || route.name === 'jobs.events') return []
  const input = inputOf(route, own)
  const ownId = own.ids[nounOf(route)] ?? null
  const places = isRead(route) ? narrowings(route, theirs) : writes(route, input, theirs)
  return members
    .filter((caller) => mayCall(route, caller))
    .flatMap((caller) =>
      places.map(({ what, given, sent, isFarFetched }) => {
        const request = requestOf(route, own.slug, ownId, given)
        return probe(route, caller, what, request, isRead(route) ? 200 : 404, { sent, isFarFetched })
      }),
    )
}

type Given = { what: string; given: Record<string, unknown>; sent: string; isFarFetched: boolean }

const writes = (route: ServedRoute, input: Record<string, unknown>, theirs: UsedWorkspace): Given[] =>
  idPlaces(route.operation as never).flatMap((place) =>
    strangeIds(theirs).map(([kind, sent]) => ({
      what: `${place.keys.join('.')} = id of ${kind}`,
      given: withId(input, place, sent),
      sent,
      isFarFetched: kind !== place.kind && kind !== 'nothing',
    })),
  )

const dimensions = ['owner', 'team', 'manager', 'pipeline', 'stage', 'product', 'account']
const kindOfDimension: Record<string, string> = { owner: 'people', manager: 'people' }

/** Reads narrowed to another workspace's records: filters of lists and of metrics, and whose record did what. */
function narrowings(route: ServedRoute, theirs: UsedWorkspace): Given[] {
  const narrow = (field: string, meant: string, given: (id: string) => Record<string, unknown>): Given[] =>
    strangeIds(theirs).map(([kind, sent]) => ({
      what: `${field} = id of ${kind}`,
      given: given(sent),
      sent,
      isFarFetched: kind !== meant,
    }))
  const by = (field: string, value: string) => ({ filter: [{ field, op: 'eq', value }] })
  if (route.name === 'audit.list') return narrow('user_id', 'members', (id) => ({ user_id: id }))
  if (route.name === 'metrics.query' || route.name === 'metrics.drill')
    return dimensions.flatMap((field) =>
      narrow(field, kindOfDimension[field] ?? `${field}s`, (id) => ({ metric: 'deals_created', ...by(field, id) })),
    )
  if (!Object.hasOwn(inputSchema(route.operation as never).properties ?? {}, 'filter')) return []
  return listedIds(route.operation as never).flatMap((field) => narrow(field, nounOf(route), (id) => by(field, id)))
}

/** What belongs to one person. */
const owned: ReadonlySet<string> = new Set(['deals', 'activities'])

/** Records of one's own workspace that belong to somebody else: sellers see their own, managers those of their teams. */
function beyondReach(route: ServedRoute, { own, members, beyondReach: beyond }: Place): Probe[] {
  const narrow = members.filter(({ role }) => role === 'seller' || role === 'manager')
  const allowed = narrow.filter((caller) => mayCall(route, caller))
  const input = inputOf(route, own)
  const inPath = takesId(route) && owned.has(nounOf(route)) ? beyond[nounOf(route)] : undefined
  const paths = allowed.flatMap((caller) =>
    inPath === undefined
      ? []
      : [probe(route, caller, 'beyond reach', requestOf(route, own.slug, inPath, input), 404, { sent: inPath })],
  )
  if (isRead(route) || !route.operation) return paths
  const places = idPlaces(route.operation).filter(
    ({ kind, keys }) =>
      (owned.has(kind) && beyond[kind]) || (kind === 'people' && owned.has(nounOf(route)) && keys[0] === 'owner_id'),
  )
  const ownId = own.ids[nounOf(route)] ?? null
  return [
    ...paths,
    ...allowed.flatMap((caller) =>
      places.map((at) => {
        const sent = beyond[at.kind] ?? ''
        const what = `${at.keys.join('.')} beyond reach`
        return probe(route, caller, what, requestOf(route, own.slug, ownId, withId(input, at, sent)), 404, { sent })
      }),
    ),
  ]
}

/** Another workspace named beside the address is refused, or (in a header) means nothing. */
function conflictingWorkspace(route: ServedRoute, { own, theirs, members }: Place): Probe[] {
  if (!route.operation || route.name === 'jobs.events') return []
  const [caller] = members
  if (!caller || !mayCall(route, caller)) return []
  const ownId = own.ids[nounOf(route)] ?? null
  const input = inputOf(route, own)
  const named = ['workspace_id', 'workspace', 'slug'].map((key) =>
    probe(
      route,
      caller,
      `${key} beside the address`,
      requestOf(route, own.slug, ownId, { ...input, [key]: theirs.slug }),
      400,
    ),
  )
  if (!isRead(route)) return named
  const request = requestOf(route, own.slug, ownId, input)
  const headers = { 'x-workspace': theirs.slug, 'x-workspace-id': theirs.slug, 'x-tenant-id': theirs.slug }
  const silent = probe(route, caller, 'workspace in headers', { ...request, headers }, 200)
  return [...named, silent]
}

/** What one may read, one reads, and nothing of the other workspace is in it: shows too that the probes get as far as that. */
function readable(route: ServedRoute, { own, members }: Place): Probe[] {
  if (!isRead(route)) return []
  const request = requestOf(route, own.slug, own.ids[nounOf(route)] ?? null, inputOf(route, own))
  return members.filter((caller) => mayCall(route, caller)).map((caller) => probe(route, caller, 'own', request, 200))
}

function foreignSessions(route: ServedRoute, { own, members, otherSessions }: Place): Probe[] {
  if (route.name !== 'sessions.end') return []
  return members
    .filter(({ kind }) => kind === 'session')
    .flatMap((caller) =>
      [randomUUID(), ...otherSessions].map((sent) =>
        probe(route, caller, 'another’s session', requestOf(route, own.slug, sent, {}), 404, {
          sent,
          twin: `sessions ${caller.name}`,
        }),
      ),
    )
}

/** All but far-fetched probes, and of those every so manieth, so that there are at least `count`. */
export function shortened(probes: readonly Probe[], count: number): Probe[] {
  const near = probes.filter(({ isFarFetched }) => !isFarFetched)
  const far = probes.filter(({ isFarFetched }) => isFarFetched)
  const every = Math.max(1, Math.floor(far.length / Math.max(1, count - near.length)))
  return [...near, ...far.filter((_, i) => i % every === 0)]
}
