import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setUp } from '../client.ts'
import { languages, Screens } from './browser.ts'

type Contact = { id: string; name: string; account_name: string | null; email: string | null }

describe.each(languages)('contacts ($language)', ({ language, locale, word }) => {
  let screens: Screens
  let page: Page
  let home = ''
  let contacts: () => Promise<Contact[]>

  beforeAll(async () => {
    screens = await Screens.open({ language, locale })
    page = screens.page
    const admin = await setUp(screens.server)
    await admin.client.patch('/api/v1/profile', { language })
    await screens.signInAs(admin.client)
    home = `${screens.origin}/w/${admin.slug}/contacts`
    contacts = async () => (await admin.client.get<{ items: Contact[] }>(`${admin.base}/contacts`)).body.items
    const { body } = await admin.client.post<{ id: string }>(`${admin.base}/accounts`, { name: 'Сонях' })
    await page.goto(home)
    await page.getByText(word('contacts.none')).waitFor()
    await screens.looksRight('contacts-none')
    await admin.client.post(`${admin.base}/contacts`, {
      name: 'Ірина Коваль',
      title: 'Директорка',
      email: 'iryna+1@sonyakh.ua',
      phone: '+380 44 123-45-67',
      account_id: body.id,
    })
    await admin.client.post(`${admin.base}/contacts`, { name: 'Nobody Known' })
  }, 90_000)
  afterAll(() => screens?.close())
  const button = (name: string) => page.getByRole('button', { name, exact: true })

  test('everybody is listed with the company; an address is written to and a number called, and nothing else can be opened', async () => {
    await page.goto(home)
    await page.getByRole('link', { name: 'Сонях' }).waitFor()
    const hrefs = await page
      .locator('a[href^="mailto:"], a[href^="tel:"]')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    expect(hrefs).toEqual(['mailto:iryna%2B1%40sonyakh.ua', 'tel:%2B380%2044%20123-45-67'])
    await screens.looksRight('contacts')
  }, 60_000)

  test('by the keyboard: a row is opened with Enter, gets a company, and the list says so', async () => {
    await page.goto(`${home}?q=nobody`)
    await page.getByText('Nobody Known').waitFor()
    await page.getByRole('grid').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: word('accounts.name') }).fill('Сон')
    await page.getByRole('option', { name: 'Сонях' }).click()
    await screens.looksRight('contact-form')
    await dialog.getByRole('button', { name: word('record.save') }).press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Сонях' }).waitFor()
    expect((await contacts()).find(({ name }) => name === 'Nobody Known')?.account_name).toBe('Сонях')
  }, 60_000)

  test('a new one is made here, and archived with a way back', async () => {
    await page.goto(`${home}?new=true`)
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: word('accounts.contact') }).fill('Тарас')
    await dialog.getByRole('button', { name: word('record.save') }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Тарас').waitFor()
    await button(`${word('record.archive')}: Тарас`).click()
    await expect.poll(async () => (await contacts()).map(({ name }) => name)).not.toContain('Тарас')
    await button(word('record.undo')).click()
    await expect.poll(async () => (await contacts()).map(({ name }) => name)).toContain('Тарас')
  }, 60_000)
})
