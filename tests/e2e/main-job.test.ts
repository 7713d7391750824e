import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { password } from '../client.ts'
import { writeGeneratedExport } from '../generated-export.ts'
import { hasRealData, realFile } from '../real-data.ts'
import { languages, Screens } from './browser.ts'

const files = ['products', 'accounts', 'sales_teams', 'sales_pipeline'] as const
describe.each(languages)('a newcomer in a browser ($language)', ({ language, locale, word }) => {
  let screens: Screens
  let page: Page
  let folder = ''
  let origin = ''
  const looksRight = (name: string): Promise<void> => screens.looksRight(name)
  const exportFile = (name: string): string => (hasRealData ? realFile(`crm/${name}.csv`) : join(folder, `${name}.csv`))

  beforeAll(async () => {
    screens = await Screens.open({ language, locale })
    ;({ page, origin } = screens)
    folder = await mkdtemp(join(tmpdir(), 'kurs-e2e-'))
    if (!hasRealData) await writeGeneratedExport(folder)
  }, 90_000)
  afterAll(async () => {
    await screens?.close()
    if (folder) await rm(folder, { recursive: true, force: true })
  })

  test('opens the set-up link and creates the first administrator', async () => {
    await page.goto(`${origin}/setup#token=${await screens.server.setupToken()}`)
    await page.getByLabel(word('auth.name'), { exact: false }).first().fill('Олена')
    await page.getByLabel(word('auth.email'), { exact: false }).fill('olena@example.com')
    await page.locator('input[type=password]').fill(password)
    await page.getByLabel(word('auth.setup.workspace_name'), { exact: false }).fill('Sunline')
    await looksRight('setup')
    await page.getByRole('button', { name: word('auth.setup.submit') }).click()
    await page.waitForURL('**/w/sunline/import')
    await looksRight('import')
  }, 60_000)

  test.each(files)(
    'drops in %s, sees what would be done, and does it',
    async (name) => {
      await page.goto(`${origin}/w/sunline/import`)
      await page.locator('input[type=file]').first().setInputFiles(exportFile(name))
      await page.waitForURL(/\/import\/[0-9a-f-]{36}/)
      await page.getByRole('button', { name: word('imports.check'), exact: true }).waitFor()
      await looksRight(`import-columns-${name}`)
      await page.getByRole('button', { name: word('imports.check'), exact: true }).click()
      await page.getByRole('button', { name: word('imports.ready.apply') }).waitFor({ timeout: 60_000 })
      await looksRight(`import-check-${name}`)
      await page.getByRole('button', { name: word('imports.ready.apply') }).click()
      await page.getByText(word('imports.done.title'), { exact: true }).first().waitFor({ timeout: 60_000 })
      await looksRight(`import-done-${name}`)
    },
    180_000,
  )

  test('sees deals, people, metrics and the forecast as of a past day, all without a barrier', async () => {
    const asOf = 'as_of=2017-11-15'
    await page.goto(`${origin}/w/sunline/deals?${asOf}`)
    await page.getByRole('grid').waitFor()
    await looksRight('deals')
    await page.goto(`${origin}/w/sunline/deals`)
    await page.getByRole('button', { name: word('deals.new') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: word('deals.field.name') }).fill('Сонце на дах')
    await dialog.getByRole('textbox', { name: word('deals.field.amount_minor') }).fill('1500')
    await looksRight('new-deal')
    await page.getByRole('button', { name: word('deals.create'), exact: true }).click()
    await page.getByRole('heading', { name: 'Сонце на дах' }).waitFor()
    await looksRight('deal')
    await page.goto(`${origin}/w/sunline/people`)
    await looksRight('people')
    await page.goto(`${origin}/w/sunline/metrics?${asOf}`)
    await looksRight('metrics')
    const filter = encodeURIComponent(JSON.stringify([{ field: 'amount_minor', op: 'gte', value: 100_000 }]))
    await page.goto(`${origin}/w/sunline/metrics?${asOf}&metric=won_count&filter=${filter}`)
    await page
      .getByRole('button', { name: word('stat.rows') })
      .first()
      .click()
    await looksRight('metrics-filtered')
    await page.goto(`${origin}/w/sunline/forecast?${asOf}`)
    await page
      .getByRole('button', { name: word('forecast.run') })
      .first()
      .click()
    await page.getByText(word('forecast.methods'), { exact: true }).first().waitFor({ timeout: 60_000 })
    await looksRight('forecast')
    await page.goto(`${origin}/w/sunline`)
    await looksRight('home')
  }, 400_000)

  test('nothing on the way broke a script or the content policy', () => {
    expect(screens.complaints).toEqual([])
  })
})
