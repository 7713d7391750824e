const z95 = 1.959963984540054

/** Mean and its 95 % half-width of values as they come (Welford, Technometrics 4, 1962). */
export class RunningMean {
  count = 0
  mean = 0
  #squares = 0

  add(value: number): void {
    this.count++
    const before = value - this.mean
    this.mean += before / this.count
    this.#squares += before * (value - this.mean)
  }

  /** ∞ for fewer than 2 values. */
  get halfWidth(): number {
    return this.count < 2 ? Infinity : z95 * Math.sqrt(this.#squares / (this.count - 1) / this.count)
  }
}
