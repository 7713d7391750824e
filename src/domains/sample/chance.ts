import { seededRandom } from '../../core/stats/random.ts'

/** Everything that happens by chance in the sample company, from one seed: the same seed draws the same. */
export class Chance {
  readonly #next: () => number

  constructor(seed: number) {
    this.#next = seededRandom(seed)
  }

  /** At least `from`, below `to`. */
  between(from: number, to: number): number {
    return from + (to - from) * this.#next()
  }

  /** A whole number, both ends included. */
  whole(from: number, to: number): number {
    return Math.floor(this.between(from, to + 1))
  }

  happens(probability: number): boolean {
    return this.#next() < probability
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.#next() * items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }

  /** Each item as likely as its weight says. */
  weighted<T>(items: readonly T[], weightOf: (item: T) => number): T {
    const total = items.reduce((sum, item) => sum + weightOf(item), 0)
    let rest = this.#next() * total
    for (const item of items) {
      rest -= weightOf(item)
      if (rest < 0) return item
    }
    return this.pick(items)
  }

  /** How often something happens that happens `mean` times on average, each time by itself (Poisson, by products). */
  times(mean: number): number {
    const floor = Math.exp(-mean)
    let count = -1
    for (let product = 1; product > floor; product *= this.#next()) count++
    return Math.max(0, count)
  }

  /** Days something takes: never none, now and then very long (Erlang of two steps). */
  duration(meanDays: number): number {
    const exponential = (): number => -Math.log(1 - this.#next())
    return Math.max(1, Math.round((meanDays * (exponential() + exponential())) / 2))
  }

  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, place: this.#next() }))
      .sort((a, b) => a.place - b.place)
      .map(({ item }) => item)
  }
}
