import { STATUS_OPEN, STATUS_WON, type HistoryView } from './history.ts'
import { latestVersion } from './won.ts'

/** What past wins say about amounts. */
export type AmountModel = {
  /** ρ: value at the win over value while last open, of deals where both were known. */
  wonOverOpenRatio: number
  /** Stands in for an open deal without an amount: the mean won amount, before ρ. */
  missingMinor: number
}

/** Learns both from the wins in the view; ρ = 1 and 0 when there are none. Cost: O(deals). */
export function amountModel(view: HistoryView): AmountModel {
  let atWin = 0
  let whileOpen = 0
  let wonSum = 0
  let wonCount = 0
  for (let deal = 0; deal < view.dealIds.length; deal++) {
    const row = latestVersion(view, deal)
    const won = view.amountMinor[row]!
    if (view.status[row] !== STATUS_WON || Number.isNaN(won)) continue
    wonSum += won
    wonCount++
    let open = row - 1
    while (open >= view.firstVersion[deal]! && view.status[open] !== STATUS_OPEN) open--
    if (open < view.firstVersion[deal]! || Number.isNaN(view.amountMinor[open]!)) continue
    atWin += won
    whileOpen += view.amountMinor[open]!
  }
  const ratio = whileOpen > 0 && atWin > 0 ? atWin / whileOpen : 1
  return { wonOverOpenRatio: ratio, missingMinor: wonCount > 0 ? wonSum / wonCount / ratio : 0 }
}

/** The amount a method reckons with for a version: the stated one, else the mean won amount. */
export const reckonedMinor = (view: HistoryView, row: number, model: AmountModel): number => {
  const stated = view.amountMinor[row]!
  return Number.isNaN(stated) ? model.missingMinor : stated
}
