import { isMainThread } from 'node:worker_threads'
import { Crowd, serveCrowd } from './ground/crowd.ts'
import { createDealPeer } from './ground/deal-peer.ts'
import { deeds, peerOf, stepsOf } from './ground/deal-requests.ts'
import { openDealWorkspace } from './ground/deal-workspace.ts'
import { Figures, numberOf, textOf } from './ground/figures.ts'

/**
 * Everyday requests of 8 and of 64 callers at once beside plain SQL for the same on the same PostgreSQL:
 * `npm run bench -- requests [--size 1000000] [--seconds 4] [--deed word] [--data folder] [--grow]`.
 */
if (isMainThread) await measure()
else serveCrowd(stepsOf)

async function measure(): Promise<void> {
  const dealCount = numberOf('--size', 100_000)
  const seconds = numberOf('--seconds', 4)
  const { server, url, cookie, base } = await openDealWorkspace(dealCount)
  try {
    await createDealPeer(server.owner)
    const crowd = new Crowd({ url, cookie, base, ownerUrl: server.ownerUrl, dealCount })
    const figures = new Figures('requests', dealCount)
    const asked = textOf('--deed')
    for (const name of deeds.filter((deed) => asked === undefined || deed.includes(asked)))
      for (const clients of [8, 64]) {
        const ours = await crowd.measure({ name, clients, seconds })
        const theirs = await crowd.measure({ name: peerOf(name), clients, seconds })
        const what = `${name}, ${clients} callers`
        const aims = name.startsWith('list') && clients === 8 ? { p95Below: 20 } : {}
        figures.add({ what, ours, peer: { what: 'plain SQL', ...theirs } }, aims)
      }
    await crowd.close()
    figures.end()
  } finally {
    await server.close()
  }
}
