import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setUp } from '../client.ts'
import { languages, Screens } from './browser.ts'

describe.each(languages)('an empty workspace is set up by hand ($language)', ({ language, locale, word }) => {
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

  test('nothing on the way broke a script or the content policy', () => {
    expect(screens.complaints).toEqual([])
  })
})
