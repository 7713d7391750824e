import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Real exports to run against; absent in a stranger's clone. */
const folder = resolve(fileURLToPath(new URL('..', import.meta.url)), process.env.KURS_DATA ?? '../shared/data')
export const hasRealData = existsSync(join(folder, 'crm', 'sales_pipeline.csv'))
export const realFile = (name: string): string => join(folder, name)
if (!hasRealData)
  console.warn(`SKIPPED ALOUD: no real data at ${folder} (set KURS_DATA); tests on real files do not run`)
