// Pago (C7): cash with a comment. Once it is saved the page asks whether to print the receipt and, only where the customer is cut
// and his debt no longer exceeds the threshold, whether to restore. Cheques and tills come later.
import { answerRestore, restoreQuestion } from '../../../core/acts/counter.js';
import { pay } from '../../../core/acts/payments.js';
import { Fault } from '../../../core/fault.js';
import { cents } from '../../../core/rules/money.js';
import { documentsNumbered } from '../../../core/store/documents.js';
import { peopleNames } from '../../../core/store/people.js';
import { loadIspWords } from '../../../core/store/settings.js';
import { readAmount } from '../../text/amount.js';
import { formatDate, formatMoney } from '../../text/format.js';
import { told } from '../access.js';
import { customerUrl } from '../customers/filter.js';
import { customerFor } from '../customers/own.js';
import { askIdOf, typedIn } from '../form.js';
import { readerOf } from '../frame.js';
import { AMOUNT_LENGTH } from './adjust.js';
import { commentMistake, doneUrl, mistakesOf, sendForm, standingOf } from './deed.js';
import { boardFor } from './receipt.js';
const may = { config: { may: 'payments.enter' } };
export function paying(app, room, send) {
    const { deps } = room;
    app.get('/clientes/:code/pago', may, async (request, reply) => {
        const { t, text } = readerOf(request);
        const standing = await standingOf(request, room);
        return sendForm(send, request, reply, { ...standing, form: formFor(standing, text, t) });
    });
    app.post('/clientes/:code/pago', may, async (request, reply) => {
        const { t, text } = readerOf(request);
        const standing = await standingOf(request, room);
        const typed = typedIn(request.body, 'amount', 'comment', 'ask');
        const amountCents = readAmount(text.lang, typed.amount);
        const mistakes = mistakesOf({
            amount: amountMistake(typed.amount, amountCents, t),
            comment: commentMistake(typed.comment, false, t),
        });
        if (amountCents === null || Object.keys(mistakes).length > 0)
            return sendForm(send, request, reply, { ...standing, form: formFor(standing, text, t), typed, mistakes });
        const { code } = standing.customer;
        const comment = typed.comment === '' ? undefined : typed.comment;
        const booked = await pay(deps.db, { code, amountCents, comment, asks: true, askId: askIdOf(typed.ask) }, told(request, deps));
        deps.nudge();
        const words = t.counter.pay;
        const amount = formatMoney(text, booked.amountCents, standing.story.terms.currency);
        request.session.said = booked.isNew ? words.done(booked.number, amount) : words.again(booked.number);
        return reply.redirect(paidUrl(code, booked.number), 303);
    });
    afterwards(app, room, send);
}
const paidUrl = (code, number) => `${customerUrl(code)}/pago/${encodeURIComponent(number)}`;
function amountMistake(typed, amountCents, t) {
    const words = t.counter.mistakes;
    if (typed === '')
        return words.amountMissing;
    if (amountCents === null)
        return words.amount;
    return amountCents <= 0 ? words.positive : null;
}
function formFor({ customer, story }, text, t) {
    const words = t.counter.pay;
    const money = (amount) => formatMoney(text, cents(amount), story.terms.currency);
    const { decision } = story;
    const attrs = { inputmode: 'decimal', autocomplete: 'off', maxlength: AMOUNT_LENGTH, required: '', 'data-says': words.submitOf };
    return {
        title: words.title,
        lead: [words.stands(money(decision?.balanceCents ?? customer.balanceCents), money(decision?.overdueCents ?? 0))],
        fields: [
            { name: 'amount', label: words.amount, hint: words.amountHint, attrs },
            { name: 'comment', label: words.comment, hint: words.commentHint, attrs: { maxlength: '500', autocomplete: 'off' } },
        ],
        submit: words.submit,
    };
}
function afterwards(app, room, send) {
    const { deps } = room;
    app.get('/clientes/:code/pago/:number', may, async (request, reply) => {
        const { text } = readerOf(request);
        const standing = await standingOf(request, room);
        const { customer, story } = standing;
        const receipt = await receiptFor(request, room, customer);
        const money = (amount) => formatMoney(text, cents(amount), story.terms.currency);
        return send(request, reply, 'counter/paid.eta', {
            ...standing,
            ...(await boardFor(request, room, customer, receipt.enteredAt)),
            receipt,
            balanceText: money(story.decision?.balanceCents ?? customer.balanceCents),
            question: await restoreQuestion(deps.db, customer.id, deps.now()),
            overdue: money(story.decision?.overdueCents ?? 0),
            threshold: money(story.terms.thresholdCents),
        });
    });
    app.post('/clientes/:code/pago/:number', may, async (request, reply) => {
        const words = readerOf(request).t.counter.pay;
        const customer = await customerFor(request, deps.db);
        const receipt = await receiptFor(request, room, customer);
        const { answer } = typedIn(request.body, 'answer');
        const url = paidUrl(customer.code, receipt.number);
        if (answer !== 'si' && answer !== 'no')
            return reply.redirect(url, 303);
        const by = told(request, deps);
        const cause = `payment:RC ${receipt.number}`;
        const { wasOpen } = await answerRestore(deps.db, { code: customer.code, restore: answer === 'si', cause }, by);
        deps.nudge();
        request.session.said = !wasOpen ? words.answeredLate : answer === 'si' ? words.answeredYes : words.answeredNo;
        return reply.redirect(wasOpen ? doneUrl(customer.code, by.now) : url, 303);
    });
    app.get('/clientes/:code/pago/:number/comprobante', may, async (request, reply) => {
        const { text, t } = readerOf(request);
        const { customer, story } = await standingOf(request, room);
        const receipt = await receiptFor(request, room, customer);
        const { currency } = story.terms;
        const names = await peopleNames(deps.db);
        return room.show(request, reply, 'counter/printed.eta', {
            title: `${t.counter.pay.printTitle} ${receipt.number}`,
            customer,
            receipt,
            isp: await loadIspWords(deps.db),
            amount: formatMoney(text, cents(receipt.amountCents), currency),
            on: formatDate(text, receipt.issuedOn),
            by: names.get(receipt.enteredBy) ?? receipt.enteredBy,
            balance: formatMoney(text, cents(story.decision?.balanceCents ?? customer.balanceCents), currency),
            back: paidUrl(customer.code, receipt.number),
        });
    });
}
async function receiptFor(request, { deps }, customer) {
    const { number } = request.params;
    const found = await documentsNumbered(deps.db, customer.id, `RC ${number}`);
    const receipt = found.find(({ kind }) => kind === 'RC');
    if (!receipt)
        throw new Fault('record-missing', `${customer.code} has no receipt ${number}`, { customer: customer.code, number });
    return receipt;
}
