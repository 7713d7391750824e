/**
 * Leads of one seller, the one that loses least by moving to a certain other seller on top; among equals the one that
 * came last. Leads that have left are thrown away when they come up, so nothing is searched for. Push, pop: O(log n).
 */
export class MoveHeap {
  readonly #leads: number[] = []
  readonly #lossOf: (lead: number) => number
  readonly #isHere: (lead: number) => boolean

  constructor(lossOf: (lead: number) => number, isHere: (lead: number) => boolean) {
    this.#lossOf = lossOf
    this.#isHere = isHere
  }

  push(lead: number): void {
    const leads = this.#leads
    let at = leads.push(lead) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#isBefore(lead, leads[parent]!)) break
      leads[at] = leads[parent]!
      at = parent
    }
    leads[at] = lead
  }

  /** The lead on top that is still here; −1 when there is none. */
  top(): number {
    while (this.#leads.length > 0) {
      const lead = this.#leads[0]!
      if (this.#isHere(lead)) return lead
      this.#dropTop()
    }
    return -1
  }

  #dropTop(): void {
    const leads = this.#leads
    const lead = leads.pop()!
    if (leads.length === 0) return
    let at = 0
    for (let child = 1; child < leads.length; child = 2 * at + 1) {
      if (child + 1 < leads.length && this.#isBefore(leads[child + 1]!, leads[child]!)) child++
      if (!this.#isBefore(leads[child]!, lead)) break
      leads[at] = leads[child]!
      at = child
    }
    leads[at] = lead
  }

  #isBefore(a: number, b: number): boolean {
    const difference = this.#lossOf(a) - this.#lossOf(b)
    return difference < 0 || (difference === 0 && a > b)
  }
}
