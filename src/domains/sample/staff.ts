import type { Chance } from './chance.ts'
import { rootTeam, sellers, type Seller, type Team } from './company.ts'
import type { Span } from './span.ts'

const rampDays = 180

/** Who sells what at a day: only whoever is there, newcomers less, the better ones more. */
export class Staff {
  readonly #span: Span
  readonly #chance: Chance

  constructor(span: Span, chance: Chance) {
    this.#span = span
    this.#chance = chance
  }

  ownerFor(team: Team, day: number): Seller {
    const present = sellers.filter((one) => this.teamOf(one, day) === team)
    return this.#chance.weighted(present, (one) => (one.leads === undefined ? this.ramp(one, day) : 0.25))
  }

  /** 0.2 on the first day, 1 after half a year; whoever was there before has it all. */
  ramp(one: Seller, day: number): number {
    const hired = one.stays[0]?.from ?? null
    if (hired === null) return 1
    return Math.min(1, 0.2 + (0.8 * (day - this.#span.first - hired)) / rampDays)
  }

  teamOf(one: Seller, day: number): Team | typeof rootTeam | null {
    const place = day - this.#span.first
    const stay = one.stays.find(({ from, to }) => (from ?? -Infinity) <= place && place < (to ?? Infinity))
    return stay?.team ?? null
  }

  /** The day from which the person is no longer there; null: stays. */
  leavesOn(one: Seller): number | null {
    const to = one.stays.at(-1)?.to ?? null
    return to === null ? null : this.#span.first + to
  }

  leadOf(team: Team | typeof rootTeam): Seller {
    const lead = sellers.find(({ leads }) => leads === team)
    if (lead === undefined) throw new Error(`nobody leads ${team}`)
    return lead
  }
}
