// The life of a payment promise (*compromiso de pago*). It suspends rule 9 until its control; it never cuts where rule 9 would not.
import { addDays } from './day.js';
/** A cut by a broken promise is tried again on each of so many days after its own. */
export const RETRY_DAYS = 5;
/** The instant at which its window closes: when D+6 begins. */
export const windowEnd = (promisedOn, zone) => zone.startOf(addDays(promisedOn, RETRY_DAYS + 1));
/** The one that is live at an instant: saved, not ended, its window not over. Whether the ending was recorded late does not matter. */
export function livePromise(promises, at, zone) {
    for (const promise of promises) {
        if (promise.savedAt > at)
            continue;
        if (promise.endedAt !== null && promise.endedAt <= at)
            continue;
        if (at < windowEnd(promise.promisedOn, zone))
            return promise;
    }
    return null;
}
/** The control of its day lies ahead. One that was made stays made, wherever a setting moves its hour to. */
export const isAhead = (promise, at, zone) => at < zone.controlOf(promise.promisedOn) && (promise.controlledAt ?? Number.POSITIVE_INFINITY) > at;
/** When the enabling that keeps a live promise ends: at that promise's next control. */
export function nextControlDay(promise, at, zone) {
    if (isAhead(promise, at, zone))
        return promise.promisedOn;
    const today = zone.dayOf(at);
    return at < zone.controlOf(today) ? today : addDays(today, 1);
}
/** What a control at an instant makes of a promise that has not ended; null = it is not yet time. */
export function controlPromise(promise, at, facts, zone) {
    if (isAhead(promise, at, zone))
        return null;
    if (!facts.debtCuts)
        return 'kept';
    if (at < windowEnd(promise.promisedOn, zone))
        return 'broken';
    return facts.allCut || facts.overruled ? 'enforced' : 'unenforced';
}
