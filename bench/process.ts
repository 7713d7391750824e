import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { zoneOffsets } from '../src/base/calendar.ts'
import { arcWaits } from '../src/core/process/arc-waits.ts'
import { caseDurationsDays } from '../src/core/process/case-durations.ts'
import { directlyFollows } from '../src/core/process/directly-follows.ts'
import { buildEventLog, type EventLog, type LogEvent } from '../src/core/process/event-log.ts'
import { rework } from '../src/core/process/rework.ts'
import { sojourns } from '../src/core/process/sojourn.ts'
import { variants } from '../src/core/process/variants.ts'
import { calendarHours, workingHours, type WorkingCalendar } from '../src/core/process/working-hours.ts'
import { quantile } from '../src/core/stats/quantile.ts'
import { tellModels } from './ground/process-models.ts'
import { tellFindings } from './ground/process-findings.ts'
import { askPython, countWithMaps, pythonPeers, type PeerAnswer } from './peers/process.ts'

/** The BPI Challenge 2012 log: counts beside the figures they must equal, speed and memory beside peers in the same run. */
const file = join(process.env['KURS_DATA'] ?? '../shared/data', 'bpic2012.csv.gz')
const rows = parse(gunzipSync(readFileSync(file)), { columns: true }) as Record<string, string>[]
const read = (keep: (row: Record<string, string>) => boolean): LogEvent[] =>
  rows.filter(keep).map((r) => ({ caseId: r['case']!, activity: r['activity']!, at: Date.parse(r['timestamp']!) }))

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void
function heldMegabytes(): number {
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 2 ** 20
}

function compare(name: string, must: number, ours: number): void {
  console.log(
    `  ${name.padEnd(40)} ${String(must).padStart(8)} ${String(ours).padStart(8)}  ${must === ours ? 'ok' : 'short'}`,
  )
}

function follows(log: EventLog, from: string, to: string): number {
  const graph = directlyFollows(log)
  const [a, b] = [log.activities.indexOf(from), log.activities.indexOf(to)]
  return graph.count.find((_, arc) => graph.from[arc] === a && graph.to[arc] === b) ?? 0
}

function fastest<T>(times: number, run: () => T): { value: T; seconds: number } {
  let best = { value: undefined as T, seconds: Infinity }
  for (let i = 0; i < times; i++) {
    const started = performance.now()
    const value = run()
    const seconds = (performance.now() - started) / 1000
    if (seconds < best.seconds) best = { value, seconds }
  }
  return best
}

const all = read(() => true)
const log = buildEventLog(all)
const found = variants(log)
console.log('  figure                                       must     ours')
compare('events', 262_200, log.activity.length)
compare('cases', 13_087, log.caseIds.length)
compare('activities', 24, log.activities.length)
compare('activities with lifecycle', 36, new Set(rows.map((r) => `${r['activity']}|${r['lifecycle']}`)).size)
compare('variants', 4_366, found.length)
compare('cases of the top variant', 3_429, found[0]?.caseCount ?? 0)
const topTen = found.slice(0, 10).reduce((sum, v) => sum + v.caseCount, 0)
compare('top ten, % of cases', 49.32, Number(((100 * topTen) / log.caseIds.length).toFixed(2)))
compare('W_Completeren aanvraag → itself', 38_004, follows(log, 'W_Completeren aanvraag', 'W_Completeren aanvraag'))
compare('W_Nabellen offertes → itself', 36_084, follows(log, 'W_Nabellen offertes', 'W_Nabellen offertes'))
compare('A_SUBMITTED → A_PARTLYSUBMITTED', 13_087, follows(log, 'A_SUBMITTED', 'A_PARTLYSUBMITTED'))
compare('O_CREATED → O_SENT', 7_030, follows(log, 'O_CREATED', 'O_SENT'))
const days = caseDurationsDays(log)
const mean = days.reduce((a, b) => a + b, 0) / days.length
compare('case duration, mean days', 8.62, Number(mean.toFixed(2)))
compare('case duration, median days', 0.81, Number((quantile(days, 0.5) ?? 0).toFixed(2)))
compare('case duration, P90 days', 30.46, Number((quantile(days, 0.9) ?? 0).toFixed(2)))
const complete = buildEventLog(read((r) => r['lifecycle'] === 'COMPLETE'))
compare('COMPLETE only: events', 164_506, complete.activity.length)
compare('COMPLETE only: variants', 4_336, variants(complete).length)
const offers = buildEventLog(read((r) => /^[AO]_/.test(r['activity']!)))
compare('A_ and O_ only: events', 92_093, offers.activity.length)
compare('A_ and O_ only: variants', 576, variants(offers).length)

const office = [{ fromMinute: 8 * 60, toMinute: 20 * 60 }]
const calendar: WorkingCalendar = {
  week: [office, office, office, office, office, office, []],
  holidays: ['2011-12-26', '2012-01-01'],
  offsets: zoneOffsets('Europe/Amsterdam', Date.parse('2011-09-01T00:00:00Z'), Date.parse('2012-05-01T00:00:00Z')),
}

function reportWaits(): void {
  const inOffice = new Map(arcWaits(log, workingHours(log.at, calendar)).map((w) => [`${w.from}|${w.to}`, w]))
  const show = (value: number | null): string => (value === null ? '' : value.toFixed(2)).padStart(8)
  console.log(
    '\n  longest queues (count × median wait), hours     count   median      P90   median and P90, Mon–Sat 8–20',
  )
  const queues = arcWaits(log, calendarHours(log.at)).sort((a, b) => b.queueHours - a.queueHours)
  for (const { from, to, count, wait } of queues.slice(0, 8)) {
    const working = inOffice.get(`${from}|${to}`)!.wait
    const name = `${log.activities[from]} → ${log.activities[to]}`.slice(0, 44)
    const figures = [wait.median, wait.p90, working.median, working.p90].map(show).join(' ')
    console.log(`  ${name.padEnd(46)} ${String(count).padStart(6)} ${figures}`)
  }
}

function reportSpeed(): void {
  console.log('\n  speed after parsing, one core, best of 5; every peer must count the same')
  const columns = fastest(5, () => buildEventLog(all))
  const graph = fastest(5, () => directlyFollows(columns.value))
  const ours = fastest(5, () => {
    const built = buildEventLog(all)
    return { graph: directlyFollows(built), variants: variants(built) }
  })
  const line = (name: string, text: string): void => console.log(`  ${name.padEnd(40)} ${text}`)
  line('ours: log, directly-follows, variants', `${ours.seconds.toFixed(3)} s`)
  line('  of it columns; directly-follows', `${columns.seconds.toFixed(3)} s; ${graph.seconds.toFixed(4)} s`)
  const full = fastest(5, () => {
    const clocks = [calendarHours(log.at), workingHours(log.at, calendar)]
    return [rework(log), ...clocks.map((hours) => [arcWaits(log, hours), sojourns(log, hours)])]
  })
  line('ours: waits, sojourns on 2 clocks, rework', `${full.seconds.toFixed(3)} s`)
  const same = (peer: PeerAnswer): boolean =>
    peer.arcs === ours.value.graph.count.length &&
    peer.follows === log.activity.length - log.caseIds.length &&
    peer.variants === ours.value.variants.length &&
    peer.topCases === ours.value.variants[0]!.caseCount
  const told = (peer: PeerAnswer | string): string =>
    typeof peer === 'string'
      ? peer
      : `${peer.seconds.toFixed(3)} s, ${(peer.seconds / ours.seconds).toFixed(1)}× ours, counts ${same(peer) ? 'equal' : `differ: ${JSON.stringify(peer)}`}`
  const maps = Array.from({ length: 5 }, () => countWithMaps(all)).sort((a, b) => a.seconds - b.seconds)[0]!
  line('peer: Maps and texts, this process', told(maps))
  for (const peer of pythonPeers) line(`peer: Python ${peer}`, told(askPython(peer, file)))
}

function reportMemory(): void {
  const before = heldMegabytes()
  const kept = buildEventLog(all)
  const columns = heldMegabytes() - before
  console.log(`\n  memory held by the log in columns: ${columns.toFixed(1)} MB for ${kept.activity.length} events`)
}

reportWaits()
tellFindings(log, calendarHours(log.at), new Map(rows.map((r) => [r['case']!, Number(r['amount_req'])])))
tellModels('A_ and O_', variants(offers), offers.activities)
tellModels('COMPLETE only', variants(complete), complete.activities)
reportSpeed()
reportMemory()
