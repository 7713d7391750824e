import { forecastComputation } from './domains/forecasts/computation.ts'
import { territoryComputation } from './domains/planning/computation.ts'
import { sampleComputation } from './domains/sample/computation.ts'

/**
 * Every computation that runs on a thread, a line each. Apart from the catalogue, so that a thread loads the
 * mathematics and not the database, the web server and the rest.
 */
export const computations = [forecastComputation, territoryComputation, sampleComputation] as const
