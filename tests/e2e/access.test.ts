import { AxeBuilder } from '@axe-core/playwright'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { en } from '../../src/locales/en/index.ts'
import { uk } from '../../src/locales/uk/index.ts'
import { findCheckoutDir } from '../../src/platform/config.ts'
import { password, setUp } from '../client.ts'
import { joinAs, startTestServer, type TestServer } from '../server.ts'

const webDir = join(findCheckoutDir(), 'dist', 'web')
const shotsDir = process.env.KURS_SCREENSHOTS

describe.each([
  { language: 'uk', locale: 'uk-UA', t: uk as Record<string, string> },
  { language: 'en', locale: 'en-GB', t: en as Record<string, string> },
])('people and access in a browser ($language)', ({ language, locale, t }) => {
  let server: TestServer
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let origin = ''
  let base = ''
  const word = (key: string): string => t[key] ?? `no word for ${key}`

  beforeAll(async () => {
    if (!existsSync(webDir)) throw new Error('the screens are not built: node scripts/build.mjs')
    server = await startTestServer({ webDir })
    const admin = await setUp(server)
    base = `/w/${admin.slug}`
    await joinAs(server, admin, 'seller')
    await admin.client.patch('/api/v1/profile', { language })
    for (const name of ['Київ', 'Львів']) await admin.client.post(`${admin.base}/teams`, { name })
    await server.app.listen({ host: '127.0.0.1', port: 0 })
    server.worker.start()
    origin = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
    browser = await chromium.launch({
      executablePath: process.env.KURS_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    })
    // The browser speaks the other language: the user's own must win once they are in.
    const other = language === 'uk' ? 'en-GB' : 'uk-UA'
    context = await browser.newContext({
      locale: other,
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
    })
    page = await context.newPage()
    page.setDefaultTimeout(20_000)
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const looksRight = async (name: string): Promise<void> => {
    await page.waitForLoadState('networkidle')
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze()
    expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html.slice(0, 160)}`)).toEqual([])
    if (!shotsDir) return
    await mkdir(shotsDir, { recursive: true })
    for (const [scheme, width] of [
      ['light', 1440],
      ['dark', 1440],
      ['light', 390],
    ] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 })
      await page.waitForTimeout(150)
      await page.screenshot({ path: join(shotsDir, `${name}-${language}-${scheme}-${width}.png`) })
    }
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 1440, height: 900 })
  }
  const button = (key: string) => page.getByRole('button', { name: word(key), exact: true })

  test('signing in speaks the user’s own language, whatever the browser’s is', async () => {
    await page.goto(`${origin}/sign-in`)
    await page.locator('input[type=email]').fill('olena@example.com')
    await page.locator('input[type=password]').fill(password)
    await page.locator('button[type=submit]').click()
    await page.waitForURL(`${origin}${base}`)
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe(language)
  })

  test('a person is made, joins a team from a day on, and is invited from their own page', async () => {
    await page.goto(`${origin}${base}/people`)
    await looksRight('people-teams')
    await button('people.new').click()
    await page.getByLabel(word('people.name')).fill('Марта Коваль')
    await page.getByLabel(word('people.email')).fill('marta@example.com')
    await looksRight('people-new')
    await button('people.save').click()
    await page.getByRole('heading', { level: 1, name: 'Марта Коваль' }).waitFor()
    await button('people.change_team').click()
    await page
      .getByRole('combobox', { name: word('people.joins') })
      .or(page.getByLabel(word('people.joins')))
      .first()
      .click()
    await page.getByRole('option', { name: 'Львів' }).click()
    await button('people.save').click()
    await page.locator('dt', { hasText: 'Львів' }).waitFor()
    await button('settings.invite.submit').click()
    await page.locator('input[value*="/invitation#token="]').waitFor()
    await looksRight('person')
  })

  test('the log tells it, and a check says that it is whole', async () => {
    await page.goto(`${origin}${base}/settings?tab=audit`)
    await page.getByRole('rowheader', { name: word('audit.did.people.change_team') }).waitFor()
    await page
      .getByRole('rowheader', { name: word('audit.did.invitations.create') })
      .first()
      .waitFor()
    await button('audit.verify').click()
    await page.locator('[data-whole]').waitFor()
    await looksRight('audit')
    await page.getByLabel(word('audit.kind')).selectOption('records')
    await expect.poll(() => page.getByRole('rowheader', { name: word('audit.did.invitations.create') }).count()).toBe(0)
  })

  test('members: a link to a new password opens a page that takes it', async () => {
    await page.goto(`${origin}${base}/settings?tab=members`)
    await page.getByRole('button', { name: word('settings.members.reset_of').replace('{name}', 'seller') }).click()
    const link = await page.locator('input[value*="/reset#token="]').inputValue()
    await looksRight('members')
    const elsewhere = await browser.newContext({ locale })
    const visitor = await elsewhere.newPage()
    await visitor.goto(link)
    await visitor.locator('input[type=password]').fill('brand new words here')
    await visitor.getByRole('button', { name: word('auth.reset.submit') }).click()
    await visitor.waitForURL(`${origin}${base}`)
    await elsewhere.close()
  })

  test('profile: the menu leads there; another device is seen and signed out', async () => {
    const admin = await browser.newContext({ locale })
    const second = await admin.newPage()
    await second.goto(`${origin}/sign-in`)
    await second.locator('input[type=email]').fill('olena@example.com')
    await second.locator('input[type=password]').fill(password)
    await second.locator('button[type=submit]').click()
    await second.waitForURL(`${origin}${base}`)
    await page.getByRole('button', { name: word('shell.person').replace('{name}', 'Олена') }).click()
    await button('shell.profile').click()
    await page.getByRole('heading', { level: 1, name: word('profile.title') }).waitFor()
    await page.getByText(word('profile.sessions.this'), { exact: true }).waitFor()
    await looksRight('profile')
    await button('profile.sessions.end_others').click()
    await expect.poll(() => page.locator('[class*=sessions] li').count()).toBe(1)
    await second.reload()
    await expect.poll(() => second.url()).toContain('/sign-in')
    await admin.close()
  })
})
