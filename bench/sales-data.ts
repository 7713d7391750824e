import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { buildHistory, type DealHistory, type DealRecord, type DealVersion } from '../src/core/forecast/history.ts'

/** The real files of the benchmarks (KURS_DATA, default ../shared/data), read into deal histories. */
const dataDir = (): string => process.env['KURS_DATA'] ?? '../shared/data'

function rowsOf(file: string): Record<string, string>[] {
  const bytes = readFileSync(join(dataDir(), file))
  return parse(file.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true, bom: true })
}

const dayOf = (iso: string): number => Date.parse(iso) / 86_400_000
const stages = ['A_SUBMITTED', 'A_PARTLYSUBMITTED', 'A_PREACCEPTED', 'A_ACCEPTED', 'A_FINALIZED']
const won = new Set(['A_APPROVED', 'A_REGISTERED', 'A_ACTIVATED'])
const lost = new Set(['A_DECLINED', 'A_CANCELLED'])

/** Loan applications of BPI Challenge 2012: five stages from the A_ events, value = the amount asked for. */
export function readLoans(): DealHistory {
  const cases = new Map<string, { amountMinor: number; events: { day: number; activity: string }[] }>()
  for (const row of rowsOf('bpic2012.csv.gz')) {
    if (!row['activity']!.startsWith('A_')) continue
    const loan = cases.get(row['case']!) ?? { amountMinor: Number(row['amount_req']) * 100, events: [] }
    loan.events.push({ day: dayOf(row['timestamp']!), activity: row['activity']! })
    cases.set(row['case']!, loan)
  }
  const deals = [...cases].map(([id, loan]): DealRecord => ({
    id,
    createdDay: Math.min(...loan.events.map((e) => e.day)),
    versions: loanVersions(
      loan.events.sort((a, b) => a.day - b.day),
      loan.amountMinor,
    ),
  }))
  return buildHistory(withTypicalCloseDates(deals), 1)
}

function loanVersions(events: { day: number; activity: string }[], amountMinor: number): DealVersion[] {
  const versions: DealVersion[] = []
  for (const { day, activity } of events) {
    const stage = stages.indexOf(activity)
    const status = won.has(activity) ? 'won' : lost.has(activity) ? 'lost' : 'open'
    if (status === 'open' && stage < 0) continue
    versions.push({
      fromDay: day,
      status,
      stage: Math.max(0, stage),
      group: 0,
      probability: null,
      expectedCloseDay: null,
      amountMinor,
    })
    if (status !== 'open') break
  }
  return versions
}

/**
 * The log has neither stage probabilities nor close dates. What an administrator would set: 10, 20, 40, 60, 80 %,
 * and a close date two weeks after the deal entered its stage.
 */
function withTypicalCloseDates(deals: DealRecord[]): DealRecord[] {
  const probabilities = [0.1, 0.2, 0.4, 0.6, 0.8]
  return deals.map((deal) => ({
    ...deal,
    versions: deal.versions.map((v) => ({
      ...v,
      probability: probabilities[v.stage] ?? 0.1,
      expectedCloseDay: v.fromDay + 14,
    })),
  }))
}

/** Maven's CRM export: no stage history; an open deal is valued at its product's list price. Groups: managers. */
export function readCrm(): DealHistory {
  const prices = new Map(rowsOf('crm/products.csv').map((p) => [p['product']!, Number(p['sales_price'])]))
  const managerOf = new Map(rowsOf('crm/sales_teams.csv').map((p) => [p['sales_agent']!, p['manager']!]))
  const managers = [...new Set(managerOf.values())].sort()
  const deals: DealRecord[] = []
  for (const row of rowsOf('crm/sales_pipeline_iso.csv')) {
    if (row['engage_date'] === '') continue
    const open: DealVersion = {
      fromDay: dayOf(row['engage_date']!),
      status: 'open',
      stage: 0,
      group: managers.indexOf(managerOf.get(row['sales_agent']!)!),
      probability: 0.5,
      expectedCloseDay: dayOf(row['engage_date']!) + 50,
      amountMinor: prices.get(row['product']!)! * 100,
    }
    const versions = [open]
    if (row['close_date'] !== '') {
      versions.push({
        ...open,
        fromDay: dayOf(row['close_date']!),
        status: row['deal_stage'] === 'Won' ? 'won' : 'lost',
        amountMinor: Number(row['close_value']) * 100,
      })
    }
    deals.push({ id: row['opportunity_id']!, createdDay: open.fromDay, versions })
  }
  return buildHistory(deals, managers.length)
}

/** Who or what each deal of the CRM export is counted for. */
export type CrmLabels = { seller: string; manager: string; product: string; account: string }

/** Labels by deal id; a deal without an account has the empty one. */
export function readCrmLabels(): Map<string, CrmLabels> {
  const managerOf = new Map(rowsOf('crm/sales_teams.csv').map((p) => [p['sales_agent']!, p['manager']!]))
  return new Map(
    rowsOf('crm/sales_pipeline_iso.csv').map((row) => [
      row['opportunity_id']!,
      {
        seller: row['sales_agent']!,
        manager: managerOf.get(row['sales_agent']!)!,
        product: row['product']!,
        account: row['account']!,
      },
    ]),
  )
}

/** The last day the CRM export knows. */
export const crmDataDay = dayOf('2017-12-31')
