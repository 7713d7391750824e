import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setUp } from '../client.ts'
import { Imports } from '../imports.ts'
import { languages, Screens } from './browser.ts'

const stages = ['Перша розмова', 'Пропозиція', 'Перемовини', 'Виграно', 'Втрачено']
const sellers = ['Олена Коваль', 'Ігор Савчук', 'Марія Ґудзь']

/** Sixty deals: the first twenty open in the first stage, with a company, an amount and a close date each. */
const file = (): string => {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const stage = i < 20 ? stages[0] : stages[i % 5]
    const closed = stage === stages[3] || stage === stages[4] ? '2026-03-10' : ''
    const closing = `2027-0${1 + (i % 9)}-1${i % 10}`
    return `D${i},Угода ${String(i + 1).padStart(2, '0')},${stage},${(i + 1) * 1000},2026-01-02,${closed || closing},Фірма ${i % 7},${sellers[i % 3]}`
  })
  return `Deal ID,Deal Name,Stage,Amount,Created Date,Close Date,Account,Owner\n${rows.join('\n')}\n`
}

describe.each(languages)('deals on a board, and many at once ($language)', ({ language, locale, word }) => {
  let screens: Screens
  let page: Page
  let home = ''
  type Deal = { id: string; name: string; stage_name: string; owner_name: string; loss_reason: string | null }
  let deals: () => Promise<Map<string, Deal>>

  beforeAll(async () => {
    screens = await Screens.open({ language, locale })
    page = screens.page
    const admin = await setUp(screens.server)
    await admin.client.patch('/api/v1/profile', { language })
    await new Imports(admin.client, admin.base, () => screens.server.worker.drain()).apply('deals.csv', file())
    deals = async () => {
      const { body } = await admin.client.get<{ items: Deal[] }>(`${admin.base}/deals?limit=200`)
      return new Map(body.items.map((deal) => [deal.name, deal]))
    }
    await screens.signInAs(admin.client)
    home = `${screens.origin}/w/${admin.slug}`
  }, 90_000)
  afterAll(() => screens?.close())

  const column = (stage: string): Locator => page.getByRole('region', { name: stage })
  const card = (stage: string, deal: string): Locator => column(stage).getByRole('button', { name: deal, exact: true })
  const said = (key: string, values: Record<string, string>): string =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), word(key))
  const stageOf = async (deal: string): Promise<string | undefined> => (await deals()).get(deal)?.stage_name
  const count = async (stage: string): Promise<number> =>
    Number.parseInt(await column(stage).locator('header span').innerText())

  test('a column tells how many there are and what they come to; a card goes by mouse, and comes back by one press', async () => {
    await page.goto(`${home}/deals`)
    await page.getByText(word('deals.view.board'), { exact: true }).click()
    await card(stages[0] ?? '', 'Угода 01').waitFor()
    await expect.poll(() => count('Перша розмова')).toBe(28)
    await screens.looksRight('board')
    await card('Перша розмова', 'Угода 01').dragTo(column('Пропозиція'))
    await page.getByText(said('deals.moved', { name: 'Угода 01', stage: 'Пропозиція' })).waitFor()
    await card('Пропозиція', 'Угода 01').waitFor()
    await expect.poll(async () => [await count('Перша розмова'), await count('Пропозиція')]).toEqual([27, 9])
    expect(await stageOf('Угода 01')).toBe('Пропозиція')
    await page.getByRole('button', { name: word('record.undo') }).click()
    await card('Перша розмова', 'Угода 01').waitFor()
    await expect.poll(() => stageOf('Угода 01')).toBe('Перша розмова')
  }, 60_000)

  test('with the keyboard alone: arrows walk, M opens the menu, and a lost deal is asked why', async () => {
    await card('Перша розмова', 'Угода 01').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowLeft')
    const name = (await page.locator(':focus').getAttribute('aria-label')) ?? ''
    expect(name).toMatch(/^Угода/)
    await page.keyboard.press('m')
    await page.getByRole('menuitem', { name: 'Втрачено' }).press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('Дорого')
    await screens.looksRight('board-lost')
    await dialog.getByRole('textbox').press('Enter')
    await page.getByText(said('deals.moved', { name, stage: 'Втрачено' })).waitFor()
    const lost = (await deals()).get(name)
    expect([lost?.stage_name, lost?.loss_reason]).toEqual(['Втрачено', 'Дорого'])
  }, 60_000)

  test('a deal that somebody changed meanwhile stays where they put it, and the reader is told', async () => {
    await page.route('**/deals/*', async (route) => {
      // Somebody else comes first: the version that this screen has seen is an old one.
      if (route.request().method() !== 'PATCH') return route.continue()
      const body = route.request().postDataJSON() as { version: number }
      await route.continue({ postData: JSON.stringify({ ...body, version: body.version + 7 }) })
    })
    await card('Перша розмова', 'Угода 03').dragTo(column('Перемовини'))
    await page.getByRole('alert').first().waitFor()
    await page.unroute('**/deals/*')
    await card('Перша розмова', 'Угода 03').waitFor()
    expect(await stageOf('Угода 03')).toBe('Перша розмова')
  }, 60_000)

  test('three chosen deals get another owner at once, after a look at what will change, and get theirs back', async () => {
    await page.goto(`${home}/deals`)
    const before = await deals()
    const rows = page.getByRole('row').filter({ hasText: /Угода \d/ })
    await rows.first().waitFor()
    const names: string[] = []
    for (const place of [0, 1, 2]) {
      names.push((await rows.nth(place).getByRole('link').first().innerText()).trim())
      await rows.nth(place).getByRole('checkbox').check()
    }
    await page.getByRole('button', { name: word('bulk.open') }).click()
    const dialog = page.getByRole('dialog')
    await dialog
      .getByRole('combobox', { name: word('bulk.becomes') })
      .or(dialog.getByLabel(word('bulk.becomes')))
      .first()
      .click()
    await page.getByRole('option', { name: 'Ігор Савчук' }).click()
    await screens.looksRight('bulk')
    await dialog.getByRole('button', { name: /^(Змінити|Change) \d/ }).click()
    await page.getByText(/^(Змінено \d угод|\d deals? changed)/).waitFor()
    const ownersIn = (all: Map<string, Deal>) => names.map((name) => all.get(name)?.owner_name)
    expect(ownersIn(await deals())).toEqual(['Ігор Савчук', 'Ігор Савчук', 'Ігор Савчук'])
    await page.getByRole('button', { name: word('record.undo') }).click()
    await expect.poll(async () => ownersIn(await deals())).toEqual(ownersIn(before))
  }, 60_000)

  test('the list goes home as seen: as a workbook or as CSV', async () => {
    await page.goto(`${home}/deals?view=table`)
    await page
      .getByRole('row')
      .filter({ hasText: /Угода \d/ })
      .first()
      .waitFor()
    const marks = { export_xlsx: 'PK', export_csv: '\uFEFF' }
    for (const [choice, mark] of Object.entries(marks)) {
      await page.getByRole('button', { name: word('table.export') }).click()
      if (choice === 'export_xlsx') await screens.looksRight('export')
      const [taken] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: word(`table.${choice}`) }).click(),
      ])
      expect(taken.suggestedFilename()).toBe(`deals.${choice.replace('export_', '')}`)
      const bytes = await readFile(await taken.path())
      expect(bytes.toString('utf8').startsWith(mark)).toBe(true)
    }
  }, 60_000)

  test('the past is looked at, not moved', async () => {
    await page.goto(`${home}/deals?view=board&as_of=2026-11-01`)
    await page.getByRole('region', { name: 'Перша розмова' }).waitFor()
    expect(await page.getByRole('button', { name: said('board.move', { name: 'Угода 03' }) }).count()).toBe(0)
    expect(screens.complaints).toEqual([])
  }, 60_000)
})
