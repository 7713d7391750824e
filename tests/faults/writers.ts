import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { password } from '../client.ts'

/** Where writers write, as long as it holds: a restarted server has another port. */
export type Target = { url: () => string; cookie: string; workspace: string }

export type Asked = { method: 'GET' | 'POST' | 'PATCH'; path: string; body?: unknown; key?: string | undefined }
export type Said = { status: number; body: Record<string, unknown> }

/** The first administrator of a running Kurs, whose workspace's address is its name. */
export async function signUp(program: { url: string; setupToken: string }, currency = 'UAH'): Promise<Target> {
  const response = await fetch(`${program.url}/api/v1/setup/complete`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token: program.setupToken,
      email: 'olena@example.com',
      name: 'Олена',
      password,
      workspace: { name: 'Tried', currency, time_zone: 'Europe/Kyiv' },
    }),
  })
  if (response.status !== 200) throw new Error(`set-up was answered ${response.status}: ${await response.text()}`)
  return { url: () => program.url, cookie: cookieOf(response), workspace: 'tried' }
}

export const cookieOf = (response: Response): string => response.headers.getSetCookie()[0]?.split(';')[0] ?? ''

/** One request. @throws when no answer came */
export async function ask(target: Target, { method, path, body, key }: Asked): Promise<Said> {
  const response = await fetch(`${target.url()}/api/v1/w/${target.workspace}${path}`, {
    method,
    headers: {
      cookie: target.cookie,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
}

/** What writers did, as they themselves know it. */
export type AckLog = {
  /** Names of records whose creation was answered 2xx, with the id told. */
  acked: Map<string, string>
  /** Statuses other than 2xx and 503 that were answered: none is expected. */
  strange: Set<string>
  /** How often a request had to be asked again because no answer came. */
  retries: number
}

export const emptyLog = (): AckLog => ({ acked: new Map(), strange: new Set(), retries: 0 })

/**
 * Creates records one after another until told to stop. A request whose answer was lost is asked again until it is
 * answered, with its key (`named`) or, as a control, without one.
 */
export async function writeUntil(
  stop: AbortSignal,
  target: Target,
  log: AckLog,
  keys: 'named' | 'unnamed' = 'named',
): Promise<void> {
  while (!stop.aborted) {
    const name = `fault ${randomUUID()}`
    const key = keys === 'named' ? randomUUID() : undefined
    for (;;) {
      const said = await ask(target, { method: 'POST', path: '/accounts', body: { name }, key }).catch(() => null)
      if (said !== null && said.status < 300) {
        log.acked.set(name, String(said.body['id']))
        break
      }
      if (said !== null && said.status !== 503 && said.body['reason'] !== 'busy') {
        log.strange.add(`${said.status} ${String(said.body['reason'])}`)
        break
      }
      log.retries++
      await pause(20)
    }
  }
}

export type Verdict = { lost: string[]; doubled: string[]; changedId: string[]; count: number }

/** Reads everything back: each acknowledged record is there once, with the id that was told. */
export async function readBack(target: Target, log: AckLog): Promise<Verdict> {
  const found = new Map<string, string[]>()
  let cursor: unknown = null
  do {
    const query = new URLSearchParams({ limit: '200', sort: 'name', ...(cursor ? { cursor: String(cursor) } : {}) })
    const { body } = await ask(target, { method: 'GET', path: `/accounts?${query.toString()}` })
    for (const { id, name } of body['items'] as { id: string; name: string }[])
      found.set(name, [...(found.get(name) ?? []), id])
    cursor = body['next_cursor']
  } while (cursor)
  return {
    lost: [...log.acked.keys()].filter((name) => !found.has(name)),
    doubled: [...found].filter(([, ids]) => ids.length > 1).map(([name]) => name),
    changedId: [...log.acked]
      .filter(([name, id]) => found.has(name) && !found.get(name)?.includes(id))
      .map(([name]) => name),
    count: found.size,
  }
}

/** The chain is whole: every seq from 1, each link sealed by the one before. */
export async function checkChain(target: Target): Promise<unknown> {
  const { body: begun } = await ask(target, { method: 'POST', path: '/audit/verify', body: {} })
  for (let i = 0; i < 400; i++) {
    const { body } = await ask(target, { method: 'GET', path: `/audit/${String(begun['id'] ?? begun['job_id'])}` })
    if (['succeeded', 'failed', 'cancelled'].includes(String(body['status']))) return body
    await pause(50)
  }
  throw new Error('the check of the chain does not end')
}
