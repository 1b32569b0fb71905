// Money, numbers and days as the reader writes them: `$ 12.345,67`, `vie 21 nov`. Amounts go to `Intl` as decimal text, so no cent is
// lost on the way.
import { dayOfMonth, weekdayOf } from '../../core/rules/day.js';
import { formatAmount } from '../../core/rules/money.js';
/** Making a formatter costs more than using it a thousand times, and using it more than remembering: most balances are nought. */
const formatters = new Map();
const AMOUNTS_MAX = 5_000;
export function formatMoney(text, amountCents, currency) {
    const key = `${text.lang} ${currency}`;
    const known = formatters.get(key);
    if (known !== undefined)
        return known(amountCents);
    const formatter = remembering(moneyFormatter(text.lang, currency));
    formatters.set(key, formatter);
    return formatter(amountCents);
}
function moneyFormatter(lang, currency) {
    // The short sign in every language: whoever reads this lives where it is the money.
    const wish = { style: 'currency', currency, currencyDisplay: 'narrowSymbol', minimumFractionDigits: 2 };
    const formatter = new Intl.NumberFormat(lang, wish);
    return (amountCents) => formatter.format(formatAmount(amountCents));
}
function remembering(format) {
    const texts = new Map();
    return (amountCents) => {
        const known = texts.get(amountCents);
        if (known !== undefined)
            return known;
        if (texts.size >= AMOUNTS_MAX)
            texts.clear();
        const text = format(amountCents);
        texts.set(amountCents, text);
        return text;
    };
}
const counters = new Map();
/** How many: `12.345`. */
export function formatCount({ lang }, count) {
    let counter = counters.get(lang);
    if (counter === undefined)
        counters.set(lang, (counter = new Intl.NumberFormat(lang)));
    return counter.format(count);
}
export function formatDay(text, on) {
    const month = text.months[Number(on.slice(5, 7)) - 1] ?? '';
    return text.day(text.weekdays[weekdayOf(on) - 1] ?? '', dayOfMonth(on), month);
}
/** A day and the hour in the ISP's zone. */
export function formatInstant(text, zone, at) {
    return `${formatDay(text, zone.dayOf(at))} ${zone.format(at).slice(11, 16)}`;
}
/** A day that may be of another year. */
export const formatDate = (text, on) => `${formatDay(text, on)} ${on.slice(0, 4)}`;
//# sourceMappingURL=format.js.map