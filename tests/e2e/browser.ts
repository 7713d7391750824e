import { AxeBuilder } from '@axe-core/playwright'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { en } from '../../src/locales/en/index.ts'
import { uk } from '../../src/locales/uk/index.ts'
import { findCheckoutDir } from '../../src/platform/config.ts'
import { startTestServer, type TestServer } from '../server.ts'

type Word = (key: string) => string
const wordsOf =
  (words: Record<string, string>): Word =>
  (key) =>
    words[key] ?? `no word for ${key}`

/** Every journey is made in both. */
export const languages = [
  { language: 'uk', locale: 'uk-UA', word: wordsOf(uk) },
  { language: 'en', locale: 'en-GB', word: wordsOf(en) },
] as const

/** Where pictures go; nowhere unless asked. */
const shotsDir = process.env.KURS_SCREENSHOTS
const wide = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }

/** The screens as built, on a server of their own, in a browser whose complaints are kept. */
export class Screens {
  readonly complaints: string[] = []
  readonly server: TestServer
  readonly origin: string
  readonly page: Page
  readonly context: BrowserContext
  readonly #language: string
  readonly #unanswered = new Set<string>()

  private constructor(server: TestServer, origin: string, context: BrowserContext, page: Page, language: string) {
    this.server = server
    this.origin = origin
    this.context = context
    this.page = page
    this.#language = language
  }

  /** `locale` is the browser's; `language` names the pictures. */
  static async open({ language, locale }: { language: string; locale: string }): Promise<Screens> {
    const webDir = join(findCheckoutDir(), 'dist', 'web')
    if (!existsSync(webDir)) throw new Error('the screens are not built: node scripts/build.mjs')
    const server = await startTestServer({ webDir })
    await server.app.listen({ host: '127.0.0.1', port: 0 })
    server.worker.start()
    const origin = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
    const browser = await chromium.launch({
      executablePath: process.env.KURS_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    })
    const context = await browser.newContext({ locale, viewport: wide, reducedMotion: 'reduce' })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    const screens = new Screens(server, origin, context, page, language)
    // A stream of events is never answered to its end.
    page.on('request', (request) => {
      if (request.resourceType() !== 'eventsource') screens.#unanswered.add(request.url())
    })
    for (const end of ['requestfinished', 'requestfailed'] as const)
      page.on(end as 'requestfinished', (request) => screens.#unanswered.delete(request.url()))
    page.on('pageerror', (error) => screens.complaints.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text()))
        screens.complaints.push(message.text())
    })
    return screens
  }

  /** The browser takes over a session that a client has. */
  async signInAs({ cookie }: { cookie: string | null }): Promise<void> {
    const [name = '', value = ''] = (cookie ?? '').split('=')
    await this.context.addCookies([{ name, value, url: this.origin }])
  }

  /** The page as it stands: no barrier for anybody; and pictures of it, wide, dark and on a phone, where asked for. */
  async looksRight(name: string): Promise<void> {
    const { page } = this
    await this.settled(name)
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze()
    await this.#showIn('dark')
    await this.settled(name)
    const inDark = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze()
    await this.#showIn('light')
    const all = [...violations, ...inDark.violations.map((one) => ({ ...one, id: `${one.id} in the dark` }))]
    expect(all.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html.slice(0, 160)}`)).toEqual([])
    await this.picture(name)
  }

  /** Waits until nothing has been asked of the server for a moment; names what is not answered. A page's own `networkidle` is reached once only. */
  async settled(name: string): Promise<void> {
    const { page } = this
    await page.waitForLoadState('load')
    const giveUpAt = Date.now() + 20_000
    for (let quiet = 0; quiet < 4; quiet = this.#unanswered.size === 0 ? quiet + 1 : 0) {
      if (Date.now() > giveUpAt)
        throw new Error(`${name} does not settle; unanswered: ${[...this.#unanswered].join(', ')}`)
      await page.waitForTimeout(50)
    }
  }

  /** The theme follows the system's by script, a moment later; on a busy machine that is long. */
  async #showIn(colorScheme: 'light' | 'dark'): Promise<void> {
    await this.page.emulateMedia({ colorScheme })
    await this.page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' })
    await this.page.waitForTimeout(50)
  }

  async picture(name: string): Promise<void> {
    if (!shotsDir) return
    const { page } = this
    await mkdir(shotsDir, { recursive: true })
    for (const [look, colorScheme, viewport] of [
      ['wide', 'light', wide],
      ['dark', 'dark', wide],
      ['phone', 'light', phone],
    ] as const) {
      await page.setViewportSize(viewport)
      await this.#showIn(colorScheme)
      await page.waitForTimeout(150)
      await page.screenshot({ path: join(shotsDir, `${name}-${this.#language}-${look}.png`) })
    }
    await page.setViewportSize(wide)
    await this.#showIn('light')
  }

  async close(): Promise<void> {
    await this.context.browser()?.close()
    await this.server.close()
  }
}
