// What must hold in a town: always, whatever is broken at the moment, and once everything is well and carried out. Who is to be
// cut is asked of `decide` alone; sharing of addresses, sums of documents and the counting of orders are done here anew, so
// that a mistake in the program's own way of doing them is seen.
import { decide } from '../../core/rules/decision.js';
import { isCharge } from '../../core/rules/document.js';
import { mayRun } from '../../core/rules/order.js';
import { accountsOf } from '../../core/store/accounts.js';
import { isHanded } from '../../core/store/routers.js';
import { loadTerms } from '../../core/store/settings.js';
import { keyOf } from './model-router.js';
import { checkBalances, checkOrders } from './record-checks.js';
import { Violation } from './violation.js';
/** Holds at any moment between two deeds. Returns how many things were checked. */
export async function checkAlways(town) {
    const accuse = (customer, message) => town.history.violated(customer, message);
    return ((await checkBalances(town.db, accuse)) +
        (await checkOrders(town.db, accuse)) +
        (await checkPromises(town)) +
        (await checkLog(town)) +
        (await checkObserved(town)));
}
async function checkPromises(town) {
    const live = await town.db.selectFrom('promises').select('customerId').where('endedAt', 'is', null).execute();
    const seen = new Set();
    for (const { customerId } of live) {
        if (seen.has(customerId))
            throw town.history.violated(customerId, `customer ${customerId} has two live promises`);
        seen.add(customerId);
    }
    return live.length;
}
/** Lines are added at the end, and what is there stays as it was. */
async function checkLog(town) {
    const lines = await town.db.selectFrom('log').select(['id', 'facts']).orderBy('id').execute();
    const old = lines.filter((line) => line.id <= town.logMark.id);
    const length = (of) => of.reduce((sum, line) => sum + line.facts.length, 0);
    if (old.length !== town.logMark.lines || length(old) !== town.logMark.length)
        throw new Violation('lines of the log went or changed');
    town.logMark = { id: lines.at(-1)?.id ?? 0, lines: lines.length, length: length(lines) };
    return lines.length;
}
/** What the program says that it has seen is so, unless an order may just have changed it or another hand did. */
async function checkObserved(town) {
    const places = await town.db
        .selectFrom('places')
        .innerJoin('connections', 'connections.id', 'places.connectionId')
        .innerJoin('routers', 'routers.id', 'places.routerId')
        .leftJoin('orders', (join) => join.onRef('orders.placeId', '=', 'places.id').on('orders.state', '=', 'open'))
        .selectAll('places')
        .select(['connections.customerId', 'orders.id as orderId', 'orders.sent', 'routers.handedTo'])
        .where('places.isCurrent', '=', 1)
        .where('places.observed', 'in', ['cut', 'active'])
        .execute();
    for (const place of places) {
        const key = keyOf({ way: place.kind, address: place.address, username: place.username });
        if (isHanded(place.orderId, place.handedTo) || place.sent === 1 || town.touched.has(`${place.routerId} ${key}`))
            continue;
        const owner = town.router(place.routerId).entries.get(key);
        // Those who share an address are cut by one entry, which comes and goes with the order of one of them.
        if (place.observed === 'active' && typeof owner === 'number' && owner !== place.connectionId)
            continue;
        const isCut = owner !== undefined;
        if (isCut !== (place.observed === 'cut'))
            throw town.history.violated(place.customerId, `place ${place.id} (${key}) is said to be ${place.observed}, and is ${isCut ? '' : 'not '}cut`, await neighbours(town, place.address));
    }
    return places.length;
}
/** Customers who have, or had, a place at the address. */
async function neighbours(town, address) {
    const rows = await town.db
        .selectFrom('places')
        .innerJoin('connections', 'connections.id', 'places.connectionId')
        .select('connections.customerId')
        .where('places.address', '=', address)
        .execute();
    return rows.map((row) => row.customerId);
}
/** Routers are well, everything was ordered and carried out: who is to be cut is cut, and nobody else. */
export async function checkCalm(town) {
    const terms = await loadTerms(town.db);
    const at = town.world.now;
    const accounts = await accountsOf(town.db, town.residents.map((resident) => resident.id));
    const wanted = accounts.flatMap((account) => {
        const { state, reason } = decide(account.facts, at, terms);
        const inTime = state === 'active' || mayRun({ desired: 'cut', reason, atOnce: false }, at, terms);
        return account.connections.flatMap((connection) => {
            if (connection.placeId === null || connection.routerId === null)
                return [];
            const key = keyOf({ way: connection.kind, address: connection.address, username: connection.username });
            return [{ customer: account.id, connection, key, at: `${connection.routerId} ${key}`, state, inTime }];
        });
    });
    const served = new Set(wanted.filter((one) => one.connection.inService === 1 && one.state === 'active').map((one) => one.at));
    for (const { customer, connection, key, at: place, state, inTime } of wanted) {
        const owner = town.router(connection.routerId ?? 0).entries.get(key);
        const what = `connection ${connection.id} (${place})`;
        if (connection.inService === 0) {
            if (owner === connection.id)
                throw town.history.violated(customer, `${what} is out of service, and its entry is still there`);
        }
        else if (served.has(place)) {
            if (typeof owner === 'number')
                throw town.history.violated(customer, `${what} is to be served, and is cut by our entry of connection ${owner}`);
        }
        else if (state === 'cut' && inTime && owner === undefined)
            throw town.history.violated(customer, `${what} is to be cut, and is not`);
    }
    await checkOwed(town, terms);
    return wanted.length;
}
/** A second opinion that asks no rule: who owes no more than the threshold in all is cut by a hand or not at all. */
async function checkOwed(town, terms) {
    const today = terms.zone.dayOf(town.world.now);
    const documents = await town.db.selectFrom('documents').selectAll().where('issuedOn', '<=', today).execute();
    const cuts = await town.db.selectFrom('deeds').select('customerId').distinct().where('kind', '=', 'cut').execute();
    const byHand = new Set(cuts.map((deed) => deed.customerId));
    for (const account of await accountsOf(town.db, town.residents.map((resident) => resident.id))) {
        if (byHand.has(account.id) || account.code.startsWith('ZZ'))
            continue;
        const own = documents.filter((document) => document.customerId === account.id);
        const owed = own.reduce((sum, { kind, amountCents }) => sum + (isCharge(kind) ? amountCents : -amountCents), 0);
        if (owed > terms.thresholdCents)
            continue;
        for (const connection of account.connections) {
            if (connection.routerId === null || connection.inService === 0)
                continue;
            const key = keyOf({ way: connection.kind, address: connection.address, username: connection.username });
            const owner = town.router(connection.routerId).entries.get(key);
            if (typeof owner === 'number')
                throw town.history.violated(account.id, `customer ${account.code} owes ${owed} cents, no more than the threshold, and is cut`);
        }
    }
}
