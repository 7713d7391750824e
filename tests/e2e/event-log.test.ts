import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setUp } from '../client.ts'
import { hasRealData, realFile } from '../real-data.ts'
import { languages, Screens } from './browser.ts'

const { language, locale, word } = languages[0]

/** The whole log is checked (done and rolled back) and then done, as a person in a browser would have it. */
describe.skipIf(!hasRealData)('a real event log in a browser', () => {
  let screens: Screens
  let page: Page
  let slug = ''
  let get: <T>(path: string) => Promise<T>

  beforeAll(async () => {
    screens = await Screens.open({ language, locale })
    page = screens.page
    const administrator = await setUp(screens.server)
    slug = administrator.slug
    get = async (path) => (await administrator.client.get(`${administrator.base}/${path}`)).body as never
    await screens.signInAs(administrator.client)
  }, 90_000)
  afterAll(() => screens?.close())

  test('13,087 deals with their stages and 262,200 activities come in through the screen, each stage in its place', async () => {
    await page.goto(`${screens.origin}/w/${slug}/import`)
    await page.locator('input[type=file]').first().setInputFiles(realFile('bpic2012.csv.gz'))
    await page.waitForURL(/\/import\/[0-9a-f-]{36}/)
    await page.getByRole('button', { name: word('imports.check'), exact: true }).click()
    await page.getByRole('button', { name: word('imports.ready.apply') }).waitFor({ timeout: 300_000 })
    // The page may be left and come back to: the work goes on.
    await page.getByRole('button', { name: word('imports.ready.apply') }).click()
    await page.goto(`${screens.origin}/w/${slug}/deals`)
    await page.goBack()
    await page.getByText(word('imports.done.title'), { exact: true }).first().waitFor({ timeout: 300_000 })
    await screens.picture('event-log-done')
    await page.goto(`${screens.origin}/w/${slug}/deals?as_of=2012-01-15`)
    await page.getByRole('grid').waitFor()
    await screens.picture('event-log-deals')
    await page.goto(`${screens.origin}/w/${slug}/metrics?as_of=2012-01-15`)
    await screens.settled('metrics')
    await screens.picture('event-log-metrics')
    expect(screens.complaints).toEqual([])
    const { items } = await get<{ items: { report: { entities: Record<string, { created: number }> } }[] }>('imports')
    expect(items[0]?.report.entities['deal']?.created).toBe(13_087)
    expect(items[0]?.report.entities['activity']?.created).toBe(262_200)
  }, 900_000)
})
