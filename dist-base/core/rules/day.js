// Calendar days, and the instants at which they are controlled. A day is text `YYYY-MM-DD` and compares as text; an instant
// is milliseconds UTC. Only a `Zone` turns one into the other, so the machine's own zone never decides anything.
// Days are counted by plain arithmetic here; Temporal is asked only where a zone's history matters.
import { Temporal } from 'temporal-polyfill';
const DAY_MS = 86_400_000;
/** Reads `YYYY-MM-DD`; null when that is no day of the calendar. */
export function parseDay(text) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text))
        return null;
    const at = Date.parse(`${text}T00:00:00Z`);
    return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : text;
}
/** For days that a program or a test writes itself; one that is no day is a bug. */
export function day(text) {
    const parsed = parseDay(text);
    if (parsed === null)
        throw new RangeError(`${text} is not a day`);
    return parsed;
}
function numberOf(on) {
    return Date.parse(`${on}T00:00:00Z`) / DAY_MS;
}
function fromNumber(days) {
    return new Date(days * DAY_MS).toISOString().slice(0, 10);
}
export function addDays(on, days) {
    return fromNumber(numberOf(on) + days);
}
/** How many days later `to` is; negative when it is earlier. */
export function daysBetween(from, to) {
    return numberOf(to) - numberOf(from);
}
export function weekdayOf(on) {
    // 1970-01-01 was a Thursday, number 4.
    return (((((numberOf(on) + 3) % 7) + 7) % 7) + 1);
}
export function dayOfMonth(on) {
    return Number(on.slice(8));
}
/** The given day of the month that `on` lies in, or the month's last where it has no such day; `months` later. */
export function inMonth(on, dayNumber, months = 0) {
    const first = Date.UTC(Number(on.slice(0, 4)), Number(on.slice(5, 7)) - 1 + months, 1) / DAY_MS;
    const next = Date.UTC(Number(on.slice(0, 4)), Number(on.slice(5, 7)) + months, 1) / DAY_MS;
    return fromNumber(Math.min(first + dayNumber - 1, next - 1));
}
export const earlier = (a, b) => (a < b ? a : b);
export const later = (a, b) => (a > b ? a : b);
export const isTimeZone = (text) => {
    try {
        Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text);
        return true;
    }
    catch {
        return false; // Temporal says no by throwing; the answer is all that is asked
    }
};
export const isHour = (text) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
/** A zone that remembers the few days it is asked about over and over: a plan asks for the same day a hundred thousand times. */
export function makeZone(timeZone, controlHour) {
    const wall = (on, hour) => wallInstant(timeZone, on, hour);
    const startOf = remember((on) => wall(on, '00:00'));
    const controlOf = remember((on) => wall(on, controlHour));
    let last = { on: '', from: 0, to: 0 };
    return {
        timeZone,
        controlHour,
        startOf,
        controlOf,
        dayOf(at) {
            if (at >= last.from && at < last.to)
                return last.on;
            const on = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate().toString();
            last = { on, from: startOf(on), to: startOf(addDays(on, 1)) };
            return on;
        },
        format: (at) => {
            const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
            return zoned.toString({ timeZoneName: 'never', fractionalSecondDigits: at % 1000 === 0 ? 0 : 3 });
        },
        parse(text) {
            const on = parseDay(text);
            return on ? controlOf(on) : parseInstant(text, timeZone);
        },
    };
}
function remember(compute) {
    const known = new Map();
    return (on) => {
        const before = known.get(on);
        if (before !== undefined)
            return before;
        if (known.size > 1000)
            known.clear(); // a simulation of years must not keep every day of them
        const at = compute(on);
        known.set(on, at);
        return at;
    };
}
function wallInstant(timeZone, on, hour) {
    const wall = Temporal.PlainDateTime.from(`${on}T${hour}`);
    const first = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
    if (first.toPlainDateTime().equals(wall))
        return first.epochMilliseconds;
    // The clock jumped over it: the instant of the jump is the end of the gap.
    const jump = first.getTimeZoneTransition('next');
    return (jump ?? wall.toZonedDateTime(timeZone, { disambiguation: 'later' })).epochMilliseconds;
}
function parseInstant(text, timeZone) {
    if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text))
        return null;
    try {
        if (/(Z|[+-]\d{2}:?\d{2})$/i.test(text))
            return Temporal.Instant.from(text.replace(' ', 'T')).epochMilliseconds;
        return Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(timeZone).epochMilliseconds;
    }
    catch {
        return null; // not an instant: the caller says which value was wrong
    }
}
