import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setUp } from '../client.ts'
import { Imports } from '../imports.ts'
import { languages, Screens } from './browser.ts'

const file = `Deal ID,Deal Name,Stage,Amount,Account\nD1,Сонячна станція,Пропозиція,5000,Сонях\nD2,Млин,Пропозиція,700,Борошно\n`

describe.each(languages)(
  'everything from the command palette, keyboard only ($language)',
  ({ language, locale, word }) => {
    let screens: Screens
    let page: Page
    let home = ''

    beforeAll(async () => {
      screens = await Screens.open({ language, locale })
      page = screens.page
      const { client, base, slug } = await setUp(screens.server)
      await client.patch('/api/v1/profile', { language })
      await new Imports(client, base, () => screens.server.worker.drain()).apply('deals.csv', file)
      const state = { q: 'Млин', sort: 'name', direction: 'asc' }
      await client.post(`${base}/views`, { page: 'deals', name: 'Борошно й крупи', state })
      await screens.signInAs(client)
      home = `${screens.origin}/w/${slug}`
      await page.goto(home)
      await page.getByRole('heading', { level: 1 }).waitFor()
    }, 90_000)
    afterAll(() => screens?.close())

    const box = () => page.getByRole('textbox', { name: word('shell.search') })
    /** Opens the palette, types, and takes what the arrows reach first with that name. */
    const run = async (typed: string, name: string): Promise<void> => {
      await page.keyboard.press('Control+K')
      await box().waitFor()
      await page.keyboard.type(typed)
      const action = page.locator('[data-action]').filter({ hasText: name })
      await action.first().waitFor()
      for (let pressed = 0; pressed < 30; pressed++) {
        await page.keyboard.press('ArrowDown')
        if ((await page.locator('[data-selected]').innerText()).includes(name)) break
      }
      await page.keyboard.press('Enter')
      await box().waitFor({ state: 'hidden' })
    }

    test('a record by a word of its name; afterwards it is among those opened last', async () => {
      await run('соняч', 'Сонячна станція')
      await page.getByRole('heading', { level: 1, name: 'Сонячна станція' }).waitFor()
      await page.keyboard.press('Control+K')
      await page.locator('[data-action]').filter({ hasText: 'Сонячна станція' }).waitFor()
      await screens.looksRight('palette')
      await page.keyboard.press('Escape')
      await box().waitFor({ state: 'hidden' })
    }, 60_000)

    test('a saved view opens with its words; a form opens anywhere, and Back closes it', async () => {
      await run('крупи', 'Борошно й крупи')
      await expect.poll(() => page.getByRole('textbox', { name: word('deals.search') }).inputValue()).toBe('Млин')
      await run(word('accounts.new'), word('accounts.new'))
      await page.getByRole('dialog', { name: word('accounts.new') }).waitFor()
      await page.goBack()
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
    }, 60_000)

    test('a tab of settings, then closer rows', async () => {
      await run(word('settings.tab.rates'), word('settings.tab.rates'))
      await page.getByRole('tab', { name: word('settings.tab.rates'), selected: true }).waitFor()
      await run(word('palette.density.compact'), word('palette.density.compact'))
      await page.locator('html[data-density="compact"]').waitFor({ state: 'attached' })
      expect(screens.complaints).toEqual([])
    }, 60_000)
  },
)
