// The precedence table: is this customer to be served at this instant, by which rule, and with which figures? First match
// wins. The name of the rule is the reason code that logs, API, command line and pages show. Everything comes in as
// facts and an instant; what the customer cannot prove is never held against him: unsure means served.
import { addDays, earlier } from './day.js';
import { overdueOn, settle } from './debt.js';
import { countingOn, dueDay, isInvoice } from './document.js';
import { cutDay } from './policy.js';
import { isAhead, livePromise, windowEnd } from './promise.js';
/** In order of precedence. */
export const REASONS = [
    'no-service',
    'deleted',
    'manual-cut',
    'free',
    'not-blockable',
    'promise-pending',
    'manual-enable',
    'promise-broken',
    'overdue',
    'in-good-standing',
];
/** Debt decides these: they are ordered by runs alone, within the hours, and counted by the blast guard. */
export const isDebtCut = (reason) => reason === 'promise-broken' || reason === 'overdue';
export const isDeleted = (code) => code.startsWith('ZZ');
/** Rules 2–10 for a customer at an instant. Throws where the documents do not add up (`settle`). */
export function decide(facts, at, terms) {
    const today = terms.zone.dayOf(at);
    const settlement = settle(facts.documents, today);
    const overdue = overdueOn(settlement, today, terms.thresholdCents);
    const onDay = overdue.delinquentSince === null ? null : cutDay(terms.policy, overdue.delinquentSince, terms.noCut);
    const promise = livePromise(facts.promises, at, terms.zone);
    const decision = {
        state: 'active',
        reason: 'in-good-standing',
        balanceCents: settlement.balanceCents,
        overdueCents: overdue.overdueCents,
        thresholdCents: terms.thresholdCents,
        delinquentSince: overdue.delinquentSince,
        cutDay: onDay,
        oldest: settlement.open[0] ?? null,
        promise,
        enableEndsOn: null,
    };
    decision.reason = firstMatch(facts, at, terms, decision);
    decision.state = cuts(decision.reason) ? 'cut' : 'active';
    return decision;
}
const cuts = (reason) => reason === 'deleted' || reason === 'manual-cut' || isDebtCut(reason);
function firstMatch(facts, at, terms, decision) {
    if (isDeleted(facts.code))
        return 'deleted';
    const hand = lastDeed(facts.deeds, at);
    if (hand?.kind === 'cut')
        return 'manual-cut';
    if (facts.free)
        return 'free';
    if (!facts.blockable)
        return 'not-blockable';
    const { promise } = decision;
    if (promise && isAhead(promise, at, terms.zone))
        return 'promise-pending';
    if (hand?.kind === 'enable' && !promisedSince(facts.promises, hand.at, at)) {
        const endsOn = enableEnd(hand, facts.documents, at, terms);
        if (endsOn === null || at < terms.zone.controlOf(endsOn)) {
            decision.enableEndsOn = endsOn;
            return 'manual-enable';
        }
    }
    if (!debtCuts(decision, at, terms))
        return 'in-good-standing';
    return promise ? 'promise-broken' : 'overdue';
}
/** Rule 9 taken alone: does the debt cut at this instant, whatever stands above it? */
export const debtCuts = (decision, at, terms) => decision.cutDay !== null && at >= terms.zone.controlOf(decision.cutDay);
function lastDeed(deeds, at) {
    let last = null;
    for (const deed of deeds) {
        if (deed.at <= at && (last === null || deed.at >= last.at))
            last = deed;
    }
    return last;
}
const promisedSince = (promises, since, at) => promises.some((promise) => promise.savedAt > since && promise.savedAt <= at);
function enableEnd(enable, documents, at, terms) {
    if (enable.endsOn !== null)
        return enable.endsOn;
    const enabledOn = terms.zone.dayOf(enable.at);
    let firstDue = null;
    for (const document of countingOn(documents, terms.zone.dayOf(at))) {
        if (!isInvoice(document.kind))
            continue;
        const due = dueDay(document);
        if (due > enabledOn)
            firstDue = firstDue === null ? due : earlier(firstDue, due);
    }
    return firstDue === null ? null : cutDay(terms.policy, firstDue, terms.noCut);
}
/** The first instant after `at` at which the decision becomes another one if nothing is paid, entered or done; null = never. */
export function nextChange(facts, at, terms) {
    const now = decide(facts, at, terms);
    for (const instant of turningPoints(facts, at, terms)) {
        const then = decide(facts, instant, terms);
        if (then.reason !== now.reason)
            return { at: instant, on: terms.zone.dayOf(instant), state: then.state, reason: then.reason };
    }
    return null;
}
/** Every instant ahead at which some rule may turn: issue and due days, cut days, ends of enables and promises. */
export function turningPoints(facts, at, terms) {
    const { zone } = terms;
    const points = new Set();
    for (const document of facts.documents) {
        points.add(zone.startOf(document.issuedOn));
        const due = dueDay(document);
        points.add(zone.startOf(addDays(due, 1)));
        points.add(zone.controlOf(cutDay(terms.policy, due, terms.noCut)));
    }
    for (const deed of facts.deeds) {
        if (deed.endsOn !== null)
            points.add(zone.controlOf(deed.endsOn));
    }
    const promise = livePromise(facts.promises, at, zone);
    if (promise)
        points.add(zone.controlOf(promise.promisedOn)).add(windowEnd(promise.promisedOn, zone));
    return [...points].filter((instant) => instant > at).sort((a, b) => a - b);
}
