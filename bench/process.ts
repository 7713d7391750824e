import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { caseDurationsDays } from '../src/core/process/case-durations.ts'
import { directlyFollows } from '../src/core/process/directly-follows.ts'
import { buildEventLog, type EventLog, type LogEvent } from '../src/core/process/event-log.ts'
import { variants } from '../src/core/process/variants.ts'
import { quantile } from '../src/core/stats/quantile.ts'

/** Counts of the BPI Challenge 2012 log beside the figures they must equal. Not yet: waiting, memory, a peer. */
const file = join(process.env['KURS_DATA'] ?? '../shared/data', 'bpic2012.csv.gz')
const rows = parse(gunzipSync(readFileSync(file)), { columns: true }) as Record<string, string>[]
const read = (keep: (row: Record<string, string>) => boolean): LogEvent[] =>
  rows.filter(keep).map((r) => ({ caseId: r['case']!, activity: r['activity']!, at: Date.parse(r['timestamp']!) }))

function compare(name: string, must: number, ours: number): void {
  console.log(
    `  ${name.padEnd(40)} ${String(must).padStart(8)} ${String(ours).padStart(8)}  ${must === ours ? 'ok' : 'short'}`,
  )
}

function follows(log: EventLog, from: string, to: string): number {
  const at = log.activities.indexOf(from) * log.activities.length + log.activities.indexOf(to)
  return directlyFollows(log)[at] ?? 0
}

const all = read(() => true)
const started = performance.now()
const log = buildEventLog(all)
directlyFollows(log)
const found = variants(log)
const seconds = (performance.now() - started) / 1000
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
console.log(`  log, directly-follows and variants after parsing: ${seconds.toFixed(2)} s`)
