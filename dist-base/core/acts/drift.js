// Drift: what a router holds against what it should hold. The look itself is the driver's; here its answer is written down
// (what was seen is proof, as good as a read-back), compared, and where asked mended by orders like any others. Only our own
// rows can be mended; an entry of another hand is shown, and alerted where service is due.
import { driftOf } from '../rules/drift.js';
import { ownerOfConnection } from '../store/connections.js';
import { keepDrifts } from '../store/drifts.js';
import { within } from '../store/db.js';
import { addLog } from '../store/log.js';
import { openOrders } from '../store/orders.js';
import { makeLeftPlace, placesOfRouter, storeSights } from '../store/places.js';
import { routerSwept, routerWell } from '../store/routers.js';
import { loadTerms } from '../store/settings.js';
import { radiusPlaces } from './radius-places.js';
import { judgeCustomers, writeSteps } from './reorder.js';
/** Every place on a router, to be looked at in one reading. */
export async function planSweep(db, router, now) {
    const plan = await placesOf(db, router.id);
    if (router.driver !== 'radius')
        return plan;
    const asks = plan.targets.map(({ place }, index) => ({
        ...{ id: place, isCurrent: plan.current[index] ?? true, desired: null, acknowledgedAt: null },
    }));
    const known = await radiusPlaces(db, router, asks, { now });
    for (const target of plan.targets)
        target.radius = known.get(target.place);
    return plan;
}
async function placesOf(db, routerId) {
    const plan = { targets: [], customers: [], current: [] };
    for (let after = 0;;) {
        const places = await placesOfRouter(db, routerId, after, 1000);
        if (places.length === 0)
            return plan;
        after = places.at(-1)?.id ?? after;
        for (const place of places) {
            // An old place that was read back empty has nothing more to say.
            if (place.isCurrent === 0 && place.observed === 'none')
                continue;
            plan.customers.push(place.customerId);
            plan.current.push(place.isCurrent === 1);
            const { id, connectionId, customerCode, kind, address, ipv6Prefix, username, mac } = place;
            plan.targets.push({ place: id, connection: connectionId, customerCode, way: kind, address, ipv6Prefix, username, mac });
        }
    }
}
/** Writes down what a look saw, says what differs, and mends. */
export async function recordLook(db, router, plan, look, told) {
    return within(db, async (tx) => {
        const rebooted = router.uptimeS !== null && look.device !== null && look.device.uptimeS < router.uptimeS;
        if (look.device !== null)
            await routerWell(tx, router.id, told.now);
        await routerSwept(tx, router.id, look.device, told.now);
        const wishes = await wishesOf(tx, plan, told);
        const seen = plan.targets.map((target, index) => sightOf(wishes.get(target.place), look.sights[index], plan.current[index] ?? false));
        await storeSights(tx, 
        // Where only records were read, nothing seen is nothing new.
        seen.flatMap(({ store }) => (store && (look.device !== null || store.observed !== 'unknown') ? [store] : [])), told.lookedAt);
        const report = { router: router.name, looked: plan.targets.length, lines: [], opened: [], rebooted };
        const kept = [];
        for (const [index, one] of seen.entries()) {
            const target = plan.targets[index];
            const line = wishes.get(target?.place ?? 0);
            const connectionId = target?.connection ?? null;
            if (one.kind)
                kept.push({ kind: one.kind, connectionId, reason: line?.reason ?? null, seen: one.seen });
            if (one.kind)
                report.lines.push({
                    kind: one.kind,
                    router: router.name,
                    connection: line ? nameOf(line) : null,
                    reason: line?.reason ?? null,
                    seen: one.seen,
                });
        }
        for (const stray of look.strays) {
            const entry = strayText(stray);
            kept.push({ kind: 'unknown-entry', connectionId: null, reason: null, seen: entry });
            report.lines.push({
                kind: 'unknown-entry',
                router: router.name,
                connection: null,
                reason: null,
                seen: entry,
            });
        }
        await keepDrifts(tx, router.id, kept, told.now);
        if (told.order)
            report.opened.push(...(await mend(tx, router, plan, look, told)));
        await alertForeign(tx, router, report, told);
        return report;
    });
}
const strayText = ({ where, key, comment }) => `${where} ${key}${comment ? ` "${comment}"` : ''}`;
const nameOf = (line) => `${line.account.code}/${line.connection.name}`;
/** By place: what each current place should have. */
async function wishesOf(tx, plan, told) {
    const wishes = new Map();
    const customers = [...new Set(plan.customers)];
    const terms = await loadTerms(tx);
    for (let start = 0; start < customers.length; start += 2000) {
        const { lines } = await judgeCustomers(tx, customers.slice(start, start + 2000), terms, {
            ...told,
            cause: 'drift',
            asker: 'run',
        });
        for (const line of lines)
            if (line.connection.placeId !== null)
                wishes.set(line.connection.placeId, line);
    }
    return wishes;
}
function sightOf(line, sight, current) {
    if (!sight)
        return { kind: null, seen: '', store: null };
    const desired = current ? (line?.desired ?? 'active') : 'none';
    // A place that should hold nothing and is not cut holds nothing: the two look alike to a router.
    const observed = desired === 'none' && sight.observed === 'active' ? 'none' : sight.observed;
    const known = line?.decision === null ? null : driftOf(desired, observed, sight.foreign);
    // A closed user or lease stays disabled, which is how `none` looks there.
    const ownRowsOnly = line === undefined || line.connection.kind === 'address-list' || line.connection.kind === 'queue';
    const kind = known === 'left-over' && !ownRowsOnly ? null : known;
    return {
        kind,
        seen: sight.seen,
        store: kind === null && desired === 'none' && observed === 'cut' ? null : { place: sight.place, observed, seen: sight.seen },
    };
}
/** Mending makes cuts again that were made before; a new one is a run's to order, under the blast guard. */
const isNoNewCut = (line) => line.step.do !== 'open' || !line.step.newCut;
async function mend(tx, router, plan, look, told) {
    const terms = await loadTerms(tx);
    const opened = [];
    const customers = [...new Set(plan.customers)];
    for (let start = 0; start < customers.length; start += 2000) {
        const why = {
            now: told.now,
            by: told.by,
            cause: 'drift',
            asker: told.mend ? 'run' : 'deed',
            routerId: router.id,
            allow: isNoNewCut,
        };
        const { lines } = await judgeCustomers(tx, customers.slice(start, start + 2000), terms, why);
        opened.push(...(await writeSteps(tx, lines, terms, why)).opened);
    }
    for (const stray of told.mend ? look.strays : []) {
        // A stray queue is only shown: what it was to begin with is not known.
        if (stray.connection === null || stray.where.startsWith('/'))
            continue;
        const customerId = await ownerOfConnection(tx, stray.connection);
        if (customerId === undefined)
            continue;
        const place = await makeLeftPlace(tx, { connectionId: stray.connection, routerId: router.id, kind: 'address-list', address: stray.key }, told.now);
        const order = {
            placeId: place,
            connectionId: stray.connection,
            customerId,
            routerId: router.id,
            generation: 1,
            desired: 'none',
            reason: 'no-service',
        };
        const [one] = await openOrders(tx, [
            { ...order, cause: 'drift', by: told.by, atOnce: 1, runId: null, guardOn: null, stamp: null, at: told.now },
        ]);
        if (one)
            opened.push(one.id);
    }
    return opened;
}
async function alertForeign(tx, router, report, told) {
    for (const line of report.lines) {
        if (line.kind !== 'foreign-cut')
            continue;
        const alert = `${line.connection} is to be served, but an entry that is not ours cuts it on ${router.name}: ${line.seen}`;
        await addLog(tx, [
            {
                at: told.now,
                by: told.by,
                what: 'alert',
                about: { kind: 'router', id: router.id },
                facts: { router: router.name, connection: line.connection, alert },
            },
        ]);
    }
}
