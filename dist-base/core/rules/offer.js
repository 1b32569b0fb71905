// What may be promised, and whether it helps: the operator's date and the customer's own button.
import { addDays } from './day.js';
import { debtCuts, decide, turningPoints } from './decision.js';
export function checkDate(facts, promisedOn, at, terms) {
    if (at >= terms.zone.controlOf(promisedOn))
        return { ok: false, why: 'control-passed' };
    const { reason } = decide(facts, at, terms);
    if (reason === 'manual-cut' || reason === 'deleted')
        return { ok: true, warning: reason };
    return { ok: true, warning: wouldBeCutBefore(facts, promisedOn, at, terms) ? null : 'no-cut-before' };
}
export function offerPromise(facts, at, terms) {
    const today = terms.zone.dayOf(at);
    const decision = decide(facts, at, terms);
    if (!terms.promise.enabled)
        return { ok: false, why: 'disabled' };
    if (decision.promise)
        return { ok: false, why: 'promise-live' };
    if (decision.balanceCents <= 0)
        return { ok: false, why: 'no-debt' };
    const used = lastPortalUse(facts.promises, at);
    const from = used === null ? today : addDays(terms.zone.dayOf(used), terms.promise.waitDays);
    if (today < from)
        return { ok: false, why: 'too-soon', from };
    const until = addDays(today, terms.promise.maxDays);
    const overruled = decision.reason === 'deleted' || decision.reason === 'manual-cut';
    if (overruled || !wouldBeCutBefore(facts, until, at, terms))
        return { ok: false, why: 'would-not-help' };
    return { ok: true, until, availableAgainOn: addDays(today, terms.promise.waitDays) };
}
/** Whatever became of it; operators' promises do not count. */
function lastPortalUse(promises, at) {
    const uses = promises.filter((each) => each.source === 'portal' && each.savedAt <= at).map((each) => each.savedAt);
    return uses.length === 0 ? null : Math.max(...uses);
}
/** If nothing is paid and nothing promised, does the debt cut him now or at a control before that of the day? */
function wouldBeCutBefore(facts, promisedOn, at, terms) {
    const { zone } = terms;
    // A live one is left out, but that it was saved goes on to count: it ended an enabling by hand.
    const without = { ...facts, promises: facts.promises.map((each) => (each.endedAt === null ? { ...each, endedAt: at } : each)) };
    const cutsAt = (instant) => {
        const decision = decide(without, instant, terms);
        return decision.state === 'cut' && debtCuts(decision, instant, terms);
    };
    return cutsAt(at) || turningPoints(facts, at, terms).some((instant) => instant < zone.controlOf(promisedOn) && cutsAt(instant));
}
