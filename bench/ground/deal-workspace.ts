import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { loadActor } from '../../src/platform/actors.ts'
import { setUp, setupToken } from '../../tests/client.ts'
import { Caller } from './caller.ts'
import { fillDealHistory } from './deal-history.ts'
import { textOf, timed } from './figures.ts'
import { startBenchServer } from './server.ts'

type Kept = { slug: string; cookie: string; dealCount: number }

/**
 * A server that listens, a workspace filled with so many deals, and a signed-in caller. With `--data folder` what was filled is
 * kept there and found again, until the folder is removed.
 */
export async function openDealWorkspace(dealCount: number) {
  const folder = textOf('--data')
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  const server = await startBenchServer(folder === undefined ? undefined : resolve(folder))
  const note = join(server.dataDir, 'bench.json')
  const { slug, cookie, dealCount: there } = existsSync(note) ? readKept(note) : await setUpFilled()
  if (there !== dealCount) throw new Error(`${folder} holds ${there} deals`)
  const url = await server.app.listen({ host: '127.0.0.1', port: 0 })
  return {
    server,
    slug,
    base: `/api/v1/w/${slug}`,
    caller: new Caller(url, cookie),
    url,
    cookie,
    actor: await actorOf(),
  }

  async function setUpFilled(): Promise<Kept> {
    const { client, slug: made } = await setUp({
      app: server.app,
      setupToken: () => setupToken(server.runtime.database),
    })
    const kept = { slug: made, cookie: client.cookie ?? '', dealCount }
    const ms = await timed(async () => fillDealHistory(server.runtime, server.owner, await actorOf(made), dealCount))
    console.log(`filled in ${(ms / 1000).toFixed(0)} s`)
    await server.owner.query('vacuum analyze')
    writeFileSync(note, JSON.stringify(kept))
    return kept
  }

  async function actorOf(of = slug) {
    const { rows } = await server.owner.query<{ id: string }>('select id from identity.account_user')
    const credential = { kind: 'user', userId: rows[0]?.id ?? '' } as const
    const actor = await loadActor(server.runtime.database, credential, of, server.runtime.now())
    if (typeof actor !== 'object') throw new Error(actor)
    return actor
  }
}

const readKept = (path: string): Kept => JSON.parse(readFileSync(path, 'utf8')) as Kept
