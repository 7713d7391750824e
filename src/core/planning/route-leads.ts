import { MoveHeap } from './move-heap.ts'
import { gainOf, routingFaults, type RoutingFault, type RoutingProblem } from './routing-problem.ts'

export type Routing = {
  kind: 'routing'
  /** Of each lead the seller, or −1. */
  seller: Int32Array
  /** Σ uplift · value of what is assigned, whole minor units. */
  gainMinor: number
  /** What one more place of each seller would add, whole minor units ≥ 0; 0 while there is room. */
  placePriceMinor: Float64Array
  /** Upper bound of any assignment, from those prices by duality; equal to the gain: that is the proof of optimality. */
  boundMinor: number
}

/**
 * Leads to sellers so that Σ uplift · value is the greatest, within capacities and rules: successive shortest paths of
 * min-cost flow (Jewell 1958; Ahuja, Magnanti & Orlin, Network Flows, 1993, §9.7), one lead at a time, on the graph of
 * sellers alone: an arc a → b is the lead of a that loses least by moving to b (heaps, as in Kleinschmidt & Schannath 1995).
 * Whole minor units, so exact. A lead that no seller makes worth more is left; one that makes no difference is given.
 *
 * Ties: among assignments of the same gain the sum of turns is the smallest, a seller's k-th lead costing given + k: so
 * equals take turns (round robin), beginning with who had fewest, then the first. The same input gives the same answer;
 * another order of leads the same gain and the same sum of turns.
 * Errors: none thrown. Cost: about leads · sellers² + moves · sellers · log leads; memory leads · sellers numbers.
 */
export function routeLeads(p: RoutingProblem): Routing | RoutingFault {
  const [fault] = routingFaults(p)
  if (fault) return fault
  const flow = new LeadFlow(p)
  for (let lead = 0; lead < p.leadCount; lead++) flow.add(lead)
  return flow.routing()
}

/** Sellers, and behind the last of them a place for what is left: no gain, no limit, the last turn. */
class LeadFlow {
  readonly #p: RoutingProblem
  readonly #nodes: number
  readonly #gain: Float64Array
  readonly #place: Int32Array
  readonly #load: Int32Array
  readonly #heaps: MoveHeap[]
  /** Of each arc a → b the least loss of a move, and the lead that moves. */
  readonly #loss: Float64Array
  readonly #mover: Int32Array
  readonly #lastTurn: number

  constructor(p: RoutingProblem) {
    this.#p = p
    this.#nodes = p.sellerCount + 1
    const count = this.#nodes
    this.#gain = new Float64Array(p.leadCount * count)
    for (let i = 0; i < p.leadCount; i++)
      for (let j = 0; j < p.sellerCount; j++) this.#gain[i * count + j] = gainOf(p, i, j)
    this.#place = new Int32Array(p.leadCount).fill(-1)
    this.#load = new Int32Array(count)
    this.#loss = new Float64Array(count * count).fill(Infinity)
    this.#mover = new Int32Array(count * count).fill(-1)
    this.#heaps = Array.from(this.#loss, (_, arc) => {
      const [from, to] = [Math.floor(arc / count), arc % count]
      const lossOf = (i: number): number => this.#gain[i * count + from]! - this.#gain[i * count + to]!
      return new MoveHeap(lossOf, (i) => this.#place[i] === from)
    })
    this.#lastTurn = p.given.reduce((most, had) => Math.max(most, had), 0) + p.leadCount
  }

  /** Gives the lead to whom the cheapest chain of moves makes room for it. */
  add(lead: number): void {
    const count = this.#nodes
    const cost = new Float64Array(count)
    const before = new Int32Array(count).fill(-1)
    for (let j = 0; j < count; j++) cost[j] = -this.#gain[lead * count + j]!
    this.#relax(cost, before)
    let at = this.#endOf(cost)
    const touched = [at]
    this.#load[at]!++
    for (let from = before[at]!; from >= 0; from = before[at]!) {
      this.#put(this.#mover[from * count + at]!, at)
      at = from
      touched.push(at)
    }
    this.#put(lead, at)
    for (const seller of touched) this.#refresh(seller)
  }

  /** Shortest paths over the sellers (Bellman 1958; Ford 1956): arcs may gain, cycles cannot. */
  #relax(cost: Float64Array, before: Int32Array): void {
    const count = this.#nodes
    for (let round = 0, isChanged = true; isChanged && round < count; round++) {
      isChanged = false
      for (let a = 0; a < count; a++) {
        if (cost[a] === Infinity) continue
        for (let b = 0; b < count; b++) {
          const along = cost[a]! + this.#loss[a * count + b]!
          if (along >= cost[b]!) continue
          cost[b] = along
          before[b] = a
          isChanged = true
        }
      }
    }
  }

  /** Where there is room: the cheapest, then whose turn it is, then the first. */
  #endOf(cost: Float64Array): number {
    let best = this.#nodes - 1
    for (let j = this.#nodes - 2; j >= 0; j--) {
      if (this.#load[j]! >= this.#p.capacity[j]! || cost[j]! > cost[best]!) continue
      if (cost[j]! < cost[best]! || this.#turn(j) <= this.#turn(best)) best = j
    }
    return best
  }

  #turn(j: number): number {
    return j < this.#p.sellerCount ? this.#p.given[j]! + this.#load[j]! : this.#lastTurn
  }

  #put(lead: number, to: number): void {
    const count = this.#nodes
    this.#place[lead] = to
    for (let b = 0; b < count; b++)
      if (b !== to && this.#gain[lead * count + b]! > -Infinity) this.#heaps[to * count + b]!.push(lead)
  }

  #refresh(from: number): void {
    const count = this.#nodes
    for (let b = 0; b < count; b++) {
      const mover = this.#heaps[from * count + b]!.top()
      this.#mover[from * count + b] = mover
      this.#loss[from * count + b] =
        mover < 0 ? Infinity : this.#gain[mover * count + from]! - this.#gain[mover * count + b]!
    }
  }

  routing(): Routing {
    const [p, count] = [this.#p, this.#nodes]
    const seller = this.#place.map((place) => (place === p.sellerCount ? -1 : place))
    const prices = this.#prices()
    let gainMinor = 0
    let boundMinor = p.capacity.reduce((sum, room, j) => sum + room * prices[j]!, 0)
    for (let i = 0; i < p.leadCount; i++) {
      gainMinor += this.#gain[i * count + this.#place[i]!]!
      let most = 0
      for (let j = 0; j < p.sellerCount; j++) most = Math.max(most, this.#gain[i * count + j]! - prices[j]!)
      boundMinor += most
    }
    return { kind: 'routing', seller, gainMinor, placePriceMinor: prices, boundMinor }
  }

  /** What a place more is worth: the best chain of moves that ends in it. */
  #prices(): Float64Array {
    const [m, count] = [this.#p.sellerCount, this.#nodes]
    const worth = new Float64Array(count)
    for (let round = 0, isChanged = true; isChanged && round < count; round++) {
      isChanged = false
      for (let a = 0; a < count; a++)
        for (let b = 0; b < m; b++) {
          const along = worth[a]! - this.#loss[a * count + b]!
          if (along <= worth[b]!) continue
          worth[b] = along
          isChanged = true
        }
    }
    return worth.subarray(0, m)
  }
}
