import { STATUS_OPEN, STATUS_WON, type HistoryView } from './history.ts'

/** Imagined deals at everybody's rate that a group's own closes are averaged with. */
const priorDeals = 20

/**
 * The share of its closed deals that a group (a seller, a team, a product) had won as known on a day, drawn to everybody's:
 * (wins + 20·m) / (closes + 20), m the share of all groups. A deal opened again, or handed on, counts until that day
 * as it stood. NaN before the first close of all. Cost: O(n log n) once, then O(log n) a question.
 * Source: science.md §2, win rates computed at u
 */
export function groupWinRates(view: HistoryView): (group: number, day: number) => number {
  const turns = turnsOf(view).sort((a, b) => a.day - b.day)
  const everybody = tallyOf(turns)
  const groups = Array.from({ length: view.groupCount }, (_, group) => tallyOf(turns.filter((t) => t.group === group)))
  return (group, day) => {
    const all = countsAt(everybody, day)
    const own = countsAt(groups[group]!, day)
    return (own.won + (priorDeals * all.won) / all.closed) / (own.closed + priorDeals)
  }
}

/** What a version adds to the closed and won deals of a group, or takes back. */
type Turn = { day: number; group: number; closed: number; won: number }

function turnsOf(view: HistoryView): Turn[] {
  const turns: Turn[] = []
  const say = (row: number, day: number, sign: number): void => {
    if (view.status[row] === STATUS_OPEN) return
    turns.push({ day, group: view.group[row]!, closed: sign, won: view.status[row] === STATUS_WON ? sign : 0 })
  }
  for (let deal = 0; deal < view.dealIds.length; deal++)
    for (let row = view.firstVersion[deal]!; row < view.firstVersion[deal + 1]!; row++) {
      if (row > view.firstVersion[deal]!) say(row - 1, view.fromDay[row]!, -1)
      say(row, view.fromDay[row]!, 1)
    }
  return turns
}

type Tally = { days: Float64Array; closed: Float64Array; won: Float64Array }

function tallyOf(turns: readonly Turn[]): Tally {
  const closed = new Float64Array(turns.length + 1)
  const won = new Float64Array(turns.length + 1)
  turns.forEach((turn, i) => {
    closed[i + 1] = closed[i]! + turn.closed
    won[i + 1] = won[i]! + turn.won
  })
  return { days: Float64Array.from(turns, ({ day }) => day), closed, won }
}

function countsAt({ days, closed, won }: Tally, day: number): { closed: number; won: number } {
  let low = 0
  let high = days.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (days[middle]! <= day) low = middle + 1
    else high = middle
  }
  return { closed: closed[low]!, won: won[low]! }
}
