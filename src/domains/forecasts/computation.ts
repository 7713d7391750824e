import { firstForecast, type FirstForecastSettings } from '../../core/forecast/first-forecast.ts'
import type { DealHistory } from '../../core/forecast/history.ts'
import type { Origin } from '../../core/forecast/origins.ts'
import { defineComputation } from '../../platform/compute/computation.ts'

type Input = { history: DealHistory; origins: readonly Origin[]; settings: FirstForecastSettings }

/** Every method rolled back over past origins, on a thread. */
export const forecastComputation = defineComputation({
  name: 'first_forecast',
  run: ({ history, origins, settings }: Input) => firstForecast(history, origins, settings),
})
