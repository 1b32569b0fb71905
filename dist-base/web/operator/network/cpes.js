// How customers are heard, the worst first: who needs a visit before he calls. Filters by router and by what went wrong.
import { z } from 'zod';
import { gradeShare, gradeSignal } from '../../../core/rules/signal.js';
import { countListed, listCpes } from '../../../core/store/cpe-list.js';
import { listRouters } from '../../../core/store/routers.js';
import { loadTerms } from '../../../core/store/settings.js';
import { formatInstant } from '../../text/format.js';
import { formatNumber } from '../../text/measure.js';
import { me } from '../access.js';
import { customerUrl } from '../customers/filter.js';
import { readerOf } from '../frame.js';
const PAGE = 50;
const COUNT_MOST = 1_000;
const WORDS = { peores: 'worst', falla: 'faulty', nunca: 'unheard' };
const Query = z.object({
    ver: z.enum(['peores', 'falla', 'nunca']).catch('peores'),
    router: z.string().min(1).max(100).optional().catch(undefined),
    desde: z
        .string()
        .regex(/^-?\d{1,15}_\d{1,15}$/)
        .optional()
        .catch(undefined),
});
export function cpes(app, { deps, show }) {
    const { db } = deps;
    app.get('/red/cpes', { config: { may: 'network.see' } }, async (request, reply) => {
        const { t, text } = readerOf(request);
        const query = Query.parse(request.query);
        const { zone } = await loadTerms(db);
        const routers = await listRouters(db);
        const router = routers.find(({ name }) => name === query.router);
        const person = me(request);
        const [by = 0, id = 0] = query.desde?.split('_').map(Number) ?? [];
        const filter = {
            view: WORDS[query.ver],
            routerId: router?.id,
            collector: person.ownCustomers ? (person.collector ?? '') : undefined,
            after: query.desde === undefined ? undefined : { by, id },
            limit: PAGE + 1,
        };
        const found = await listCpes(db, filter);
        const rows = found.slice(0, PAGE);
        const time = (at) => (at === null ? null : formatInstant(text, zone, at));
        const url = (more) => addressOf({ ver: query.ver, router: router?.name, ...more });
        return show(request, reply, 'network/cpes.eta', {
            title: t.network.cpes.title,
            count: await countListed(db, { ...filter, limit: COUNT_MOST + 1 }),
            countMost: COUNT_MOST,
            query,
            router: router?.name ?? '',
            routers: routers.map(({ name }) => name),
            views: Object.keys(WORDS).map((ver) => ({ ver, href: url({ ver }), isHere: ver === query.ver })),
            rows: rows.map((row) => rowShown(row, text.lang, time)),
            urls: {
                first: query.desde === undefined ? null : url({}),
                next: found.length > PAGE ? url({ desde: markOf(rows.at(-1), WORDS[query.ver]) }) : null,
                all: addressOf({ ver: query.ver }),
            },
        });
    });
}
const markOf = (row, view) => `${view === 'worst' ? (row?.strengthDbm ?? 0) : view === 'faulty' ? (row?.triedAt ?? 0) : 0}_${row?.connectionId ?? 0}`;
function addressOf(parameters) {
    const given = Object.entries(parameters).filter((pair) => pair[1] !== undefined && pair[1] !== '');
    return `/red/cpes?${new URLSearchParams(given).toString()}`;
}
function rowShown(row, lang, time) {
    const share = (value, what) => value === null ? null : { text: `${formatNumber(lang, value, 1)} %`, grade: gradeShare(value, what) };
    const dbm = row.strengthDbm;
    return {
        href: `${customerUrl(row.customerCode)}/senal#c-${row.connectionId}`,
        code: row.customerCode,
        customer: row.customerName,
        name: row.name,
        router: row.router,
        signal: dbm === null ? null : { text: `${formatNumber(lang, dbm)} dBm`, grade: gradeSignal(dbm), width: barOf(dbm) },
        ccq: share(row.ccqPct, 'ccq'),
        quality: share(row.qualityPct, 'quality'),
        capacity: share(row.capacityPct, 'capacity'),
        heard: time(row.okAt),
        tried: time(row.triedAt),
        device: [row.device, row.firmware].filter(Boolean).join(' '),
        fault: row.faultCode,
        faultMessage: row.faultMessage,
    };
}
/** −95 dBm is nothing, −40 as good as it gets; of 60 pixels. */
const barOf = (dbm) => (Math.min(Math.max((dbm + 95) / 55, 0.02), 1) * 60).toFixed(1);
