import { parentPort, workerData, Worker } from 'node:worker_threads'
import { once } from 'node:events'
import pg from 'pg'
import { Caller } from './caller.ts'
import { timesOf, type Times } from './figures.ts'

/** What each of many callers does again and again; `turn` counts over all of them. */
export type Deed = { name: string; clients: number; seconds: number }
export type CrowdPlace = { url: string; cookie: string; base: string; ownerUrl: string; dealCount: number }

/** One request of one caller. `client` is its number, so that writers do not meet on the same record. */
export type Step = (turn: number, client: number) => Promise<unknown>
export type Steps = Record<string, Step>

/** Makes the steps of ours, and those of the peer on connections of its own. */
export type StepMaker = (place: CrowdPlace, caller: Caller, pool: pg.Pool) => Steps

/** Connections of the peer: as many as the product's own pool holds. */
const peerConnections = 16

/**
 * Callers who ask again as soon as they are answered, on a thread of their own so that they take nothing from the server's.
 * The bundle of the benchmark is that thread's program too: it must call `serveCrowd` when not the main thread.
 */
export class Crowd {
  readonly #worker: Worker

  constructor(place: CrowdPlace) {
    this.#worker = new Worker(new URL(import.meta.url), { workerData: place })
  }

  /** Times of single requests, ms, and how many were served in a second. The first half second does not count. */
  async measure(deed: Deed): Promise<Required<Times>> {
    this.#worker.postMessage(deed)
    const [answer] = (await once(this.#worker, 'message')) as [Required<Times> | { error: string }]
    if ('error' in answer) throw new Error(`${deed.name}: ${answer.error}`)
    return answer
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }
}

export function serveCrowd(makeSteps: StepMaker): void {
  const place = workerData as CrowdPlace
  const pool = new pg.Pool({ connectionString: place.ownerUrl, max: peerConnections })
  // When the benchmark fails, the database goes first; what failed is what should be read.
  pool.on('error', () => undefined)
  const steps = makeSteps(place, new Caller(place.url, place.cookie), pool)
  parentPort!.on('message', (deed: Deed) => {
    run(steps[deed.name]!, deed).then(
      (times) => parentPort!.postMessage(times),
      (error: unknown) => parentPort!.postMessage({ error: String(error) }),
    )
  })
}

const warmUpMs = 500

async function run(step: Step, { clients, seconds }: Deed): Promise<Required<Times>> {
  const times: number[] = []
  const begun = performance.now()
  const from = begun + warmUpMs
  const until = from + seconds * 1000
  let turn = 0
  const client = async (number: number): Promise<void> => {
    for (;;) {
      const start = performance.now()
      if (start >= until) return
      await step(turn++, number)
      const end = performance.now()
      if (start >= from) times.push(end - start)
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)))
  const lasted = (performance.now() - from) / 1000
  return { ...timesOf(times), perSecond: times.length / lasted }
}
