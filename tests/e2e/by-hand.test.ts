import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setUp } from '../client.ts'
import { languages, Screens } from './browser.ts'

describe.each(languages)('an empty workspace is filled by hand ($language)', ({ language, locale, word }) => {
  let screens: Screens
  let page: Page
  let home = ''
  let get: <T>(path: string) => Promise<T>

  beforeAll(async () => {
    screens = await Screens.open({ language, locale })
    page = screens.page
    const admin = await setUp(screens.server)
    await admin.client.patch('/api/v1/profile', { language })
    await screens.signInAs(admin.client)
    home = `${screens.origin}/w/${admin.slug}`
    get = async (path) => (await admin.client.get(`${admin.base}/${path}`)).body as never
  }, 90_000)
  afterAll(() => screens?.close())
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const stagesNow = async (): Promise<string[]> =>
    (await get<{ items: { name: string }[] }>('stages?sort=position')).items.map(({ name }) => name)

  test('a new deal asks for the stages first, and goes on with the deal', async () => {
    await page.goto(`${home}/deals`)
    await button(word('deals.new')).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(word('pipelines.first')).waitFor()
    await screens.looksRight('first-pipeline')
    await dialog.getByRole('button', { name: word('record.save') }).click()
    await dialog.getByRole('textbox', { name: word('deals.field.name') }).fill('Перша')
    await dialog.getByRole('button', { name: word('deals.create') }).click()
    await page.getByRole('heading', { name: 'Перша' }).waitFor()
    expect(await stagesNow()).toContain(word('pipelines.usual.negotiation'))
  }, 60_000)

  test('stages are renamed, put in order, added and taken out with the keyboard alone', async () => {
    await page.goto(`${home}/settings?tab=pipelines`)
    const of = (key: string, stage: string): string => word(key).replace('{stage}', stage)
    await button(word('record.edit_of').replace('{name}', word('pipelines.usual.name'))).press('Enter')
    await page.getByLabel(word('pipelines.name_of').replace('{place}', '1')).fill('Перша розмова')
    await button(of('stages.down', word('pipelines.usual.needs'))).press('Enter')
    await button(of('pipelines.remove_stage', word('pipelines.usual.negotiation'))).press('Enter')
    await button(word('pipelines.add_stage')).press('Enter')
    await page.getByLabel(word('pipelines.name_of').replace('{place}', '4')).fill('Тендер')
    await screens.looksRight('pipeline-form')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: word('record.save') })
      .press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('rowheader', { name: 'Тендер' }).waitFor()
    await screens.looksRight('pipelines')
    const usual = (key: string): string => word(`pipelines.usual.${key}`)
    expect(await stagesNow()).toEqual([
      'Перша розмова',
      usual('proposal'),
      usual('needs'),
      'Тендер',
      usual('won'),
      usual('lost'),
    ])
  }, 60_000)

  test('a product gets a price, changes it, is archived and comes back', async () => {
    await page.goto(`${home}/settings?tab=products`)
    await button(word('settings.products.new')).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: word('settings.products.name') }).fill('Річний план')
    await dialog.getByRole('textbox', { name: word('settings.products.price') }).fill('1200')
    await dialog.getByRole('button', { name: word('record.save') }).click()
    await button(word('record.edit_of').replace('{name}', 'Річний план')).click()
    await page
      .getByRole('dialog')
      .getByRole('textbox', { name: word('settings.products.price') })
      .fill('1500')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: word('record.save') })
      .click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await screens.looksRight('products')
    type Product = { list_price_minor: number; archived_at: string | null }
    const product = async (archived: string): Promise<Product | undefined> =>
      (await get<{ items: Product[] }>(`products?archived=${archived}`)).items[0]
    await expect.poll(async () => (await product('without'))?.list_price_minor).toBe(150_000)
    await button(`${word('record.archive')}: Річний план`).click()
    await button(word('record.undo')).waitFor()
    expect(await product('without')).toBeUndefined()
    await button(word('record.undo')).click()
    await expect.poll(async () => (await product('without'))?.list_price_minor).toBe(150_000)
  }, 60_000)

  test('a company is made, renamed and gets a contact', async () => {
    await page.goto(`${home}/accounts`)
    await button(word('accounts.new')).click()
    await page
      .getByRole('dialog')
      .getByRole('textbox', { name: word('accounts.name') })
      .fill('Сонях')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: word('record.save') })
      .click()
    await page.getByRole('heading', { name: 'Сонях', exact: true }).waitFor()
    await button(word('record.edit')).click()
    await page
      .getByRole('dialog')
      .getByRole('textbox', { name: word('accounts.name') })
      .fill('Соняшник')
    await screens.looksRight('account-form')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: word('record.save') })
      .click()
    await page.getByRole('heading', { name: 'Соняшник', exact: true }).waitFor()
    await button(word('accounts.new_contact')).click()
    await page
      .getByRole('dialog')
      .getByRole('textbox', { name: word('accounts.contact') })
      .fill('Ірина Коваль')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: word('record.save') })
      .click()
    await page.getByRole('gridcell', { name: 'Ірина Коваль' }).or(page.getByText('Ірина Коваль')).first().waitFor()
    await screens.looksRight('account')
  }, 60_000)

  test('L and Enter log a call; a task is set, is late, is ticked off and stands in the list', async () => {
    await page.goto(`${home}/deals`)
    await page.getByRole('link', { name: 'Перша' }).click()
    await page.getByRole('heading', { name: 'Перша' }).waitFor()
    await page.keyboard.press('l')
    await page
      .getByRole('dialog')
      .getByRole('textbox', { name: word('activities.subject') })
      .waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: word('metrics.activity.call'), exact: true }).waitFor()
    await page.keyboard.press('l')
    await page.getByRole('dialog').getByText(word('metrics.activity.task'), { exact: true }).click()
    await page
      .getByRole('dialog')
      .getByRole('textbox', { name: word('activities.subject') })
      .fill('Надіслати договір')
    await screens.looksRight('activity-form')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: word('record.save') })
      .click()
    const tick = page.getByRole('checkbox', {
      name: word('activities.done_of').replace('{subject}', 'Надіслати договір'),
    })
    await tick.waitFor()
    await screens.looksRight('deal-activities')
    await tick.click()
    type Doing = { subject: string; kind: string; is_done: boolean; happened_at: string | null; deal_name: string }
    const doings = async (): Promise<Doing[]> => (await get<{ items: Doing[] }>('activities?sort=subject')).items
    await expect
      .poll(async () => (await doings()).map(({ kind, is_done }) => `${kind} ${is_done}`).sort())
      .toEqual(['call true', 'task true'])
    expect((await doings()).every((one) => one.happened_at !== null && one.deal_name === 'Перша')).toBe(true)
    await page.goto(`${home}/activities`)
    await page.getByText('Надіслати договір').waitFor()
    await screens.looksRight('activities')
  }, 90_000)

  test('nothing on the way broke a script or the content policy', () => {
    expect(screens.complaints).toEqual([])
  })
})
