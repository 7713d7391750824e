import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { pipeline } from 'node:stream/promises'
import { setUp } from '../tests/client.ts'
import { setupToken } from '../tests/client.ts'
import { startBenchServer } from './ground/server.ts'
import { versionsPerDeal, writeSalesEvents } from './ground/sales-events.ts'

/**
 * Import of an event log through the product (mapping, references, history, audit, what undo needs) beside
 * PostgreSQL's own COPY of the rows that came out: `npm run bench -- import [--size 20000] [--profile]`.
 */
const args = process.argv.slice(2)
const dealCount = Number(args[args.indexOf('--size') + 1] ?? 0) || 20_000
const isProfiled = args.includes('--profile')
const spent = new Map<string, { ms: number; count: number }>()
if (isProfiled) profile()

const server = await startBenchServer()
try {
  const path = join(server.dataDir, 'events.csv.gz')
  await writeSalesEvents(path, dealCount)
  const { client, base } = await setUp({ app: server.app, setupToken: () => setupToken(server.runtime.database) })
  const workspace = (await server.owner.query('select id from identity.workspace')).rows[0].id as string
  const about = {
    id: server.runtime.newId(),
    name: 'events.csv.gz',
    stored_at: server.runtime.now(),
    stored_by: 'bench',
  }
  const file = await server.runtime.files.save(workspace, about, createReadStream(path))
  const created = await client.post<{ id: string; version: number; kind: string }>(`${base}/imports`, {
    file_id: file.id,
  })
  if (created.body.kind !== 'deal_history_stages') throw new Error(`taken for ${JSON.stringify(created.body)}`)
  const options = { events_as_activities: false }
  await client.patch(`${base}/imports/${created.body.id}`, { version: created.body.version, options })
  const mine = await timed(async () => {
    await client.post(`${base}/imports/${created.body.id}/apply`)
    await server.worker.drain()
  })
  const { body } = await client.get<{ status: string; report: unknown }>(`${base}/imports/${created.body.id}`)
  if (body.status !== 'applied') throw new Error(JSON.stringify(body))
  const theirs = await copySameRows()
  const rows = (dealCount * versionsPerDeal).toLocaleString('en')
  console.log(`import of ${dealCount.toLocaleString('en')} deals, ${rows} events   ${seconds(mine)}`)
  console.log(`COPY of the same deals and versions${' '.repeat(12)} ${seconds(theirs)}`)
  console.log(`ratio ${(mine / theirs).toFixed(1)}×   peak memory of the server ${peakMiB()} MiB`)
} finally {
  await server.close()
}
if (isProfiled) {
  const sorted = [...spent].sort((a, b) => b[1].ms - a[1].ms).slice(0, 16)
  for (const [text, { ms, count }] of sorted)
    console.log(`${ms.toFixed(0).padStart(7)} ms ${String(count).padStart(6)}×  ${text}`)
}

/** Deals and their versions out to text and into empty tables of the same shape, keys and indexes. */
async function copySameRows(): Promise<number> {
  let total = 0
  for (const table of ['deal', 'deal_version']) {
    await server.owner.query(
      `create schema if not exists peer; create table peer.${table} (like kurs.${table} including all)`,
    )
    const text: Buffer[] = []
    await pipeline(server.owner.query(copyTo(`copy kurs.${table} to stdout`)), async function (chunks) {
      for await (const chunk of chunks as AsyncIterable<Buffer>) text.push(chunk)
    })
    total += await timed(() =>
      pipeline(Readable.from(text), server.owner.query(copyFrom(`copy peer.${table} from stdin`))),
    )
  }
  return total
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1).padStart(8)} s`
}

function peakMiB(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024)
}

/** Where the time goes: every statement's wall time, by its first words. */
function profile(): void {
  const query = pg.Client.prototype.query as (...given: unknown[]) => unknown
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const begun = performance.now()
    const answer = query.apply(this, given)
    const config = given[0] as { text?: string }
    const text = (typeof config === 'string' ? config : (config.text ?? 'copy')).replaceAll(/\s+/g, ' ').trim()
    const note = (): void => {
      const sum = spent.get(text.slice(0, 110)) ?? { ms: 0, count: 0 }
      spent.set(text.slice(0, 110), { ms: sum.ms + performance.now() - begun, count: sum.count + 1 })
    }
    if (answer instanceof Promise) answer.then(note, note)
    return answer
  } as typeof pg.Client.prototype.query
}
