// A real browser on real pages: Chromium of the distribution, a site that listens on loopback, people who are logged in. Blocks that
// need it skip by name where there is none; in CI they do not. What a page complains of in its console, and whatever it asks of
// another host, fails the test that opened it.

import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterEach, beforeAll, describe, expect } from 'vitest'
import type { Db } from '../../core/store/db.ts'
import { findChromium, startChromium } from '../../fixtures/peers/chromium.ts'
import { World } from '../../fixtures/world.ts'
import type { WebDeps } from '../deps.ts'
import { COOKIE } from '../plugins/session.ts'
import { openSite, PASSWORD, type Site } from './visitor.ts'

export const DESK = { width: 1280, height: 900 }
export const PHONE = { width: 390, height: 844 }

/**
 * What the browser itself says of an answer that refuses: the page says it too, and is what tests look at. And of a page that shows
 * another in a sandbox, that the two are not kept apart by process as well.
 */
const USUAL = /status of (401|403|404|409|422)|origin-keyed agent cluster/

/** A step that waits longer than this waits for nothing; a walk is many of them, on a machine that does other things too. */
const STEP_MS = 10_000
const WALK_MS = 60_000

const executable = await findChromium()
const mustRun = process.env.CI === 'true' || process.env.ISPCUBE_NO_SKIP === '1'

export interface Chromium {
  /** Done when the test ends, the last one first. */
  atEnd(close: () => Promise<void>): void
  /** A browser of its own, with nobody logged in, at this address. Closed when the test ends. */
  openPage(url: string, wish?: BrowserContextOptions): Promise<Page>
  /** The same as somebody who logged in before. */
  openAs(site: Site, username: string, url: string, wish?: BrowserContextOptions): Promise<Page>
}

export function inChromium(name: string, tests: (chromium: Chromium) => void): void {
  describe.skipIf(executable === null && !mustRun)(
    `${name}, in Chromium (apt-get install chromium)`,
    { timeout: WALK_MS },
    () => {
      let browser: Browser
      const closing: (() => Promise<void>)[] = []
      beforeAll(async () => {
        browser = await startChromium(executable ?? '')
        return () => browser.close()
      }, 60_000)

      async function makePage(origin: string, wish: BrowserContextOptions, cookie?: string): Promise<Page> {
        const context = await browser.newContext({ viewport: DESK, locale: 'es-AR', reducedMotion: 'reduce', ...wish })
        const complaints: string[] = []
        closing.push(async () => {
          await context.close()
          expect(complaints).toEqual([])
        })
        if (cookie !== undefined) await context.addCookies([{ name: COOKIE, value: cookie, url: origin }])
        const page = await context.newPage()
        page.setDefaultTimeout(STEP_MS)
        page.on('pageerror', (error) => complaints.push(error.message))
        page.on('console', (message) => {
          if (['error', 'warning'].includes(message.type()) && !USUAL.test(message.text())) complaints.push(message.text())
        })
        page.on('request', (request) => {
          if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) complaints.push(request.url())
        })
        return page
      }

      tests({
        atEnd: (close) => void closing.push(close),
        async openPage(url, wish = {}) {
          const page = await makePage(new URL(url).origin, wish)
          await page.goto(url)
          return page
        },
        async openAs(site, username, url, wish = {}) {
          const seat = await site.seated(username)
          const page = await makePage(new URL(url).origin, wish, seat.cookies.get(COOKIE))
          await page.goto(url)
          return page
        },
      })
      // After the hooks of the tests, so that it comes before them: no page looks at a database that is closed.
      afterEach(async () => {
        for (const close of closing.splice(0).reverse()) await close()
      })
    },
  )
}

/** Where the site listens from now on. Whoever opened it closes it. */
export async function listen({ app }: Site): Promise<string> {
  await app.listen({ host: '127.0.0.1', port: 0 })
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

export async function shut(site: Site | undefined): Promise<void> {
  site?.app.server.closeAllConnections()
  await site?.app.close()
}

export async function logIn(page: Page, username: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Usuario', { exact: true }).fill(username)
  await page.getByLabel('Contraseña', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Ingresar' }).click()
}

/** A town, its pages and somebody who works there; the clock of both is set by hand. */
export class Walk {
  readonly world: World
  readonly site: Site
  readonly url: string
  readonly #chromium: Chromium
  readonly #pages: Page[] = []

  constructor(chromium: Chromium, world: World, site: Site, url: string) {
    this.#chromium = chromium
    this.world = world
    this.site = site
    this.url = url
  }

  get db(): Db {
    return this.site.deps.db
  }

  at(when: string): void {
    this.world.at(when)
    this.site.clock.now = this.world.now
  }

  /** On another day: browsers are closed in the evening, and a session would have ended. */
  async later(when: string): Promise<void> {
    for (const page of this.#pages.splice(0)) await page.context().close()
    this.at(when)
  }

  /** As `ana`, unless said otherwise. */
  async open(path: string, { as = 'ana', ...wish }: BrowserContextOptions & { as?: string } = {}): Promise<Page> {
    const page = await this.#chromium.openAs(this.site, as, this.url + path, wish)
    this.#pages.push(page)
    return page
  }

  /** A browser that nobody is logged in with. */
  openAsStranger(path: string): Promise<Page> {
    return this.#chromium.openPage(this.url + path)
  }
}

/** One that ends with the test; `ana` has the role. */
export async function openWalk(
  chromium: Chromium,
  db: Db,
  { when, role, more = {} }: { when: string; role: string; more?: Partial<WebDeps> },
): Promise<Walk> {
  const world = new World(db).at(when)
  await world.addRouter('norte')
  const site = await openSite(db, world.now, more)
  chromium.atEnd(() => shut(site))
  await site.hire('ana', role)
  return new Walk(chromium, world, site, await listen(site))
}

const shown = async (where: Page | Locator): Promise<string> => {
  const text = await ('goto' in where ? where.locator('main') : where).innerText()
  return text.replaceAll('\u00A0', ' ').replaceAll(/\s+/g, ' ')
}

/** Waits until all of it can be read there; of a page, in its main part. */
export async function sees(where: Page | Locator, ...texts: (string | RegExp)[]): Promise<void> {
  for (const text of texts) {
    const pattern = typeof text === 'string' ? new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)) : text
    await expect.poll(() => shown(where), { timeout: STEP_MS }).toMatch(pattern)
  }
}

/** Call it after what was waited for is there. */
export async function misses(where: Page | Locator, ...texts: string[]): Promise<void> {
  const text = await shown(where)
  for (const one of texts) expect(text).not.toContain(one)
}

/** The dialog that a link of a customer's page opened. */
export const dialogOf = (page: Page): Locator => page.locator('dialog[open]')
