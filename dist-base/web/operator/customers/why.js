// Why a customer is served or cut, as one would say it over the counter: one sentence for the rule, one for its figures, one for
// what comes next if nothing is paid.
import { cents } from '../../../core/rules/money.js';
import { formatDay, formatInstant, formatMoney } from '../../text/format.js';
export function whyOf({ decision, problem, next, terms, at }, text, t) {
    const words = t.customer.why;
    if (decision === null)
        return { isCut: false, rule: words.unsure(problem ?? ''), figures: [], next: '' };
    const money = (amount) => formatMoney(text, cents(amount), terms.currency);
    const { zone } = terms;
    const figures = [words.debt(money(decision.overdueCents), money(decision.thresholdCents))];
    if (decision.oldest) {
        const { document, dueOn, outstandingCents } = decision.oldest;
        figures.push(words.oldest(`${document.kind} ${document.number}`, formatDay(text, dueOn), money(outstandingCents)));
    }
    if (decision.promise)
        figures.push(words.promise(formatDay(text, decision.promise.promisedOn), words.promiseStates[decision.promise.state]));
    if (decision.enableEndsOn !== null)
        figures.push(words.enabledUntil(formatDay(text, decision.enableEndsOn)));
    if (decision.cutDay !== null && zone.controlOf(decision.cutDay) <= at)
        figures.push(words.cutSince(formatInstant(text, zone, zone.controlOf(decision.cutDay))));
    return {
        isCut: decision.state === 'cut',
        rule: words.rules[decision.reason],
        figures,
        next: next === null ? words.stays : words.next[next.state === 'cut' ? 'cut' : 'served'](formatInstant(text, zone, next.at)),
    };
}
