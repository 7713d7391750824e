import { randomUUID } from 'node:crypto'
import { sql } from '../src/platform/postgres/query.ts'
import { insertChangesFrom } from '../src/platform/history/bulk.ts'
import { dealEntity } from '../src/domains/deals/index.ts'
import { idOf, writeSet } from './ground/deal-history.ts'
import { byTurns, Figures, numberOf, timed, timesOf } from './ground/figures.ts'
import { openDealWorkspace } from './ground/deal-workspace.ts'
import { createPeer, questions, refreshPeer } from './ground/history-questions.ts'

/**
 * Questions over history beside the same in plain SQL on the same PostgreSQL: `npm run bench -- queries [--size 1000000] [--runs 20] [--grow]`.
 * Ours go over HTTP, signed in; the peer's go straight to the database, as its owner, to narrow tables made for these
 * questions, with covering indexes. Then catching up after writes, and building from nothing.
 */
const dealCount = numberOf('--size', 100_000)
const runs = numberOf('--runs', 20)
const { server, actor, caller, base } = await openDealWorkspace(dealCount)
try {
  const figures = new Figures('queries', dealCount)
  const ask = (question: object) => caller.get<Answer>(`${base}/metrics/query`, question)
  type Answer = { total: { numerator: number; count: number }; rows: { numerator: number }[] }

  const anything = { metric: 'won_count' }
  await caller.send('POST', `${base}/replica/rebuild`)
  const built = await timed(() => server.worker.drain())
  const peerBuilt = await timed(() => createPeer(server.owner))
  const once = (ms: number) => timesOf([ms])
  figures.add({
    what: 'build the replica from nothing',
    ours: once(built),
    peer: { what: 'tables and indexes', ...once(peerBuilt) },
  })

  for (const { what, ours, peer, sumOf } of questions) {
    const mine = await ask(ours(0))
    const { rows: theirs } = await server.owner.query<{ value: number }>(peer(0))
    const [sum, peerSum] = [sumOf(mine), theirs.reduce((total, row) => total + Number(row.value), 0)]
    if (sum !== peerSum) throw new Error(`${what}: ${sum} is not the peer's ${peerSum}`)
    const times = await byTurns(
      runs,
      (run) => ask(ours(run)),
      (run) => server.owner.query(peer(run)),
    )
    figures.add(
      { what, ours: times.ours, peer: { what: 'plain SQL', ...times.theirs } },
      { p95Below: 100, timesQuicker: 5 },
    )
  }

  let touched = 0
  for (const writes of [1, 100, 10_000]) {
    const [mine, theirs]: [number[], number[]] = [[], []]
    for (let round = 0; round < (writes > 100 ? 3 : 7); round++) {
      const from = (touched += writes) % (dealCount - writes)
      await writeSet(
        server.runtime,
        actor,
        (setId) => [insertChangesFrom(actor.workspaceId, setId, renamed(from, writes))],
        dealEntity,
      )
      mine.push(await timed(() => ask(anything)))
      theirs.push(await timed(() => refreshPeer(server.owner, idOf(1, from), idOf(1, from + writes - 1))))
    }
    const peer = { what: 'the same rows replaced in the peer’s tables', ...timesOf(theirs) }
    figures.add({ what: `catch up with ${writes.toLocaleString('en')} writes, and answer`, ours: timesOf(mine), peer })
  }
  figures.end()
  caller.close()
} finally {
  await server.close()
}

/** A new text in as many deals, one after another: the later change of each record. */
function renamed(from: number, count: number) {
  return sql`
    select 'deal' as entity, d.id, d.version + 1 as version, 0 as ord, 'update' as kind, now() as valid_at,
      jsonb_build_object('next_step', d.next_step) as before, jsonb_build_object('next_step', ${randomUUID()}::text) as after
    from kurs.deal d where d.id between ${idOf(1, from)}::uuid and ${idOf(1, from + count - 1)}::uuid`
}
