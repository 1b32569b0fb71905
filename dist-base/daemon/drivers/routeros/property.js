// What single properties of a row mean: the comment that makes a row ours, yes and no, rates, MACs, durations. The router
// answers all of them as text, and not always in the spelling in which it was told.
const PREFIX = 'ispcube:';
/** The comment of a row of ours. ASCII only: other text reads back differently from version to version. */
export function markOf(target) {
    return `${PREFIX}${asciiOf(target.customerCode)}:${target.connection}`;
}
/** The connection id decides, the code before it may be an older one. Null where the row is not ours. */
export function readMark(comment) {
    if (comment === undefined || !comment.startsWith(PREFIX))
        return null;
    const digits = comment.slice(comment.lastIndexOf(':') + 1);
    const connection = Number(digits);
    return { connection: digits !== '' && Number.isSafeInteger(connection) && connection >= 0 ? connection : null };
}
export function asciiOf(text) {
    let out = '';
    for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        if (code > 0x20 && code < 0x7f)
            out += text.charAt(i);
    }
    return out;
}
export function isYes(value) {
    return value === 'true' || value === 'yes';
}
const FACTORS = { k: 1000, M: 1_000_000, G: 1_000_000_000 };
/** `10M/2M`, `10000000/2000000` or `512k` (both ways) in bits per second, as [from, to] the customer; null where it is none. */
export function ratesOf(text) {
    // A rate limit may carry bursts behind a blank: they are the operator's and say nothing of the rate.
    const [pair = ''] = (text ?? '').trim().split(' ');
    const [up = '', down = up] = pair.split('/');
    const rates = [rateOf(up), rateOf(down)];
    return rates[0] === null || rates[1] === null ? null : [rates[0], rates[1]];
}
/** `2M`, `512k` or `2000000` in bits per second; null where it is none. */
export function rateOf(text) {
    if (text === 'unlimited')
        return 0;
    const factor = FACTORS[text.at(-1) ?? ''];
    const digits = factor === undefined ? text : text.slice(0, -1);
    const rate = Number(digits) * (factor ?? 1);
    return digits === '' || !Number.isFinite(rate) ? null : Math.round(rate);
}
export function isSameRate(one, other) {
    const [a, b] = [ratesOf(one), ratesOf(other)];
    return a !== null && b !== null && a[0] === b[0] && a[1] === b[1];
}
/** Twelve hex digits in pairs, upper case, as RouterOS keeps them; null where it is no MAC. */
export function macOf(text) {
    let digits = '';
    for (const char of text.toUpperCase()) {
        if ((char >= '0' && char <= '9') || (char >= 'A' && char <= 'F'))
            digits += char;
        else if (char !== ':' && char !== '-' && char !== '.')
            return null;
    }
    return digits.length === 12 ? (digits.match(/../g) ?? []).join(':') : null;
}
const SECONDS = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1, ms: 0.001 };
/** What a router says of itself or of a refusal is kept with every order that it concerns: some words say enough. */
export const shortened = (text, most = 200) => (text.length <= most ? text : `${text.slice(0, most)}…`);
/** No router writes a longer one; what is longer is not read at all, because reading it could take for ever. */
const DURATION_MAX = 40;
/** `1w2d3h4m5s` or `14:40:26` in seconds; 0 where it is neither. */
export function secondsOf(text) {
    if ((text?.length ?? 0) > DURATION_MAX)
        return 0;
    const clock = /^(?:(\d+)d)?(\d+):(\d\d):(\d\d)$/.exec(text ?? '');
    if (clock)
        return Number(clock[1] ?? 0) * 86_400 + Number(clock[2]) * 3600 + Number(clock[3]) * 60 + Number(clock[4]);
    let seconds = 0;
    for (const [, count, unit] of (text ?? '').matchAll(/(\d+)(ms|[wdhms])/g))
        seconds += Number(count) * (SECONDS[unit ?? ''] ?? 0);
    return Math.floor(seconds);
}
