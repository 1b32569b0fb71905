// Question: how long does the map of everybody take to open in a real browser, from the address until all customers are drawn, with
// nothing kept by the browser from before?
import { findChromium, startChromium } from '../../fixtures/peers/chromium.js';
import { sessionOf } from './pages-seed.js';
import { startServer } from './pages-server.js';
const MAX_MS = 2_000;
const TRIES = 5;
/** None where there is no Chromium (apt-get install chromium). */
export async function mapLines(file, customers) {
    const chromium = await findChromium();
    if (chromium === null)
        return [];
    const server = await startServer({ arm: 'ours', file });
    const browser = await startChromium(chromium);
    const url = `http://127.0.0.1:${server.port}`;
    const open = async (path, ready) => {
        const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'es-AR' });
        await context.addCookies([{ name: 'ispcube', value: sessionOf(1), url }]);
        const page = await context.newPage();
        const from = performance.now();
        await page.goto(url + path, { waitUntil: 'commit' });
        await page.waitForSelector(ready, { timeout: 60_000 });
        const ms = performance.now() - from;
        await context.close();
        return ms;
    };
    try {
        const [maps, lists] = [[], []];
        for (let n = 0; n < TRIES; n++) {
            maps.push(await open('/mapa', `[data-ready="${customers}"]`));
            lists.push(await open('/clientes', 'table.rows'));
        }
        const worst = Math.max(...maps);
        const list = Math.max(...lists);
        return [
            {
                question: `the map of ${customers.toLocaleString('en')} customers opens in Chromium, slowest of ${TRIES}`,
                ours: `${worst.toFixed(0)} ms`,
                beside: `the list of customers ${list.toFixed(0)} ms`,
                ratio: `${(worst / 1000).toFixed(2)} s`,
                needed: '≤ 2 s',
                ok: worst <= MAX_MS,
            },
        ];
    }
    finally {
        await browser.close();
        server.close();
    }
}
