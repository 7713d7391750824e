import { accounts, contacts } from './domains/accounts/index.ts'
import { activities } from './domains/activities/index.ts'
import { currencyRates, products } from './domains/catalogue/index.ts'
import { dealOperations } from './domains/deals/index.ts'
import { forecastJob, forecastOperations } from './domains/forecasts/index.ts'
import { importJobs, importOperations } from './domains/imports/index.ts'
import { metricOperations, rebuildJob } from './domains/metrics/index.ts'
import { memberships, people, teams } from './domains/people/index.ts'
import { pipelines, stages } from './domains/pipelines/index.ts'
import { sampleJobs, sampleOperations } from './domains/sample/index.ts'
import { targetOperations } from './domains/targets/index.ts'
import { viewOperations } from './domains/views/index.ts'
import { identityOperations, workspaceJobs, workspaceOperations } from './domains/workspace/index.ts'

/** Every operation of Kurs, a line each. Doors, references and tests are made from this list and nothing else. */
export const operations = [
  ...identityOperations,
  ...workspaceOperations,
  ...Object.values(people),
  ...Object.values(teams),
  ...Object.values(memberships),
  ...Object.values(products),
  ...Object.values(currencyRates),
  ...Object.values(accounts),
  ...Object.values(contacts),
  ...Object.values(pipelines),
  ...Object.values(stages),
  ...dealOperations,
  ...Object.values(activities),
  ...viewOperations,
  ...importOperations,
  ...metricOperations,
  ...targetOperations,
  ...forecastOperations,
  ...sampleOperations,
] as const

/** Every kind of long work that the worker can run. */
export const jobs = [...workspaceJobs, ...importJobs, rebuildJob, forecastJob, ...sampleJobs] as const
