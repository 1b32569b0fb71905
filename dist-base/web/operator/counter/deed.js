// What the forms of a customer have in common: how he stands now, the page with the form, and the page that shows what came of it.
import { explainCustomer } from '../../../core/acts/explain.js';
import { isDeleted } from '../../../core/rules/decision.js';
import { customerUrl } from '../customers/filter.js';
import { customerFor } from '../customers/own.js';
import { COMMENT_MOST, newAsk } from '../form.js';
export async function standingOf(request, { deps }) {
    const customer = await customerFor(request, deps.db);
    return { customer, story: await explainCustomer(deps.db, customer.code, deps.now()) };
}
/** The form; with mistakes, what was typed is kept and nothing was saved. */
export function sendForm(send, request, reply, of) {
    const mistakes = of.mistakes ?? {};
    if (Object.keys(mistakes).length > 0)
        void reply.code(422);
    const ask = of.typed?.ask === undefined || of.typed.ask === '' ? newAsk() : of.typed.ask;
    const labels = Object.fromEntries((of.form.fields ?? []).map(({ name, label }) => [name, label]));
    return send(request, reply, 'counter/form.eta', { ...of, typed: of.typed ?? {}, mistakes, labels, ask });
}
/** Where orders that were opened since an instant are seen through. */
export const doneUrl = (code, since, notice) => `${customerUrl(code)}/hecho?desde=${since}${notice ? `&aviso=${notice}` : ''}`;
/** A comment that is missing where one is needed, or too long; null when it is well. */
export function commentMistake(comment, isNeeded, t) {
    if (comment === '')
        return isNeeded ? t.counter.mistakes.comment : null;
    return comment.length > COMMENT_MOST ? t.counter.mistakes.long : null;
}
export const mistakesOf = (found) => Object.fromEntries(Object.entries(found).filter((one) => one[1] !== null));
/** The buttons of a customer's head: what this reader may do with him now. */
export function deedsOf({ code }, { decision }, permissions, t) {
    const words = t.counter;
    const byHand = decision?.reason === 'manual-cut';
    const all = [
        { path: 'pago', word: words.pay.word, may: 'payments.enter', shown: true },
        { path: 'compromiso', word: words.promise.word, may: 'promises.set', shown: !isDeleted(code) },
        { path: 'habilitar', word: words.restore.word, may: 'service.change', shown: !isDeleted(code) },
        { path: 'corte', word: words.cut.word, may: 'service.change', shown: !byHand && !isDeleted(code) },
        { path: 'ajuste', word: words.adjust.word, may: 'documents.adjust', shown: true },
    ];
    return all
        .filter(({ may, shown }) => shown && permissions.includes(may))
        .map(({ path, word }) => ({ word, href: `${customerUrl(code)}/${path}` }));
}
