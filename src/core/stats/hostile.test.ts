import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fuzzRuns } from '../../../tests/fuzz-runs.ts'
import { aalenJohansen } from './aalen-johansen.ts'
import { clopperPearson, jeffreys } from './beta-interval.ts'
import { bootstrap } from './bootstrap.ts'
import { compareMeans, compareMedians, compareShares } from './compare.ts'
import { crpsOfQuantiles, crpsOfSample } from './crps.ts'
import { kaplanMeier, survivalQuantile } from './kaplan-meier.ts'
import { robustScale } from './robust-scale.ts'

const odd = fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 1e308, -1e308, 5e-324, 1e-160, -1)
const number = fc.oneof(odd, fc.integer({ min: -9, max: 9 }), fc.double({ noNaN: true, min: -1e12, max: 1e12 }))
const numbers = fc.array(number, { maxLength: 12 })
const count = fc.oneof(odd, fc.nat(30))
const level = fc.constantFrom(0, 0.5, 0.8, 0.95, 1)
const settings = { resamples: 20, level: 0.9, seed: 1 }

/** Every number found anywhere in a value. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(numbersIn) : []
}

test('NaN, infinities, the largest and the smallest numbers, none and one: an answer or null, never NaN, and no exception', () => {
  fc.assert(
    fc.property(numbers, numbers, numbers, count, count, level, (a, b, causes, successes, trials, of) => {
      const durations = a.slice(0, causes.length)
      const ended = causes.slice(0, durations.length)
      const curve = kaplanMeier(durations, ended, of)
      const answers = [
        robustScale(a),
        compareMeans(a, b, of),
        compareMedians(a, b, settings),
        compareShares({ successes, trials }, { successes: 1, trials: 2 }, of),
        jeffreys(successes, trials, of),
        clopperPearson(successes, trials, of),
        bootstrap([a], ([drawn]) => drawn![0]! / drawn![1]!, settings),
        crpsOfSample(a, 1),
        crpsOfQuantiles(
          a.map((value) => ({ level: 0.5, value })),
          1,
        ),
        curve,
        survivalQuantile(curve, 0.5),
        aalenJohansen(durations, ended, 2, of),
      ]
      answers.forEach((answer, i) => expect(numbersIn(answer).some(Number.isNaN), `answer ${i}`).toBe(false))
    }),
    { numRuns: fuzzRuns(1000) },
  )
}, 3_600_000)
