import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setUp, type Client } from '../client.ts'
import { Imports } from '../imports.ts'
import { languages, Screens } from './browser.ts'

const rows = Array.from({ length: 12 }, (_, i) => `D${i},Угода ${i + 1},Пропозиція,${(i + 1) * 1000},Фірма ${i % 3}`)
const file = `Deal ID,Deal Name,Stage,Amount,Account\n${rows.join('\n')}\n`

describe.each(languages)('a list under a name ($language)', ({ language, locale, word }) => {
  let screens: Screens
  let page: Page
  let home = ''
  let client: Client
  let base = ''

  beforeAll(async () => {
    screens = await Screens.open({ language, locale })
    page = screens.page
    const admin = await setUp(screens.server)
    ;({ client, base } = admin)
    await client.patch('/api/v1/profile', { language })
    await new Imports(client, base, () => screens.server.worker.drain()).apply('deals.csv', file)
    await screens.signInAs(client)
    home = `${screens.origin}/w/${admin.slug}`
  }, 90_000)
  afterAll(() => screens?.close())

  const button = (key: string) => page.getByRole('button', { name: word(key), exact: true })
  const switcher = (name: string) =>
    page.getByRole('button', { name: word('views.open').replace('{name}', name), exact: true })
  const search = () => page.getByRole('textbox', { name: word('deals.search') })
  const shown = () => page.getByRole('row').filter({ hasText: /Угода \d/ })
  const header = (key: string) => page.getByRole('columnheader', { name: word(key) })

  test('what is narrowed is kept under a name, columns too; the address alone shows it to somebody else', async () => {
    await page.goto(`${home}/deals`)
    await shown().first().waitFor()
    expect(await button('views.keep').count()).toBe(0)
    await search().fill('Угода 1')
    await button('views.keep').click()
    const dialog = page.getByRole('dialog')
    await screens.looksRight('views-new')
    await dialog.getByRole('textbox').fill('Перші угоди')
    await dialog.getByRole('textbox').press('Enter')
    await switcher('Перші угоди').waitFor()
    await expect.poll(() => shown().count()).toBe(7)
    expect(await button('record.save').count()).toBe(0)
    const { body } = await client.get<{ items: { state: { q: string; columns: string[] } }[] }>(`${base}/views`)
    expect(body.items[0]?.state).toMatchObject({ q: 'Угода 1', sort: 'close_on', direction: 'desc' })
    expect(body.items[0]?.state.columns).toContain('amount_minor')
    expect(new URL(page.url()).searchParams.get('q')).toBe('Угода 1')
  }, 60_000)

  test('a change is seen as one; Discard takes it back, Save keeps it', async () => {
    const amount = header('deals.field.amount_minor')
    await amount.waitFor()
    await page.getByRole('button', { name: word('table.columns') }).click()
    await page.getByRole('checkbox', { name: word('deals.field.amount_minor') }).uncheck()
    await page.keyboard.press('Escape')
    await page.getByText(word('views.changed'), { exact: true }).waitFor()
    expect(await amount.count()).toBe(0)
    await screens.looksRight('views-changed')
    await button('views.discard').click()
    await amount.waitFor()
    expect(await page.getByText(word('views.changed'), { exact: true }).count()).toBe(0)
    await search().fill('Угода 12')
    await button('record.save').click()
    await expect.poll(() => page.getByText(word('views.changed'), { exact: true }).count()).toBe(0)
    await expect.poll(() => shown().count()).toBe(1)
  }, 60_000)

  test('by keyboard: the menu opens everything, then the view again with its words in the box; Back returns', async () => {
    await switcher('Перші угоди').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: word('views.all'), exact: true }).press('Enter')
    await expect.poll(() => shown().count()).toBe(12)
    expect(await search().inputValue()).toBe('')
    await switcher(word('views.all')).press('Enter')
    await screens.looksRight('views-menu')
    await page.getByRole('menuitem', { name: 'Перші угоди' }).press('Enter')
    await expect.poll(() => search().inputValue()).toBe('Угода 12')
    await page.goBack()
    await switcher(word('views.all')).waitFor()
    await expect.poll(() => search().inputValue()).toBe('')
  }, 60_000)

  test('renamed and shared; removed, and brought back by Undo', async () => {
    await switcher(word('views.all')).click()
    await page.getByRole('menuitem', { name: 'Перші угоди' }).click()
    await switcher('Перші угоди').click()
    await page.getByRole('menuitem', { name: word('views.rename') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('Для всіх')
    await dialog.getByRole('switch').check()
    await dialog.getByRole('button', { name: word('record.save') }).click()
    await switcher('Для всіх').click()
    await page.getByRole('menuitem', { name: word('views.remove') }).click()
    await switcher(word('views.all')).waitFor()
    await button('record.undo').click()
    const kept = async () => (await client.get<{ items: { name: string; is_shared: boolean }[] }>(`${base}/views`)).body
    await expect.poll(kept).toMatchObject({ items: [{ name: 'Для всіх', is_shared: true }] })
    expect(screens.complaints).toEqual([])
  }, 60_000)
})
