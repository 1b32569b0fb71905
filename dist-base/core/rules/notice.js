// Who is due a pre-notice (*preaviso*): inside his window, served, not free, without a live promise, owing more than the
// threshold (due or not), and not noticed within the last hours. First match keeps a customer off; its name is the reason
// code. What needs no documents comes first, so that a walk over everybody settles most of them without reading any.
// Showing the notice is another room's work.
import { dayOfMonth, inMonth } from './day.js';
import { decide } from './decision.js';
import { cents } from './money.js';
/** In order of precedence. */
export const NOTICE_HOLDS = [
    'isp-off',
    'customer-off',
    'outside-window',
    'noticed-lately',
    'not-served',
    'free',
    'promise-live',
    'owes-too-little',
];
const HOUR_MS = 3_600_000;
/**
 * Is the day of the month inside the window, both ends included? One whose end lies before its start runs over the month's
 * end. A start that a month lacks means its last day, as with days of the cut policy.
 */
export function insideWindow(on, from, to) {
    const number = dayOfMonth(on);
    const begins = dayOfMonth(inMonth(on, from));
    return from <= to ? number >= begins && number <= to : number >= begins || number <= to;
}
/** What keeps him off whatever he owes; null = his documents decide. */
export function heldOff(switches, at, terms) {
    const { notice, zone } = terms;
    if (!notice.enabled)
        return 'isp-off';
    if (!switches.prenotice)
        return 'customer-off';
    const from = switches.prenoticeFrom ?? notice.fromDay;
    const to = switches.prenoticeTo ?? notice.toDay;
    if (!insideWindow(zone.dayOf(at), from, to))
        return 'outside-window';
    // One that began further ahead than the pause is long is from a clock that was set back since: it holds nobody off.
    const sinceMs = switches.lastNoticeAt === null ? Number.POSITIVE_INFINITY : Math.abs(at - switches.lastNoticeAt);
    return sinceMs < notice.everyHours * HOUR_MS ? 'noticed-lately' : null;
}
/** Throws where the documents do not add up (`settle`). */
export function noticeDue(facts, at, terms) {
    const held = heldOff(facts, at, terms);
    if (held !== null)
        return { due: false, why: held };
    const decision = decide(facts, at, terms);
    if (decision.state !== 'active')
        return { due: false, why: 'not-served' };
    if (facts.free)
        return { due: false, why: 'free' };
    if (decision.promise)
        return { due: false, why: 'promise-live' };
    const owedCents = cents(Math.max(decision.balanceCents, 0));
    return owedCents > terms.thresholdCents ? { due: true, owedCents } : { due: false, why: 'owes-too-little' };
}
