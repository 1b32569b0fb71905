// What must be true of a street when all is said: the lists of the routers, the records and the log tell the same, and nobody
// who has paid was cut after his payment.
import { checkBalances, checkOrders } from './record-checks.js';
import { LIST, markOf } from './street.js';
import { Violation } from './violation.js';
/** Returns how many things were checked. */
export async function checkStreet(db, street, history) {
    const accuse = (customer, message) => new Violation(message, history.get(customer) ?? []);
    const open = await db.selectFrom('orders').select('customerId').where('state', '=', 'open').execute();
    if (open[0])
        throw accuse(open[0].customerId, `${open.length} orders are still open`);
    let checks = await checkRouters(street, accuse);
    checks += await checkObserved(db, street, accuse);
    checks += await checkOrders(db, accuse);
    checks += await checkBalances(db, accuse);
    checks += await checkPaid(db, accuse);
    return checks;
}
async function checkRouters(street, accuse) {
    const byEntry = new Map(street.dwellers.map((one) => [`${one.router} ${one.address} ${markOf(one)}`, one]));
    const found = new Set();
    for (const index of street.routers.ports.keys()) {
        for (const row of await street.routers.rows(index, LIST)) {
            const entry = `${index} ${row['address'] ?? ''} ${row['comment'] ?? ''}`;
            const one = byEntry.get(entry);
            if (!one)
                throw new Violation(`router ${index + 1} holds an entry that nobody ordered: ${JSON.stringify(row)}`);
            if (!one.isCut)
                throw accuse(one.id, `customer ${one.code} is cut on router ${index + 1} and should not be`);
            if (found.has(entry))
                throw accuse(one.id, `customer ${one.code} stands twice on router ${index + 1}`);
            found.add(entry);
        }
    }
    for (const [entry, one] of byEntry) {
        if (one.isCut && !found.has(entry))
            throw accuse(one.id, `customer ${one.code} should be cut on router ${one.router + 1} and is not`);
    }
    return byEntry.size;
}
async function checkObserved(db, street, accuse) {
    const places = await db.selectFrom('places').select(['id', 'observed']).execute();
    const observed = new Map(places.map((place) => [place.id, place.observed]));
    for (const one of street.dwellers) {
        const seen = observed.get(one.id);
        if ((seen === 'cut') !== one.isCut)
            throw accuse(one.id, `customer ${one.code} is recorded as ${seen}, and should be ${one.isCut ? 'cut' : 'served'}`);
    }
    return places.length;
}
/** In the order of the log: from a payment until it is voided nobody is ordered to be cut, and no cut is recorded as done. */
async function checkPaid(db, accuse) {
    const lines = await db
        .selectFrom('log')
        .select(['customerId', 'what'])
        .where('customerId', 'is not', null)
        .orderBy('id')
        .execute();
    const paid = new Set();
    for (const { customerId, what } of lines) {
        if (customerId === null)
            continue;
        if (what === 'payment')
            paid.add(customerId);
        else if (what === 'voided')
            paid.delete(customerId);
        else if ((what === 'cut-ordered' || what === 'cut-done') && paid.has(customerId))
            throw accuse(customerId, `customer ${customerId} had paid when "${what}" was written`);
    }
    return lines.length;
}
