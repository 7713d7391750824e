import { hash, verify } from '@node-rs/argon2'
import { AppError } from '../base/errors.ts'

/** OWASP's floor for argon2id; about 30 ms here. Stronger settings later rehash at the next sign-in. */
const settings = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const atOnce = 2
const waitingAtMost = 20

/** Hashes passwords, two at a time, so that a flood of sign-ins cannot take the machine. */
export class Passwords {
  #running = 0
  readonly #waiting: (() => void)[] = []
  #decoy: Promise<string> | null = null

  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(password.normalize('NFKC'), settings))
  }

  /** Takes as long for an unknown person (stored null) as for a wrong password. */
  async verify(stored: string | null, password: string): Promise<boolean> {
    this.#decoy ??= this.hash('a password nobody has')
    const against = stored ?? (await this.#decoy)
    const fits = await this.#inTurn(() => verify(against, password.normalize('NFKC')))
    return stored !== null && fits
  }

  isOutdated(stored: string): boolean {
    return !stored.includes(`m=${settings.memoryCost},t=${settings.timeCost},p=${settings.parallelism}`)
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= atOnce) {
      if (this.#waiting.length >= waitingAtMost) throw new AppError('rate_limited', 'sign_ins', { retry_after_s: 5 })
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    this.#running++
    try {
      return await work()
    } finally {
      this.#running--
      this.#waiting.shift()?.()
    }
  }
}
