// Spares a second decision. A cut for debt is decided again just before it is sent; most of the time nothing has happened
// since it was ordered. Only what is entered can turn such a cut into service on the same day: a document, a deed, a promise,
// a switch of the customer, a setting. The stamp of an order says how far all entries reached, under which settings, on
// which day; a customer of whom nothing was entered since must be decided the same, so he is not decided again.
import { enteredSince, entryMarks } from '../store/accounts.js';
import { loadStampedTerms } from '../store/settings.js';
/** More entries than this since the orders were written, and deciding again is the cheaper question. */
const ENTRIES_MOST = 5_000;
/** For orders decided in this transaction, with their customers held. */
export async function makeStamp(tx, now) {
    const { documents, deeds, promises } = await entryMarks(tx);
    return `${circumstances(await loadStampedTerms(tx), now)} ${documents} ${deeds} ${promises}`;
}
const circumstances = ({ stamp, terms }, now) => `${terms.zone.dayOf(now)} ${stamp}`;
/** Those whose stamp still holds: deciding again must come to the same. */
export async function holding(tx, orders, stamped, now) {
    const here = circumstances(stamped, now);
    const known = new Map();
    for (const { stamp } of orders) {
        if (stamp === null || known.has(stamp))
            continue;
        const [day, settings, documents, deeds, promises] = stamp.split(' ');
        const marks = { documents: Number(documents), deeds: Number(deeds), promises: Number(promises) };
        known.set(stamp, `${day} ${settings}` === here ? await enteredSince(tx, marks, ENTRIES_MOST) : null);
    }
    return orders.filter(({ stamp, customerId }) => {
        const entered = stamp === null ? null : (known.get(stamp) ?? null);
        return entered !== null && !entered.has(customerId);
    });
}
