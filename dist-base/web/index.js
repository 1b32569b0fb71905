// Starts the pages on a port of their own. Plain HTTP: a proxy on the same machine speaks TLS for it (docs/web.md).
import { forgetSessions } from '../core/store/web-sessions.js';
import { buildApp } from './app.js';
import { listenOn } from './listen.js';
/** Pages that are being made are sent; live rows and slow readers are not waited for. */
const DRAIN_MS = 2_000;
/** Sessions that ended by time are worth nothing; now and then their rows go. */
const SWEEP_MS = 3_600_000;
/** Listens where `web.listen` says. */
export async function startWeb(deps) {
    const { listen } = deps.config.web;
    const wish = { listen, setting: 'web.listen', example: '127.0.0.1:8080', what: 'the server of the pages', drainMs: DRAIN_MS };
    const { url, close } = await listenOn(wish, () => buildApp(deps));
    const sweep = () => {
        // Not sooner: what was under way at its end might still want to keep it.
        forgetSessions(deps.db, deps.now() - SWEEP_MS).catch((err) => deps.log.warn({ err }, 'sessions that ended are kept for now'));
    };
    sweep();
    const sweeping = setInterval(sweep, SWEEP_MS);
    deps.log.info({ url }, 'pages are served');
    return {
        url,
        async close() {
            clearInterval(sweeping);
            await close();
            deps.log.info({ url }, 'pages are served no more');
        },
    };
}
