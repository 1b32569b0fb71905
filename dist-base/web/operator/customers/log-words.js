// What the log says of a customer, in words: what happened, to what, why, and what changed from what to what. Facts that are codes
// get the words of their codes, ids the names of what they stand for; what is empty is left out. A kind of line that this
// file does not know shows its facts one by one, so that nothing is ever hidden.
import { cents } from '../../../core/rules/money.js';
import { formatDate, formatDay, formatInstant, formatMoney } from '../../text/format.js';
export function logWords(line, reader) {
    const words = reader.t.customerLog;
    const { facts } = withConnection(line, reader);
    const whats = reader.t.customer.log.whats;
    const changes = isRecord(facts.changes) ? changesOf(facts.changes, reader) : [];
    const isConnection = line.aboutKind === 'connection' && (line.what === 'added' || line.what === 'edited');
    return {
        what: isConnection ? words.connectionWhats[line.what] : (whats[line.what] ?? line.what),
        who: whoOf(line.by, reader),
        said: sentences(line.what, facts, reader).filter((sentence) => sentence !== ''),
        changes,
        quoted: quotedOf(facts),
    };
}
/** A line about a connection names it, where its facts leave that to what it is about. */
function withConnection(line, { connections }) {
    const name = line.aboutKind === 'connection' ? connections.get(line.aboutId ?? 0) : undefined;
    return { facts: name === undefined || 'connection' in line.facts ? line.facts : { connection: name, ...line.facts } };
}
const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
/** Who did it: a person by his name, the program by what it was doing. */
export function whoOf(by, { t, people }) {
    const known = people.get(by);
    if (known !== undefined)
        return known;
    const [kind = '', rest = ''] = by.split(/:(.*)/s);
    const { jobs, sorts } = t.customerLog;
    if (kind === 'job')
        return jobs[rest] ?? jobs.other;
    const sort = sorts[kind];
    return sort === undefined ? by : sort(rest);
}
/** What a fault or a router said: it stays in the language in which it was said. */
const quotedOf = (facts) => [facts.message, facts.proof, facts.acknowledged, facts.alert].map(textOf).find((one) => one !== '') ?? null;
/** Facts that have a place of their own, or say nothing to a reader. */
const ELSEWHERE = new Set(['changes', 'message', 'proof', 'acknowledged', 'alert', 'code', 'attempts', 'cutDay', 'sha256']);
function sentences(what, facts, reader) {
    const { t } = reader;
    const words = t.customerLog;
    const money = (value) => (typeof value === 'number' ? formatMoney(reader.text, cents(value), reader.currency) : '');
    const day = (value) => (typeof value === 'string' && value !== '' ? formatDay(reader.text, value) : '');
    const comment = textOf(facts.comment) === '' ? '' : words.comment(textOf(facts.comment));
    const cause = causeText(textOf(facts.cause), t);
    const reason = t.today.reasons[textOf(facts.reason)] ?? '';
    switch (what) {
        case 'added':
        case 'edited':
            return editSentences(facts, reader);
        case 'deleted':
        case 'recoded':
        case 'brought-back':
            return [words.recoded(textOf(facts.from), textOf(facts.to)), comment];
        case 'payment':
            return [words.payment(textOf(facts.number), money(facts.amountCents), day(facts.on)), textOf(facts.reference), comment];
        case 'adjustment':
            return [words.document(`${textOf(facts.kind)} ${textOf(facts.number)}`, money(facts.amountCents)), comment];
        case 'voided':
            return [
                words.voided(textOf(facts.voids), `${textOf(facts.kind)} ${textOf(facts.number)}`, money(facts.amountCents)),
                comment,
            ];
        case 'promise-replaced':
            return [words.replaced(day(facts.promisedOn), day(facts.by))];
        case 'enabled-by-hand':
            return [day(facts.endsOn) === '' ? '' : words.until(day(facts.endsOn)), promiseChoice(facts, t), comment];
        case 'note-added':
            return [];
        case 'file-added':
        case 'file-removed':
            return [textOf(facts.name)];
        case 'secret-seen':
            return [words.secrets[textOf(facts.secret)] ?? '', textOf(facts.connection)];
        case 'notice-begun':
            return [words.notice(money(facts.owedCents), textOf(facts.seconds))];
        default:
            break;
    }
    const place = [textOf(facts.connection), textOf(facts.router)].filter((one) => one !== '');
    const known = [
        place.length > 0 ? words.place(place[0] ?? '', place[1] ?? '') : '',
        reason === '' ? '' : words.reason(reason),
        cause === '' ? '' : words.cause(cause),
        'promisedOn' in facts ? words.promise(day(facts.promisedOn)) : '',
        typeof facts.overdueCents === 'number' ? words.debt(money(facts.overdueCents), money(facts.thresholdCents)) : '',
        typeof facts.attempts === 'number' && facts.attempts > 1 ? words.attempts(facts.attempts) : '',
        typeof facts.tookMs === 'number' ? words.took(tookText(facts.tookMs, t)) : '',
        typeof facts.nextAt === 'number' ? words.next(formatInstant(reader.text, reader.zone, facts.nextAt)) : '',
        comment,
    ];
    return [...known, ...rest(facts)];
}
const TOLD = new Set([
    ...['connection', 'router', 'reason', 'cause', 'promisedOn', 'overdueCents', 'thresholdCents', 'tookMs', 'nextAt', 'comment'],
]);
/** Facts that no sentence above tells. */
const rest = (facts) => Object.entries(facts).flatMap(([name, value]) => TOLD.has(name) || ELSEWHERE.has(name) || textOf(value) === '' ? [] : [`${name}: ${textOf(value)}`]);
function editSentences(facts, { t }) {
    const words = t.customerLog;
    const file = textOf(facts.import);
    const alike = Array.isArray(facts.resembles) ? facts.resembles : [];
    const name = [textOf(facts.code), textOf(facts.name)].filter((one) => one !== '').join(' ');
    return [
        textOf(facts.connection) === '' ? (name === '' ? '' : `${name}.`) : `${textOf(facts.connection)}.`,
        file === '' ? '' : words.imported(file),
        alike.length === 0 ? '' : words.resembles([...new Set(alike.map((one) => `${one.code} ${one.name}`))].join(', ')),
        textOf(facts.cpe),
    ];
}
function promiseChoice(facts, t) {
    return t.customerLog.promiseChoices[textOf(facts.promise)] ?? '';
}
function tookText(ms, t) {
    const words = t.customerLog;
    if (ms < 1_000)
        return words.moment;
    const seconds = Math.round(ms / 1_000);
    return seconds < 120 ? words.seconds(seconds) : words.minutes(Math.round(seconds / 60));
}
/** `payment:RC 0001-00000012` as one says it. */
export function causeText(cause, t) {
    if (cause === '')
        return '';
    const { causes } = t.customerLog;
    const [kind = '', what = ''] = cause.split(/:(.*)/s);
    const words = causes[kind];
    return words === undefined ? cause : words(what);
}
/** `Teléfono: 351 1 → 351 2`, one a field. */
function changesOf(changes, reader) {
    const words = reader.t.customerLog;
    const fields = words.fields;
    return Object.entries(changes).flatMap(([name, change]) => {
        if (!isRecord(change))
            return [];
        const field = fields[name] ?? name;
        const [from, to] = [valueText(name, change.from, reader), valueText(name, change.to, reader)];
        return [from === '…' || to === '…' ? words.secretChanged(field) : words.changed(field, from, to)];
    });
}
const FLAGS = new Set(['free', 'blockable', 'prenotice', 'contractSigned', 'inService', 'wasInService']);
function valueText(name, value, reader) {
    const words = reader.t.customerLog;
    if (value === null || value === undefined || value === '')
        return words.blank;
    if (FLAGS.has(name))
        return value === 1 ? words.yes : words.no;
    if (name === 'planId')
        return reader.plans.get(Number(value)) ?? words.gone;
    if (name === 'routerId' || name === 'panelRouterId')
        return reader.routers.get(Number(value)) ?? words.gone;
    if (name === 'kind')
        return reader.t.customer.connection.kinds[textOf(value)] ?? textOf(value);
    if (name === 'idNumber' && value === '9999999')
        return words.blank;
    if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value))
        return formatDate(reader.text, value);
    return textOf(value);
}
