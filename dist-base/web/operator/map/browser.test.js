// The map in a real browser: a hundred thousand customers, clicks, the keyboard, and a console without a single complaint about
// our policy. Skips where there is no Chromium (apt-get install chromium).
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Config } from '../../../core/config.js';
import { insertRows } from '../../../core/store/bulk.js';
import { requireCustomer } from '../../../core/store/customers.js';
import { sqliteDatabase } from '../../../fixtures/database.js';
import { findChromium, startChromium } from '../../../fixtures/peers/chromium.js';
import { World } from '../../../fixtures/world.js';
import { COOKIE } from '../../plugins/session.js';
import { openSite } from '../../testing/visitor.js';
const MANY = 100_000;
const chromium = await findChromium();
describe.skipIf(chromium === null)('the map in Chromium', () => {
    const open = sqliteDatabase();
    let browser;
    let site;
    let db;
    let url;
    beforeAll(async () => {
        ;
        ({ db } = await open());
        const town = new World(db).at('2026-11-11T09:00');
        await town.addRouter('norte');
        await town.customers(1, 1);
        await db.updateTable('customers').set({ name: `<img src=x onerror=alert(1)>`, lat: -31.4, lng: -64.2 }).execute();
        await db.insertInto('sites').values({ name: 'Cerro <b>', lat: -31.41, lng: -64.19, radiusKm: 3 }).execute();
        await many(db);
        site = await openSite(db, town.now, { config: Config.parse({ web: { listen: '127.0.0.1:0' } }) });
        await site.hire('root', 'administrador');
        await site.app.listen({ host: '127.0.0.1', port: 0 });
        url = `http://127.0.0.1:${site.app.server.address().port}`;
        browser = await startChromium(chromium ?? '');
    }, 90_000);
    afterAll(async () => {
        await browser?.close();
        await site?.app.close();
    });
    async function openPage(path) {
        const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'es-AR' });
        onTestFinished(() => context.close());
        const seat = await site.seated('root');
        await context.addCookies([{ name: COOKIE, value: seat.cookies.get(COOKIE) ?? '', url }]);
        const page = await context.newPage();
        const complaints = [];
        page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
        page.on('pageerror', (error) => complaints.push(error.message));
        page.on('request', (request) => !request.url().startsWith(url) && !request.url().startsWith('data:') && complaints.push(request.url()));
        await page.goto(url + path);
        await page.waitForSelector('[data-ready]');
        return { page, complaints };
    }
    it('C6: shows a hundred thousand as a few marks, and never freezes for long', async () => {
        const { page, complaints } = await openPage('/mapa');
        expect(await page.getAttribute('[data-map]', 'data-ready')).toBe(String(MANY + 1));
        const marks = await page.locator('.pin text').allTextContents();
        expect(marks.length).toBeGreaterThan(0);
        expect(marks.length).toBeLessThan(400);
        // Each step of the zoom is one walk over all points.
        const longest = await page.evaluate(`(async () => {
      let longest = 0
      for (let step = 0; step < 6; step++) {
        const from = performance.now()
        document.querySelector('.leaflet-control-zoom-in').click()
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
        longest = Math.max(longest, performance.now() - from)
      }
      return longest
    })()`);
        expect(longest).toBeLessThan(2_000);
        expect(complaints).toEqual([]);
    }, 60_000);
    it('C6: a click, or Enter, comes from a mark of many to one, and to the customer', async () => {
        const { page, complaints } = await openPage('/mapa');
        await page.locator('[data-shown] input').first().waitFor();
        for (const state of [0, 1, 2, 3])
            await page.locator(`[data-shown] input[value="${state}"]`).uncheck();
        // Of all but who was never read, one is left.
        expect(await page.locator('.leaflet-marker-icon.pin').count()).toBe(2);
        const only = page.locator('.leaflet-marker-icon[aria-label^="Cliente"]');
        await only.focus();
        await page.keyboard.press('Enter');
        const link = page.locator('.leaflet-popup a[href="/clientes/000001"]');
        await link.waitFor();
        expect(await link.textContent()).toBe('000001 <img src=x onerror=alert(1)>');
        await link.click();
        await page.waitForURL('**/clientes/000001');
        expect(complaints).toEqual([]);
    }, 60_000);
    it('C34: a click on the map fills the form, and the button keeps it', async () => {
        const { page, complaints } = await openPage('/clientes/000001/mapa');
        const before = await page.inputValue('[name=lat]');
        await page.locator('.map').click({ position: { x: 120, y: 80 } });
        const lat = await page.inputValue('[name=lat]');
        expect(lat).not.toBe(before);
        expect(lat).toMatch(/^-31\.\d{6}$/);
        await page.locator('button', { hasText: 'Guardar ubicación' }).click();
        await page.locator('.said').waitFor();
        expect((await requireCustomer(db, '000001')).lat).toBe(Number(lat));
        expect(complaints).toEqual([]);
    }, 60_000);
});
/** With a connection each, read back one way or the other. */
async function many(db) {
    const { id: _, ...like } = await requireCustomer(db, '000001');
    const columns = Object.keys(like);
    const named = columns.map((name) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/(\D)(\d)$/, '$1$2'));
    const rows = Array.from({ length: MANY }, (_each, index) => {
        const angle = index * 2.399963;
        const away = Math.sqrt(index / MANY) * 0.4;
        const row = {
            ...like,
            code: `M${index}`,
            name: `M ${index}`,
            lat: -31.2 + away * Math.cos(angle),
            lng: -64 + away * Math.sin(angle),
        };
        return columns.map((name) => row[name]);
    });
    await insertRows(db, 'customers', named, rows);
}
