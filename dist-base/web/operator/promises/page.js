// Compromisos: who promised for today, who has yet to be controlled, who broke his word, and whom no router could cut for it.
import { cents } from '../../../core/rules/money.js';
import { peopleNames } from '../../../core/store/people.js';
import { promisesShown } from '../../../core/store/promises.js';
import { loadTerms } from '../../../core/store/settings.js';
import { formatDate, formatMoney } from '../../text/format.js';
import { collectorOf } from '../customers/own.js';
import { typedIn } from '../form.js';
import { readerOf } from '../frame.js';
const SHOWN_MOST = 500;
const WEEK_MS = 7 * 86_400_000;
const SORTS = {
    hoy: 'today',
    pendientes: 'pending',
    incumplidos: 'broken',
    'sin-cortar': 'unenforced',
};
export function page(app, { deps, show }) {
    const { db } = deps;
    app.get('/compromisos', { config: { may: 'promises.set' } }, async (request, reply) => {
        const { t, text } = readerOf(request);
        const { cual } = typedIn(request.query, 'cual');
        const which = Object.hasOwn(SORTS, cual) ? cual : 'hoy';
        const { zone, currency } = await loadTerms(db);
        const now = deps.now();
        const names = await peopleNames(db);
        const rows = await promisesShown(db, {
            sort: SORTS[which],
            today: zone.dayOf(now),
            sinceAt: now - WEEK_MS,
            collector: collectorOf(request),
            limit: SHOWN_MOST,
        });
        return show(request, reply, 'promises/list.eta', {
            title: t.promises.title,
            which,
            most: SHOWN_MOST,
            rows: rows.map((row) => ({
                ...row,
                day: formatDate(text, row.promisedOn),
                balance: formatMoney(text, cents(row.balanceCents), currency),
                who: row.source === 'portal' ? t.promises.portal : (names.get(row.by) ?? row.by),
            })),
        });
    });
}
