// A line of the log as one says it: who, and a sentence. A kind that has no sentence yet shows its facts as they are, so that
// nothing is hidden.
import { parseDay } from '../../../core/rules/day.js';
import { cents } from '../../../core/rules/money.js';
import { formatDate, formatMoney } from '../../text/format.js';
/** How one speaks of `operator:7`, `cli:root`, `job:control`. */
export function handOf(by, names, t) {
    const name = names.get(by);
    if (name !== undefined)
        return name;
    const words = t.audit.hands;
    const [kind = '', ...more] = by.split(':');
    const rest = more.join(':');
    if (kind === 'cli')
        return words.cli(rest);
    if (kind === 'job')
        return words.job(rest);
    if (kind === 'operator')
        return words.gone(rest);
    if (kind === 'gateway')
        return words.gateway(rest);
    return kind === 'customer' || by === 'portal' ? words.customer : by;
}
export function whatOf(what, t) {
    const known = { ...t.customer.log.whats, ...t.audit.whats };
    return Object.hasOwn(known, what) ? (known[what] ?? what) : what;
}
export function sentenceOf({ what, facts }, look) {
    const { t } = look;
    const sentences = t.audit.sentences;
    const sentence = Object.hasOwn(sentences, what) ? sentences[what] : undefined;
    if (sentence !== undefined)
        return sentence(written(facts, look));
    const rest = Object.entries(facts)
        .filter(([, value]) => value !== null && value !== '')
        .map(([key, value]) => `${key}: ${plain(value)}`);
    return [`${whatOf(what, t)}.`, ...rest].join(' ');
}
/** Each fact as text; money as the reader writes it, a list of changes by the names of what changed. */
function written(facts, { t, text, currency }) {
    const out = {};
    for (const [key, value] of Object.entries(facts))
        if (value !== null && value !== undefined)
            out[key] = plain(value);
    if (typeof facts.amountCents === 'number')
        out.amount = formatMoney(text, cents(facts.amountCents), currency);
    const { fields } = t.customer;
    if (typeof facts.changes === 'object' && facts.changes !== null)
        out.changed = Object.keys(facts.changes)
            .map((name) => fields[name] ?? name)
            .join(',');
    for (const name of ['promisedOn', 'endsOn', 'from', 'to']) {
        const on = parseDay(out[name] ?? '');
        if (on !== null)
            out[name] = formatDate(text, on);
    }
    if (typeof facts.priceCents === 'number')
        out.price = formatMoney(text, cents(facts.priceCents), currency);
    const reasons = t.today.reasons;
    if (out.reason !== undefined)
        out.reasonWord = reasons[out.reason] ?? out.reason;
    if (Array.isArray(facts.permissions)) {
        const words = t.people.permissions;
        out.permissions = facts.permissions.map((one) => words[String(one)]?.label ?? String(one)).join(',');
    }
    return out;
}
function plain(value) {
    if (Array.isArray(value))
        return value.map(plain).join(',');
    return typeof value === 'string' ? value : JSON.stringify(value);
}
