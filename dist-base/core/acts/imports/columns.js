// The sorts of columns that files have: how a text is read, what a blank stands for, and how what was expected is said. A
// column that is not required may be left out of a file; then nothing is known of it, and nothing that is stored changes.
import { parseDay } from '../../rules/day.js';
import { parseAmount } from '../../rules/money.js';
const NAME_MAX = 100;
const TEXT_MAX = 500;
/** A column that every file has, and every row of it. */
export const required = (column) => ({
    ...needed(column),
    isRequired: true,
});
/** One that may be left out, but not blank. */
export const needed = (column) => ({ ...column, blank: undefined });
/** One line that people read and programs compare. */
const isName = (text) => text.length <= NAME_MAX && !/\p{Cc}/u.test(text);
/** The name of something else, or of nothing. */
export const name = {
    parse: (text) => (isName(text) ? text : null),
    blank: null,
    expects: `at most ${NAME_MAX} characters on one line`,
};
export const text = {
    // Addresses have lines; other control characters would reach terminals and routers.
    parse: (given) => (given.length <= TEXT_MAX && !/[^\P{Cc}\r\n\t]/u.test(given) ? given : null),
    blank: null,
    expects: `at most ${TEXT_MAX} characters of text`,
};
export const secret = {
    parse: (given) => (given.length <= NAME_MAX && !/\p{Cc}/u.test(given) ? given : null),
    blank: null,
    expects: `at most ${NAME_MAX} characters on one line`,
    isSecret: true,
};
const FLAGS = { yes: 1, si: 1, sí: 1, true: 1, 1: 1, no: 0, false: 0, 0: 0 };
export const flag = (blank) => ({
    parse: (given) => FLAGS[given.toLowerCase()] ?? null,
    blank,
    expects: 'yes or no',
});
export const whole = (min, max, blank) => ({
    parse: (given) => (/^\d{1,9}$/.test(given) && Number(given) >= min && Number(given) <= max ? Number(given) : null),
    blank,
    expects: `a whole number from ${min} to ${max}`,
});
export const decimal = (min, max, expects) => ({
    parse: (given) => /^[+-]?\d{1,6}(\.\d{1,15})?$/.test(given) && Number(given) >= min && Number(given) <= max ? Number(given) : null,
    blank: null,
    expects,
});
export const latitude = decimal(-90, 90, 'degrees from -90 to 90, such as -34.6037');
export const longitude = decimal(-180, 180, 'degrees from -180 to 180, such as -58.3816');
/** Days of a century that nobody alive wrote are slips of the pen. */
const isLikely = (on) => on >= '1900-01-01' && on < '2200-01-01';
/** Millions of documents share a few thousand days. */
const knownDays = new Map();
export const day = {
    parse(given) {
        const before = knownDays.get(given);
        if (before !== undefined)
            return before;
        const on = parseDay(given);
        if (on === null || !isLikely(on))
            return null;
        if (knownDays.size > 10_000)
            knownDays.clear();
        knownDays.set(given, on);
        return on;
    },
    blank: null,
    expects: 'a day such as 2026-11-30',
};
export const amount = (min, expects) => ({
    parse(given) {
        const cents = parseAmount(given);
        return cents === null || cents < min ? null : cents;
    },
    blank: undefined,
    expects: `${expects}, such as 1234.50 (at most two decimals, a point before them)`,
});
export const oneOf = (words) => ({
    parse: (given) => words.find((word) => word === given) ?? null,
    blank: undefined,
    expects: words.join(', ').replace(/, ([^,]*)$/, ' or $1'),
});
/** Any number of values in one cell, with `;` between them. */
export const list = (accepts, expects) => ({
    parse(given) {
        const values = [
            ...new Set(given
                .split(';')
                .map((one) => one.trim())
                .filter((one) => one !== '')),
        ];
        return values.every(accepts) ? values : null;
    },
    blank: [],
    expects: `${expects}; several with ; between them`,
});
