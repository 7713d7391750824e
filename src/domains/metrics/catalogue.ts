import { activitiesCount } from './catalog/activities-count.ts'
import { averageWonAmount } from './catalog/average-won-amount.ts'
import { closeRate } from './catalog/close-rate.ts'
import { closeRateValue } from './catalog/close-rate-value.ts'
import { createdValue } from './catalog/created-value.ts'
import { createdWinRate } from './catalog/created-win-rate.ts'
import { createdWinRateValue } from './catalog/created-win-rate-value.ts'
import { dealsCreated } from './catalog/deals-created.ts'
import { lostCount } from './catalog/lost-count.ts'
import { openPipeline } from './catalog/open-pipeline.ts'
import { salesCycleMean } from './catalog/sales-cycle-mean.ts'
import { salesCycleMedian } from './catalog/sales-cycle-median.ts'
import { salesCycleP75 } from './catalog/sales-cycle-p75.ts'
import { stageConversion } from './catalog/stage-conversion.ts'
import { timeInStage } from './catalog/time-in-stage.ts'
import { velocity } from './catalog/velocity.ts'
import { weightedPipeline } from './catalog/weighted-pipeline.ts'
import { wonCount } from './catalog/won-count.ts'
import { wonValue } from './catalog/won-value.ts'
import type { Metric } from './metric.ts'

/** Every metric, in the order in which they are offered. */
export const catalogue: readonly Metric[] = [
  openPipeline,
  weightedPipeline,
  dealsCreated,
  createdValue,
  wonCount,
  wonValue,
  lostCount,
  closeRate,
  closeRateValue,
  createdWinRate,
  createdWinRateValue,
  averageWonAmount,
  salesCycleMean,
  salesCycleMedian,
  salesCycleP75,
  velocity,
  stageConversion,
  timeInStage,
  activitiesCount,
]
