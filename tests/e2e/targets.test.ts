import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setUp, type Client } from '../client.ts'
import { joinAs } from '../server.ts'
import { languages, Screens } from './browser.ts'

type Kept = { items: { value: number; person_name: string | null; team_name: string | null; starts_on: string }[] }
const known = { effective_at: '2025-01-01T00:00:00Z' }

describe.each(languages)('targets typed in ($language)', ({ language, locale, word }) => {
  let screens: Screens
  let page: Page
  let client: Client
  let base = ''
  let address = ''

  beforeAll(async () => {
    screens = await Screens.open({ language, locale })
    page = screens.page
    const admin = await setUp(screens.server)
    ;({ client, base } = admin)
    await client.patch('/api/v1/profile', { language })
    const made = async (noun: string, body: object): Promise<string> =>
      (await client.post<{ id: string }>(`${base}/${noun}`, body)).body.id
    const team_id = await made('teams', { name: 'Київ', ...known })
    for (const name of ['Марта', 'Петро']) {
      const person_id = await made('people', { name, ...known })
      await made('memberships', { person_id, team_id, from_on: '2025-01-01', ...known })
    }
    await screens.signInAs(client)
    address = `${screens.origin}/w/${admin.slug}/targets`
  }, 90_000)
  afterAll(() => screens?.close())

  const quarter = (number: number): string => `${word('metrics.quarter_letter')}${number} 2026`
  const cell = (name: string, number: number) =>
    page.getByRole('textbox', { name: `${name}, ${quarter(number)}`, exact: true })
  const kept = async (): Promise<Record<string, number>> => {
    const { body } = await client.get<Kept>(`${base}/targets?limit=200`)
    return Object.fromEntries(
      body.items.map((one) => [`${one.team_name ?? one.person_name ?? '*'} ${one.starts_on.slice(0, 7)}`, one.value]),
    )
  }
  const said = (key: string) => page.getByText(word(key), { exact: true })

  test('without targets it is said what they are for; a first one is typed and Enter goes down', async () => {
    await page.goto(`${address}?on=2026-11-23`)
    await said('targets.none_title').waitFor()
    await screens.looksRight('targets-none')
    await page.getByRole('button', { name: word('targets.set_them') }).click()
    await cell('Київ', 4).fill('1 200')
    await cell('Київ', 4).press('Enter')
    await expect.poll(kept).toEqual({ 'Київ 2026-10': 120_000 })
    expect(await page.locator('input:focus').getAttribute('aria-label')).toBe(`Марта, ${quarter(4)}`)
    await page.keyboard.type('500')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.type('400')
    await page.keyboard.press('Tab')
    await expect.poll(kept).toEqual({ 'Київ 2026-10': 120_000, 'Марта 2026-10': 50_000, 'Петро 2026-10': 40_000 })
    await page.locator('[data-short]').first().waitFor()
    await screens.looksRight('targets-plan')
  }, 60_000)

  test('what is no number stays in its cell, marked; Escape gives back what stood there', async () => {
    const before = await kept()
    await cell('Київ', 4).fill('багато')
    await cell('Київ', 4).press('Tab')
    await page.locator('input[aria-invalid]').waitFor()
    expect(await cell('Київ', 4).inputValue()).toBe('багато')
    await cell('Київ', 4).press('Escape')
    expect(await cell('Київ', 4).inputValue()).toMatch(/1.200/)
    await page.keyboard.type('77')
    expect(await cell('Київ', 4).inputValue()).toBe('77')
    await page.keyboard.press('Escape')
    expect(await kept()).toEqual(before)
  }, 60_000)

  test('a block from a spreadsheet is set at once, and taken back at once', async () => {
    const before = await kept()
    await cell('Марта', 1).focus()
    // What a spreadsheet leaves on the clipboard; as text, since these tests know no browser's types.
    await page.evaluate(`{
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', '100\\t200\\r\\n300\\t\\r\\n')
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }`)
    const pasted = { 'Марта 2026-01': 10_000, 'Марта 2026-04': 20_000, 'Петро 2026-01': 30_000 }
    await expect.poll(kept).toEqual({ ...before, ...pasted })
    await page
      .getByRole('alert')
      .getByRole('button', { name: word('record.undo') })
      .last()
      .click()
    await expect.poll(kept).toEqual(before)
  }, 60_000)

  test('an emptied cell takes the target away; how far the rest is reached stands on the other tab', async () => {
    await cell('Петро', 4).fill('')
    await cell('Петро', 4).press('Enter')
    await expect.poll(kept).toEqual({ 'Київ 2026-10': 120_000, 'Марта 2026-10': 50_000 })
    await page.getByRole('tab', { name: word('targets.tab_reached') }).click()
    await page.getByRole('row', { name: /Київ/ }).getByText('0').first().waitFor()
    await screens.looksRight('targets-reached')
  }, 60_000)

  test('whoever may not set targets reads them, without a box to type in', async () => {
    const viewer = await joinAs(screens.server, { client, base }, 'viewer')
    await viewer.patch('/api/v1/profile', { language })
    await screens.signInAs(viewer)
    await page.goto(`${address}?tab=plan&on=2026-11-23`)
    await page.getByText(word('targets.grid_read').slice(0, 30)).waitFor()
    await page.getByRole('row', { name: /Марта/ }).getByText('500').first().waitFor()
    expect(await page.getByRole('table').getByRole('textbox').count()).toBe(0)
    expect(screens.complaints).toEqual([])
  }, 60_000)
})
