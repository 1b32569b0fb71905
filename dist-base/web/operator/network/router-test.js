// Probar router: asks the daemon to log in and to check what cuts need there; changes nothing on it. The page shows the last
// answer, and comes back by itself while one is awaited.
import { ask, lastAsked } from '../../../core/acts/asks.js';
import { loadTerms } from '../../../core/store/settings.js';
import { formatInstant } from '../../text/format.js';
import { told } from '../access.js';
import { readerOf } from '../frame.js';
import { askShown } from './asked.js';
import { routerOf, routerPath } from './nas.js';
export function routerTest(app, { deps, show }) {
    const { db } = deps;
    const may = { config: { may: 'network.see' } };
    app.get('/red/routers/:name/prueba', may, async (request, reply) => {
        const { t, text } = readerOf(request);
        const router = await routerOf(db, request.params);
        const { zone } = await loadTerms(db);
        const asked = await lastAsked(db, 'router', router.id);
        const shown = asked === undefined ? null : askShown(asked, { t, text, zone, now: deps.now() }, 'router');
        const answer = asked?.state === 'answered' ? asked.answer : null;
        return show(request, reply, 'network/router-test.eta', {
            title: t.network.test.title(router.name),
            router,
            base: routerPath(router.name),
            asked: shown,
            answer,
            answeredAt: asked?.state === 'answered' ? formatInstant(text, zone, asked.row.answeredAt ?? 0) : null,
            refresh: shown?.isOpen ?? false,
        });
    });
    app.post('/red/routers/:name/prueba', may, async (request, reply) => {
        const router = await routerOf(db, request.params);
        await ask(db, { kind: 'router', about: router.id }, told(request, deps));
        deps.nudge();
        return reply.redirect(`${routerPath(router.name)}/prueba`, 303);
    });
}
