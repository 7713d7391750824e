import { describe, expect, test } from 'vitest'
import { seededRandom } from '../stats/random.ts'
import { admitRegressors } from './admit-regressors.ts'
import { sesModel } from './exponential-smoothing.ts'
import { fitRegressed, type Regressor } from './regressed-model.ts'
import { thetaModel } from './theta.ts'

const random = seededRandom(3)
const length = 60
const noise = (): number => random() - 0.5
const cause = Array.from({ length: length + 10 }, () => 10 * random())
const other = Array.from({ length: length + 10 }, () => 10 * random())
const values = Array.from({ length }, (_, t) => 100 + 3 * cause[t]! + noise())
const series = { values, season: 1 }
const settings = { horizon: 3, firstOrigin: 36, stepCount: 2 }
const regressor = (name: string, of: readonly number[]): Regressor => ({ name, knownAt: () => of })

describe('regressors', () => {
  test('100 + 3x: the forecast follows an x that is known ahead, to within the noise of ±½', () => {
    const fit = fitRegressed(sesModel, [regressor('cause', cause)], values, { season: 1, horizon: 3 })
    if (fit.kind === 'insufficient') throw new Error(fit.reason)
    fit.predict(3).forEach((v, h) => expect(Math.abs(v - (100 + 3 * cause[length + h]!))).toBeLessThan(1))
  })
  test('what drives the series is admitted, what does not is refused, each with its errors', () => {
    const candidates = [regressor('other', other), regressor('cause', cause)]
    const { admitted, admissions } = admitRegressors(thetaModel, series, candidates, settings)
    expect(admitted.map((r) => r.name)).toEqual(['cause'])
    const [first, second] = admissions
    expect(first).toMatchObject({ name: 'other', isAdmitted: false, reason: 'errors_do_not_fall' })
    expect(second).toMatchObject({ name: 'cause', isAdmitted: true, reason: 'errors_fall' })
    expect(second!.maseWith!).toBeLessThan(second!.maseWithout! / 3)
  })
  test('a trend beside a trend is no cause: refused', () => {
    const trending = { values: Array.from({ length }, (_, t) => 50 + t + 5 * noise()), season: 1 }
    const trend = Array.from({ length: length + 10 }, (_, t) => 7 * t + noise())
    expect(admitRegressors(thetaModel, trending, [regressor('trend', trend)], settings).admitted).toEqual([])
  })
  test('known only to the present it is refused; with three origins nothing is admitted', () => {
    const present: Regressor = { name: 'present', knownAt: (origin) => cause.slice(0, origin) }
    expect(admitRegressors(thetaModel, series, [present], settings).admissions[0]!.reason).toBe('not_known_ahead')
    const few = admitRegressors(thetaModel, series, [regressor('cause', cause)], { ...settings, stepCount: 9 })
    expect(few.admissions[0]!.reason).toBe('too_few_origins')
  })
  test('is asked for the vintage of each origin, and for nothing later', () => {
    const asked: number[] = []
    const watched: Regressor = {
      name: 'watched',
      knownAt: (origin) => {
        asked.push(origin)
        return cause.slice(0, origin + 3)
      },
    }
    admitRegressors(thetaModel, series, [watched], settings)
    expect([...new Set(asked)]).toEqual([36, 38, 40, 42, 44, 46, 48, 50, 52, 54, 56])
  })
})
