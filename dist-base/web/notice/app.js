// The notice page and the captive-portal API, without a port: tests inject into what this builds. Routers send browsers here
// that were on the way to anywhere, so every path answers with the page, and it answers 200: a device that asks whether it
// is online (`/generate_204`, `/hotspot-detect.html` …) gets something else than it expects and opens the page by itself.
// Surprising: every answer closes its connection. The router translated that connection, and as long as it stood the browser
// would get this page for that site, long after the notice is over.
import { createHash } from 'node:crypto';
import { Eta } from 'eta';
import { fastify } from 'fastify';
import { readCaller } from '../../core/rules/caller.js';
import { makeZone } from '../../core/rules/day.js';
import { esAr } from '../text/es-AR.js';
import { makeCache } from './cache.js';
import { captiveState } from './captive.js';
import { textFor } from '../text/language.js';
import { pageFor } from './page.js';
import { standingOf } from './standing.js';
import { STYLE, TEMPLATE } from './template.js';
/** Where DHCP option 114 points to (RFC 8910), behind a proxy that speaks TLS for it. */
export const API_PATH = '/captive-portal/api';
/** A payment shows on the page this long after it at the latest. */
const CACHE = { most: 20_000, keepMs: 3_000, atOnce: 64 };
/** A browser's headers are below 2 KiB, but cookies of the site that it was on the way to come along. */
const HEADERS_MAX_BYTES = 16_384;
const REQUEST_MS = 5_000;
const WARN_EVERY_MS = 60_000;
const HEADERS = {
    'cache-control': 'no-store',
    connection: 'close',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
};
/** For whom nothing could be asked: the neutral page. */
const NOBODY = {
    isp: { name: '', phone: '', payOnline: '', payTransfer: '', payCounter: '' },
    known: null,
    isNoticed: false,
    terms: { zone: makeZone('UTC', '00:00'), currency: 'ARS' },
};
export function buildNotice(deps) {
    const { trustProxies, portalUrl } = deps.config.notice;
    const app = fastify({
        trustProxy: trustProxies.length > 0 ? trustProxies : false,
        // One page for every path: nothing in a path can be malformed, too long or unknown.
        rewriteUrl: (request) => ((request.url ?? '').split('?')[0] === API_PATH ? API_PATH : '/'),
        requestTimeout: REQUEST_MS,
        connectionTimeout: REQUEST_MS,
        keepAliveTimeout: 1_000,
        http: { maxHeaderSize: HEADERS_MAX_BYTES, headersTimeout: REQUEST_MS, connectionsCheckingInterval: 1_000 },
    });
    const ask = asker(deps);
    const eta = new Eta();
    const render = eta.compile(TEMPLATE);
    async function show(request, reply) {
        const page = pageFor(await ask(request.ip), textFor(request.headers['accept-language']), deps.now(), portalUrl);
        return reply.type('text/html; charset=utf-8').send(eta.render(render, page));
    }
    app.addHook('onRequest', async (request, reply) => {
        void reply.headers(HEADERS);
        if (request.method === 'GET' || request.method === 'HEAD')
            return;
        // Nothing is taken here, and what was sent along is not even read: a form meant for another site is none of our affair.
        request.raw.resume();
        return show(request, reply.code(405).header('allow', 'GET, HEAD'));
    });
    app.get('/', show);
    app.get(API_PATH, async (request, reply) => {
        const state = captiveState(await ask(request.ip), deps.now(), portalUrl);
        // As bytes: to a text Fastify would add a charset, which the type does not have.
        const body = Buffer.from(JSON.stringify(state));
        return reply.type('application/captive+json').header('cache-control', 'private').send(body);
    });
    app.setErrorHandler(async (err, request, reply) => {
        deps.log.error({ err, address: request.ip }, 'notice page failed');
        return reply.code(500).type('text/plain; charset=utf-8').send(esAr.notice.headings.unknown);
    });
    return app;
}
/** Who calls from an address, out of the cache or the database; the neutral standing where neither can say. */
function asker(deps) {
    let quietUntil = 0;
    const cache = makeCache(CACHE, deps.now, (err) => {
        if (deps.now() < quietUntil)
            return; // thousands a second would say the same
        quietUntil = deps.now() + WARN_EVERY_MS;
        deps.log.warn({ err }, 'notice page cannot ask the database: callers get the neutral page');
    });
    return async (address) => {
        const caller = readCaller(address);
        return (await cache.get(caller?.address ?? '', () => standingOf(deps.db, caller, deps.now()))) ?? NOBODY;
    };
}
