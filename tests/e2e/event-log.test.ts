import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uk } from '../../src/locales/uk/index.ts'
import { findCheckoutDir } from '../../src/platform/config.ts'
import { hasRealData, realFile } from '../real-data.ts'
import { setUp } from '../client.ts'
import { startTestServer, type TestServer } from '../server.ts'

const word = (key: string): string => (uk as Record<string, string>)[key] ?? `no word for ${key}`

/** The whole log is checked (done and rolled back) and then done, as a person in a browser would have it. */
describe.skipIf(!hasRealData)('a real event log in a browser', () => {
  let server: TestServer
  let browser: Browser
  let page: Page
  let origin = ''
  let slug = ''
  let get: <T>(path: string) => Promise<T>

  beforeAll(async () => {
    server = await startTestServer({ webDir: join(findCheckoutDir(), 'dist', 'web') })
    await server.app.listen({ host: '127.0.0.1', port: 0 })
    server.worker.start()
    origin = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
    const administrator = await setUp(server)
    slug = administrator.slug
    get = async (path) => (await administrator.client.get(`${administrator.base}/${path}`)).body as never
    browser = await chromium.launch({
      executablePath: process.env.KURS_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    })
    const context = await browser.newContext({ locale: 'uk-UA', viewport: { width: 1360, height: 860 } })
    const [name = '', value = ''] = (administrator.client.cookie ?? '').split('=')
    await context.addCookies([{ name, value, url: origin }])
    page = await context.newPage()
    page.setDefaultTimeout(30_000)
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  test('13,087 deals with their stages and 262,200 activities come in through the screen, each stage in its place', async () => {
    await page.goto(`${origin}/w/${slug}/import`)
    await page.locator('input[type=file]').first().setInputFiles(realFile('bpic2012.csv.gz'))
    await page.waitForURL(/\/import\/[0-9a-f-]{36}/)
    await page.getByRole('button', { name: word('imports.check'), exact: true }).click()
    await page.getByRole('button', { name: word('imports.ready.apply') }).waitFor({ timeout: 300_000 })
    // The page may be left and come back to: the work goes on.
    await page.getByRole('button', { name: word('imports.ready.apply') }).click()
    await page.goto(`${origin}/w/${slug}/deals`)
    await page.goBack()
    await page.getByText(word('imports.done.title'), { exact: true }).first().waitFor({ timeout: 300_000 })
    if (process.env.KURS_SCREENSHOTS) {
      await page.screenshot({ path: join(process.env.KURS_SCREENSHOTS, 'event-log-done.png'), fullPage: true })
      await page.goto(`${origin}/w/${slug}/deals?as_of=2012-01-15`)
      await page.getByRole('grid').waitFor()
      await page.screenshot({ path: join(process.env.KURS_SCREENSHOTS, 'event-log-deals.png') })
      await page.goto(`${origin}/w/${slug}/metrics?as_of=2012-01-15`)
      await page.waitForLoadState('networkidle')
      await page.screenshot({ path: join(process.env.KURS_SCREENSHOTS, 'event-log-metrics.png') })
    }
    const { items } = await get<{ items: { report: { entities: Record<string, { created: number }> } }[] }>('imports')
    expect(items[0]?.report.entities['deal']?.created).toBe(13_087)
    expect(items[0]?.report.entities['activity']?.created).toBe(262_200)
  }, 900_000)
})
