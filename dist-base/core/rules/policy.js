// The cut policy: on which day somebody who is delinquent is cut, and on which days nobody is.
import { addDays, inMonth, weekdayOf } from './day.js';
export const NO_NO_CUT_DAYS = { weekdays: new Set(), holidays: new Set() };
export const isNoCutDay = (on, noCut) => noCut.weekdays.has(weekdayOf(on)) || noCut.holidays.has(on);
/** The day at whose control somebody is cut who became delinquent on `since`. */
export function cutDay(policy, since, noCut) {
    return nextCutDay(plainCutDay(policy, since), noCut);
}
/** The day itself, or the first after it that is not a no-cut day. */
export function nextCutDay(from, noCut) {
    let on = from;
    while (isNoCutDay(on, noCut))
        on = addDays(on, 1);
    return on;
}
function plainCutDay(policy, since) {
    if (policy.kind === 'days-after-due')
        return addDays(since, Math.max(1, policy.days));
    // A day that a month lacks means its last day, so the next of them lies in this month or in the one after.
    const candidates = [0, 1].flatMap((months) => policy.days.map((number) => inMonth(since, number, months)));
    const after = candidates.filter((on) => on > since).sort();
    return after[0] ?? addDays(since, 1);
}
/** `days-after-due:1`, `monthly:11,25`; null when it is neither. */
export function parsePolicy(text) {
    const [kind, rest, ...more] = text.trim().split(':');
    if (rest === undefined || more.length > 0)
        return null;
    const numbers = rest.split(',').map((each) => (/^\s*\d{1,3}\s*$/.test(each) ? Number(each) : Number.NaN));
    if (numbers.some(Number.isNaN))
        return null;
    if (kind === 'days-after-due')
        return numbers.length === 1 ? { kind, days: numbers[0] ?? 1 } : null;
    if (kind !== 'monthly' || numbers.some((each) => each < 1 || each > 31))
        return null;
    return { kind, days: [...new Set(numbers)].sort((a, b) => a - b) };
}
export const formatPolicy = (policy) => policy.kind === 'monthly' ? `monthly:${policy.days.join(',')}` : `days-after-due:${policy.days}`;
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** `fri,sat,sun` or nothing; null when a word is no weekday, or all seven are named: then nobody would ever be cut. */
export function parseWeekdays(text) {
    const words = text
        .split(',')
        .map((word) => word.trim().toLowerCase())
        .filter(Boolean);
    const numbers = words.map((word) => WEEKDAYS.indexOf(word) + 1);
    const days = new Set(numbers);
    return numbers.includes(0) || days.size === 7 ? null : days;
}
export const formatWeekdays = (days) => [...days]
    .sort((a, b) => a - b)
    .map((each) => WEEKDAYS[each - 1])
    .join(',');
