import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Deterministic numbers for made-up files (a linear congruential generator; Numerical Recipes' constants). */
const random = (seed: number) => () => (seed = (seed * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296

const two = (n: number): string => String(n).padStart(2, '0')
/** dd-mm-yy, as exports of older systems write days. */
const shortDay = (days: number): string => {
  const date = new Date(Date.UTC(2016, 9, 1) + days * 86_400_000)
  return `${two(date.getUTCDate())}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCFullYear() % 100)}`
}

export type GeneratedExport = {
  dealCount: number
  wonCount: number
  lostCount: number
  openCount: number
  wonMinor: number
}

/**
 * A CRM export of a made-up company with the holes that real ones have: days as dd-mm-yy, one product spelt two
 * ways, open deals without amount and close date, deals without account or creation date, lost deals worth 0.
 * @returns what is in it, counted while it was made
 */
export async function writeGeneratedExport(folder: string, dealCount = 1200): Promise<GeneratedExport> {
  await mkdir(folder, { recursive: true })
  const next = random(20_161_001)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const products = [
    ['Basic', 550],
    ['Pro Max', 4821],
    ['Special', 55],
  ] as const
  const accounts = Array.from({ length: 30 }, (_, i) => `Account ${i + 1}`)
  const sellers = Array.from({ length: 12 }, (_, i) => `Seller ${String.fromCodePoint(65 + i)}`)
  await writeFile(
    join(folder, 'products.csv'),
    ['product,series,sales_price', ...products.map(([name, price]) => `${name},S,${price}`)].join('\n'),
  )
  await writeFile(
    join(folder, 'accounts.csv'),
    [
      'account,sector,revenue,office_location,subsidiary_of',
      ...accounts.map(
        (name, i) =>
          `${name},${pick(['medical', 'technolgy', 'retail'])},${1000 + i}.5,Ukraine,${i > 25 ? accounts[0] : ''}`,
      ),
    ].join('\n'),
  )
  await writeFile(
    join(folder, 'sales_teams.csv'),
    [
      'sales_agent,manager,regional_office',
      ...sellers.map((name, i) => `${name},Manager ${1 + (i % 3)},${i % 2 ? 'West' : 'East'}`),
    ].join('\n'),
  )
  const totals: GeneratedExport = { dealCount, wonCount: 0, lostCount: 0, openCount: 0, wonMinor: 0 }
  const rows = ['opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value']
  for (let i = 0; i < dealCount; i++) {
    const [product, price] = pick(products)
    const spelt = product === 'Pro Max' && next() < 0.5 ? 'ProMax' : product
    const engaged = Math.floor(next() * 360)
    const fate = next()
    const account = next() < 0.15 ? '' : pick(accounts)
    const closed = engaged + 1 + Math.floor(next() * 90)
    const value = Math.round(price * (0.8 + next() * 0.4))
    const isWon = fate < 0.48
    const isLost = !isWon && fate < 0.76
    if (isWon) {
      totals.wonCount++
      totals.wonMinor += value * 100
      rows.push(`D${i},${pick(sellers)},${spelt},${account},Won,${shortDay(engaged)},${shortDay(closed)},${value}`)
    } else if (isLost) {
      totals.lostCount++
      rows.push(`D${i},${pick(sellers)},${spelt},${account},Lost,${shortDay(engaged)},${shortDay(closed)},0`)
    } else {
      totals.openCount++
      const isProspect = next() < 0.25
      rows.push(
        `D${i},${pick(sellers)},${spelt},${account},${isProspect ? 'Prospecting' : 'Engaging'},${isProspect ? '' : shortDay(engaged)},,`,
      )
    }
  }
  await writeFile(join(folder, 'sales_pipeline.csv'), rows.join('\n'))
  return totals
}
