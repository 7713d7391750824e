import type { DealRecord, DealVersion } from './history.ts'

/**
 * Deals as one group lives them: from the moment a deal comes to the group; handing it to another group ends it like
 * a loss, so that what the group does not win is not learnt as won. Made from what was known at each moment, so cuts
 * stay free of look-ahead. Out: records of a history with one group, index 0.
 */
export function dealsOfGroup(deals: readonly DealRecord[], group: number): DealRecord[] {
  return deals.flatMap((deal) => {
    const versions = [...deal.versions].sort((a, b) => a.fromDay - b.fromDay)
    const arrives = versions.findIndex((v) => v.group === group)
    if (arrives < 0) return []
    const own = versions.slice(arrives).map((v): DealVersion => {
      if (v.group === group) return { ...v, group: 0 }
      return { ...v, group: 0, status: 'lost', closedDay: v.fromDay }
    })
    return [{ id: deal.id, createdDay: arrives === 0 ? deal.createdDay : null, versions: own }]
  })
}
