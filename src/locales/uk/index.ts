import type { Catalogue } from '../en/index.ts'
import { access } from './access.ts'
import { accounts } from './accounts.ts'
import { activities } from './activities.ts'
import { auth } from './auth.ts'
import { common } from './common.ts'
import { deals } from './deals.ts'
import { doctor } from './doctor.ts'
import { errors } from './errors.ts'
import { forecast } from './forecast.ts'
import { home } from './home.ts'
import { imports } from './imports.ts'
import { jobs } from './jobs.ts'
import { metrics } from './metrics.ts'
import { people } from './people.ts'
import { pipelines } from './pipelines.ts'
import { sample } from './sample.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { targets } from './targets.ts'
import { views } from './views.ts'

export const uk: Catalogue = {
  ...common,
  ...shell,
  ...errors,
  ...doctor,
  ...auth,
  ...access,
  ...imports,
  ...jobs,
  ...sample,
  ...settings,
  ...deals,
  ...accounts,
  ...activities,
  ...people,
  ...pipelines,
  ...metrics,
  ...forecast,
  ...home,
  ...targets,
  ...views,
}
