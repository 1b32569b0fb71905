// What machines ask the daemon, on a port of its own and on loopback unless configured: `/metrics` for Prometheus, `/healthz`
// (the process answers), `/readyz` (its loops turn, the database answers, RADIUS is listened to where it should) and
// `/status.json` (what `ispcube status` and `top` cannot read from rows). What FreeRADIUS asks about log-ins is answered by
// radius/authorize.ts; nothing else here tells of any customer.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { Fault } from '../core/fault.js';
import { AUTHORIZE_PATH } from './radius/authorize.js';
const TEXT = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
export async function startHttp(plan) {
    const at = plan.listen.lastIndexOf(':');
    const host = plan.listen.slice(0, at).replace(/^\[(.*)\]$/, '$1');
    const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000, maxHeaderSize: 8192 }, (request, response) => {
        void answer(plan, request, response).catch((e) => {
            response.writeHead(500, TEXT).end(`${e instanceof Error ? e.message : String(e)}\n`);
        });
    });
    // Longer than FreeRADIUS keeps a connection that it does not use (its `idle_timeout` is 60 s).
    server.keepAliveTimeout = 65_000;
    try {
        server.listen(Number(plan.listen.slice(at + 1)), host);
        await once(server, 'listening');
    }
    catch (e) {
        const why = e instanceof Error ? e.message : String(e);
        throw new Fault('input-invalid', `cannot listen on ${plan.listen}: ${why}; see http.listen`, { listen: plan.listen }, e);
    }
    const { port } = server.address();
    return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, close: () => closeServer(server) };
}
async function answer({ metrics, troubles, status, authorize }, request, response) {
    const path = request.url?.split('?')[0];
    if (path === AUTHORIZE_PATH)
        return authorize(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD')
        return void response.writeHead(405, { ...TEXT, allow: 'GET, HEAD' }).end();
    if (path === '/healthz')
        return void response.writeHead(200, TEXT).end('ok\n');
    if (path === '/readyz') {
        const wrong = await troubles();
        return void response
            .writeHead(wrong.length === 0 ? 200 : 503, TEXT)
            .end(`${wrong.length === 0 ? 'ready' : wrong.join('\n')}\n`);
    }
    if (path === '/status.json')
        return void response.writeHead(200, { ...TEXT, 'content-type': 'application/json' }).end(JSON.stringify(await status()));
    if (path !== '/metrics')
        return void response.writeHead(404, TEXT).end('there is /metrics, /healthz, /readyz and /status.json\n');
    const text = await metrics.registry.metrics();
    response.writeHead(200, { ...TEXT, 'content-type': metrics.registry.contentType }).end(text);
}
async function closeServer(server) {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
}
