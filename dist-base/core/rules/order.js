// From a decision to an order at a place, and from an outcome to the order's next state. The order row is the queue.
//
//   open       waits, or is with a task (its router's `handedTo`)
//   done       read back from the router                                       (end)
//   replaced   a newer generation took its place; a late result is ignored     (end)
//   cancelled  no longer decided, and nothing can have been sent               (end)
import { retryOf } from '../fault.js';
import { isDebtCut } from './decision.js';
import { isNoCutDay, nextCutDay } from './policy.js';
/**
 * What has to happen at a place so that it gets what was decided. Deciding twice changes nothing: the second time there is
 * an open order that wants the same, or the router was read back so.
 */
export function stepFor(place, desired, reason, asker) {
    const { open } = place;
    if (open?.desired === desired) {
        if (open.reason === reason)
            return { do: 'nothing' };
        // A cut that a hand ordered and that debt decides by now is a run's to order, within its hours and its guard.
        const isOthers = desired === 'cut' && isDebtCut(reason) && !isDebtCut(open.reason) && !open.maybeSent;
        if (isOthers)
            return asker === 'run' ? { do: 'open', newCut: place.observed !== 'cut' } : { do: 'cancel' };
        return { do: 'rename' };
    }
    const held = desired === 'cut' && isDebtCut(reason) && asker !== 'run';
    if (open) {
        if (held)
            return { do: 'nothing' }; // a restore under way is finished; the next run cuts again
        if (open.maybeSent || isChange(place, desired))
            return { do: 'open', newCut: isNewCut(place, desired, reason) };
        return { do: 'cancel' };
    }
    if (held || !isChange(place, desired))
        return { do: 'nothing' };
    return { do: 'open', newCut: isNewCut(place, desired, reason) };
}
/** `unknown` is a change where a cut is desired, or may have been sent, or something in service was closed. */
function isChange(place, desired) {
    if (place.observed !== 'unknown')
        return place.observed !== desired;
    return desired === 'cut' || place.cutSent || (desired === 'none' && place.closed);
}
/** Counted by the blast guard: a cut for debt of somebody whose last order was no cut. */
const isNewCut = (place, desired, reason) => desired === 'cut' && isDebtCut(reason) && place.lastDesired !== 'cut';
/** May an order be carried out at this instant? Cuts for debt only from the control hour to midnight, never on a no-cut day. */
export function mayRun(order, at, terms) {
    if (order.atOnce || order.desired !== 'cut' || !isDebtCut(order.reason))
        return true;
    const today = terms.zone.dayOf(at);
    return at >= terms.zone.controlOf(today) && !isNoCutDay(today, terms.noCut);
}
/** The first instant, from `at` on, at which a cut for debt may be carried out. */
export function runsAt(at, terms) {
    const { zone } = terms;
    const today = zone.dayOf(at);
    const on = nextCutDay(today, terms.noCut);
    return on === today ? Math.max(at, zone.controlOf(today)) : zone.controlOf(on);
}
/**
 * How long until the next attempt after `attempts` failures: `min(base · 2ⁿ, cap)`, of which the upper half is drawn by
 * `draw` (0 ≤ draw < 1), so that a thousand orders that failed together do not come back together.
 */
export function backOffMs(attempts, code, limits, draw) {
    const most = retryOf(code) === 'slow' ? limits.slowMs : Math.min(limits.baseMs * 2 ** Math.min(attempts - 1, 30), limits.capMs);
    return Math.round(most / 2 + (most / 2) * draw);
}
