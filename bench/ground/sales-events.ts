import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

const spanDays = 1095
const stepDays = 9
const firstDay = Date.UTC(2023, 0, 1) / 86_400_000
export const versionsPerDeal = 6
const open = ['Qualified', 'Discovery', 'Proposal', 'Negotiation']

/** What happened at the `k`-th event of deal `i`: four open stages in turn, one of them twice, then mostly an end. */
function stageOf(i: number, k: number): string {
  if (k < 5) return open[Math.min(k, 3)] as string
  const fate = (i * 7919) % 10
  return fate < 4 ? 'Won' : fate < 9 ? 'Lost' : (open[3] as string)
}

function row(i: number, k: number, day: number, dealCount: number): string {
  const at = new Date((firstDay + day) * 86_400_000 + (28_800 + ((i * 37 + k * 997) % 36_000)) * 1000)
  const amount = (1000 + ((i * 7919) % 90_000) + k * 10).toFixed(2)
  const owner = `Owner ${(i * 31) % 200}`
  const account = `Account ${(i * 101) % Math.max(10, Math.floor(dealCount / 20))}`
  return `D-${i},${stageOf(i, k)},${at.toISOString()},${amount},${owner},${account},Product ${(i * 13) % 50}\n`
}

/** Lines in the order of time, as a system that logs events writes them; `versionsPerDeal` events a deal. */
function* lines(dealCount: number): Generator<string> {
  yield 'Deal ID,Stage,Changed at,Amount,Owner,Account,Product\n'
  for (let day = 0; day < spanDays + versionsPerDeal * stepDays; day++) {
    let text = ''
    for (let k = versionsPerDeal - 1; k >= 0; k--) {
      const began = day - k * stepDays
      if (began < 0 || began >= spanDays) continue
      const from = Math.ceil((began * dealCount) / spanDays)
      const to = Math.ceil(((began + 1) * dealCount) / spanDays)
      for (let i = from; i < to; i++) text += row(i, k, day, dealCount)
    }
    if (text !== '') yield text
  }
}

/** Writes the event log of `dealCount` deals over three years, gzipped. The same size gives the same bytes of text. */
export const writeSalesEvents = (path: string, dealCount: number): Promise<void> =>
  pipeline(Readable.from(lines(dealCount)), createGzip({ level: 1 }), createWriteStream(path))
