import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { password, setUp } from '../client.ts'
import { joinAs, type TestServer } from '../server.ts'
import { languages, Screens } from './browser.ts'

describe.each(languages)('people and access in a browser ($language)', ({ language, locale, word }) => {
  let screens: Screens
  let server: TestServer
  let page: Page
  let origin = ''
  let base = ''
  /** Somebody's other browser: nothing of the first is in it. */
  const newDevice = async (): Promise<BrowserContext> => {
    const browser = screens.context.browser()
    if (!browser) throw new Error('the browser is gone')
    return browser.newContext({ locale })
  }
  const looksRight = (name: string): Promise<void> => screens.looksRight(name)

  beforeAll(async () => {
    // The browser speaks the other language: the user's own must win once they are in.
    screens = await Screens.open({ language, locale: language === 'uk' ? 'en-GB' : 'uk-UA' })
    ;({ server, page, origin } = screens)
    const admin = await setUp(server)
    base = `/w/${admin.slug}`
    await joinAs(server, admin, 'seller')
    await admin.client.patch('/api/v1/profile', { language })
    for (const name of ['Київ', 'Львів']) await admin.client.post(`${admin.base}/teams`, { name })
  }, 90_000)
  afterAll(() => screens?.close())

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
    await button('record.save').click()
    await page.getByRole('heading', { level: 1, name: 'Марта Коваль' }).waitFor()
    await button('people.change_team').click()
    await page
      .getByRole('combobox', { name: word('people.joins') })
      .or(page.getByLabel(word('people.joins')))
      .first()
      .click()
    await page.getByRole('option', { name: 'Львів' }).click()
    await button('record.save').click()
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
    const elsewhere = await newDevice()
    const visitor = await elsewhere.newPage()
    await visitor.goto(link)
    await visitor.locator('input[type=password]').fill('brand new words here')
    await visitor.getByRole('button', { name: word('auth.reset.submit') }).click()
    await visitor.waitForURL(`${origin}${base}`)
    await elsewhere.close()
  })

  test('profile: the menu leads there; another device is seen and signed out', async () => {
    const admin = await newDevice()
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
