// Money and corrections: payments, adjustments, voidings. Each is one transaction that ends with the customer decided again,
// so a payment and the order that restores him are written together or not at all.
import { Fault } from '../fault.js';
import { later } from '../rules/day.js';
import { isCharge, voidingKind } from '../rules/document.js';
import { settle } from '../rules/debt.js';
import { cents, formatAmount } from '../rules/money.js';
import { holdCustomer } from '../store/customers.js';
import { within } from '../store/db.js';
import { documentByAsk, documentsNumbered, documentsOf, factsOf, insertDocument, nextNumber, voidingsOf, } from '../store/documents.js';
import { addLog } from '../store/log.js';
import { loadTerms } from '../store/settings.js';
import { reorder } from './reorder.js';
import { restoreQuestion } from './counter.js';
import { cutByHandIn } from './deeds.js';
import { endNotices } from './notice-lists.js';
/** Registers a payment; what the rules allow is restored at once. */
export async function pay(db, ask, told) {
    const byCheque = (ask.cheques ?? []).reduce((sum, cheque) => sum + cheque.amountCents, 0);
    if (ask.amountCents <= 0)
        throw new Fault('input-invalid', `a payment is more than 0.00, not ${formatAmount(ask.amountCents)}`);
    if (byCheque > ask.amountCents) {
        throw new Fault('input-invalid', `the cheques sum to ${formatAmount(byCheque)}, more than the payment of ${formatAmount(ask.amountCents)}`);
    }
    return within(db, async (tx) => {
        const customer = await holdCustomer(tx, ask.code);
        const askId = ask.reference === undefined ? (ask.askId ?? null) : `pay:${ask.reference}`;
        const before = askId === null ? undefined : await documentByAsk(tx, askId);
        if (before)
            return bookedBefore(customer, before, ask, await balanceOf(tx, customer.id, told));
        const { zone } = await loadTerms(tx);
        const issuedOn = ask.on ?? zone.dayOf(told.now);
        const paidWith = { cashCents: ask.amountCents - byCheque, cheques: ask.cheques ?? [] };
        const booked = await book(tx, customer, {
            kind: 'RC',
            issuedOn,
            amountCents: ask.amountCents,
            description: ask.comment ?? null,
            reference: ask.reference ?? null,
            askId,
            paidWith: JSON.stringify(paidWith),
        }, told);
        await addLog(tx, [paymentLog(customer, booked, ask, issuedOn, told)]);
        if (ask.noRestore)
            await cutByHandIn(tx, customer, 'paid; not to be restored', told, true);
        const cause = `payment:RC ${booked.number}`;
        await endNotices(tx, [customer.id], cause, told);
        const waits = ask.asks === true && (await restoreQuestion(tx, customer.id, told.now)) === 'ask';
        const { opened } = await reorder(tx, [customer.id], {
            ...told,
            cause,
            asker: 'deed',
            // The answer at the counter restores him; without one, the next sweep of his router, or the next run, does.
            allow: (line) => !(waits && line.account.id === customer.id && line.desired === 'active' && line.step.do === 'open'),
        });
        return {
            isNew: true,
            kind: 'RC',
            issuedOn,
            amountCents: ask.amountCents,
            number: booked.number,
            balanceCents: await balanceOf(tx, customer.id, told),
            orders: opened,
        };
    });
}
const paymentLog = (customer, booked, ask, on, told) => ({
    at: told.now,
    by: told.by,
    what: 'payment',
    customerId: customer.id,
    about: { kind: 'document', id: booked.id },
    facts: {
        number: booked.number,
        amountCents: ask.amountCents,
        on,
        reference: ask.reference ?? null,
        comment: ask.comment ?? null,
    },
});
function bookedBefore(customer, before, ask, balanceCents) {
    if (before.customerId !== customer.id || before.amountCents !== ask.amountCents) {
        const facts = { reference: ask.reference ?? '', number: before.number };
        throw new Fault('record-conflict', `${ask.reference === undefined ? 'this form' : `the reference ${ask.reference}`} is already booked as ${before.kind} ${before.number} of ${formatAmount(before.amountCents)} for another payment`, facts);
    }
    return {
        isNew: false,
        number: before.number,
        kind: before.kind,
        issuedOn: before.issuedOn,
        amountCents: cents(before.amountCents),
        balanceCents,
        orders: [],
    };
}
/** Enters one document with the next number of its company and kind. A charge entered here never falls due before today. */
export async function book(tx, customer, entry, told) {
    const { zone } = await loadTerms(tx);
    const company = entry.company ?? customer.company;
    const number = await nextNumber(tx, company, entry.kind);
    const today = zone.dayOf(told.now);
    const dueOn = isCharge(entry.kind) ? later(entry.dueOn ?? entry.issuedOn, today) : null;
    const id = await insertDocument(tx, {
        customerId: customer.id,
        company,
        kind: entry.kind,
        number,
        issuedOn: entry.issuedOn,
        dueOn,
        amountCents: entry.amountCents,
        description: entry.description ?? null,
        voidsId: entry.voidsId ?? null,
        reference: entry.reference ?? null,
        paidWith: entry.paidWith ?? null,
        askId: entry.askId ?? null,
        imported: 0,
        enteredAt: told.now,
        enteredBy: told.by,
    });
    return { id, number };
}
/** *Ajuste de saldo*: more than 0 is in the customer's favour (CX), less than 0 is owed by him (DX). */
export async function adjust(db, ask, told) {
    if (ask.amountCents === 0)
        throw new Fault('input-invalid', 'an adjustment of 0.00 changes nothing; + is in the customer’s favour, - is owed by him');
    if (ask.comment.trim() === '')
        throw new Fault('input-invalid', 'an adjustment needs a comment that says why');
    return within(db, async (tx) => {
        const customer = await holdCustomer(tx, ask.code);
        const before = ask.askId === undefined ? undefined : await documentByAsk(tx, ask.askId);
        if (before) {
            const same = { amountCents: cents(Math.abs(ask.amountCents)) };
            return bookedBefore(customer, before, same, await balanceOf(tx, customer.id, told));
        }
        const { zone } = await loadTerms(tx);
        const kind = ask.amountCents > 0 ? 'CX' : 'DX';
        const amountCents = cents(Math.abs(ask.amountCents));
        const issuedOn = zone.dayOf(told.now);
        const { id, number } = await book(tx, customer, { kind, issuedOn, amountCents, description: ask.comment, askId: ask.askId ?? null }, told);
        await addLog(tx, [
            {
                at: told.now,
                by: told.by,
                what: 'adjustment',
                customerId: customer.id,
                about: { kind: 'document', id },
                facts: { kind, number, amountCents, comment: ask.comment },
            },
        ]);
        const cause = `adjustment:${kind} ${number}`;
        if (kind === 'CX')
            await endNotices(tx, [customer.id], cause, told);
        const { opened } = await reorder(tx, [customer.id], { ...told, cause, asker: 'deed' });
        return {
            isNew: true,
            kind,
            number,
            issuedOn,
            amountCents,
            balanceCents: await balanceOf(tx, customer.id, told),
            orders: opened,
        };
    });
}
/** Voids a document by a counter-document of the same amount that names it. */
export async function voidDocument(db, ask, told) {
    if (ask.comment.trim() === '')
        throw new Fault('input-invalid', 'voiding a document needs a comment that says why');
    return within(db, async (tx) => {
        const customer = await holdCustomer(tx, ask.code);
        const victim = await oneDocument(tx, customer, ask.number);
        const name = `${victim.kind} ${victim.number}`;
        if (victim.voidsId !== null)
            throw new Fault('record-conflict', `${name} itself voids another document; enter that one again instead`, {
                number: ask.number,
            });
        const voided = await voidingsOf(tx, victim.id);
        if (voided[0])
            throw new Fault('record-conflict', `${name} is already voided by ${voided[0].kind} ${voided[0].number}`, {
                number: ask.number,
            });
        const { zone } = await loadTerms(tx);
        const kind = voidingKind(victim.kind);
        const amountCents = cents(victim.amountCents);
        const issuedOn = later(zone.dayOf(told.now), victim.issuedOn);
        const { id, number } = await book(tx, customer, { kind, issuedOn, amountCents, description: ask.comment, voidsId: victim.id, company: victim.company }, told);
        await addLog(tx, [
            {
                at: told.now,
                by: told.by,
                what: 'voided',
                customerId: customer.id,
                about: { kind: 'document', id },
                facts: { voids: name, kind, number, amountCents, comment: ask.comment },
            },
        ]);
        const cause = `void:${name}`;
        // A charge that is voided is as good as paid.
        if (!isCharge(kind))
            await endNotices(tx, [customer.id], cause, told);
        const { opened } = await reorder(tx, [customer.id], { ...told, cause, asker: 'deed' });
        return {
            isNew: true,
            kind,
            number,
            issuedOn,
            amountCents,
            balanceCents: await balanceOf(tx, customer.id, told),
            orders: opened,
            voids: name,
        };
    });
}
async function oneDocument(tx, customer, text) {
    const found = await documentsNumbered(tx, customer.id, text);
    const [first, second] = found;
    if (!first)
        throw new Fault('record-missing', `${customer.code} has no document "${text}"; ispcube ledger ${customer.code} shows them`, {
            number: text,
        });
    if (second) {
        const names = found.map((row) => `${row.kind} ${row.number} (company ${row.company})`);
        throw new Fault('input-invalid', `${customer.code} has several documents "${text}": ${names.join(', ')}; write the kind before the number`, { number: text });
    }
    return first;
}
async function balanceOf(tx, customerId, told) {
    const { zone } = await loadTerms(tx);
    return settle(factsOf(await documentsOf(tx, customerId)), zone.dayOf(told.now)).balanceCents;
}
