// Starts the notice web server on a port of its own: plain HTTP, because only plain HTTP can be redirected. It is told who
// calls by the socket, so routers must send browsers here without hiding their addresses (dst-nat, no masquerade).
import { readCaller } from '../../core/rules/caller.js';
import { ipv6Groups } from '../../core/rules/identity.js';
import { listenOn } from '../listen.js';
import { buildNotice } from './app.js';
/** Open at once; whoever comes on top is turned away by the kernel and tries again. */
const CONNECTIONS_MAX = 10_000;
/** Of one home: all its phones, each with the six that a browser opens. */
const CONNECTIONS_MAX_A_HOME = 100;
/** Who is being answered when it ends is answered; who sends his request slowly is not waited for. */
const DRAIN_MS = 1_000;
/** Listens where `notice.listen` says. */
export async function startNotice(deps) {
    const { listen, trustProxies } = deps.config.notice;
    const wish = { listen, setting: 'notice.listen', example: '0.0.0.0:8880', what: 'the notice page', drainMs: DRAIN_MS };
    const { url, close } = await listenOn(wish, () => {
        const app = buildNotice(deps);
        app.server.maxConnections = CONNECTIONS_MAX;
        // Behind a proxy all have its address.
        if (trustProxies.length === 0)
            shareOut(app.server);
        return app;
    });
    deps.log.info({ url }, 'notice page started');
    return {
        url,
        async close() {
            await close();
            deps.log.info({ url }, 'notice page stopped');
        },
    };
}
/** Connections that say nothing stand for seconds: without a share for each, one customer could take them all. */
function shareOut(server) {
    const open = new Map();
    server.on('connection', (socket) => {
        const home = homeOf(socket.remoteAddress ?? '');
        const count = (open.get(home) ?? 0) + 1;
        if (count > CONNECTIONS_MAX_A_HOME)
            return void socket.destroy();
        open.set(home, count);
        socket.once('close', () => {
            const left = (open.get(home) ?? 1) - 1;
            if (left === 0)
                open.delete(home);
            else
                open.set(home, left);
        });
    });
}
/** In IPv6 a home has addresses without end under one prefix of 64 bits. */
function homeOf(address) {
    const caller = readCaller(address);
    if (caller?.family !== 6)
        return caller?.address ?? '';
    return (ipv6Groups(caller.address) ?? []).slice(0, 4).join(':');
}
