// Oldest-first settlement: what is owed, what of it is overdue, and since when. Credits pay the oldest charge first, whatever
// company invoiced and whatever the payer chose. Everything is computed from documents; a stored balance is never asked.
import { countingOn, dueDay, isCharge, isInvoice, signedCents } from './document.js';
import { cents } from './money.js';
/**
 * Settles all documents that count on a day. Throws (a bug, or facts that contradict each other) when the parts do not sum
 * to the balance, as when a voiding has another amount than what it voids: nobody is cut by such an account.
 */
export function settle(documents, on) {
    const counting = countingOn(documents, on);
    const charges = [];
    let credit = 0;
    for (const document of counting) {
        if (isCharge(document.kind))
            charges.push({ document, dueOn: dueDay(document), outstandingCents: document.amountCents });
        else
            credit += document.amountCents;
    }
    charges.sort(inSettlementOrder);
    const open = [];
    let owed = 0;
    for (const charge of charges) {
        const paid = Math.min(credit, charge.outstandingCents);
        credit -= paid;
        if (paid === charge.outstandingCents)
            continue;
        charge.outstandingCents = cents(charge.outstandingCents - paid);
        owed += charge.outstandingCents;
        open.push(charge);
    }
    const balanceCents = balanceOn(documents, on);
    if (owed - credit !== balanceCents) {
        throw new RangeError(`the documents do not add up: ${owed} owed, ${credit} unused, but the balance is ${balanceCents}`);
    }
    return { balanceCents, open, unusedCents: cents(credit) };
}
function inSettlementOrder(a, b) {
    if (a.dueOn !== b.dueOn)
        return a.dueOn < b.dueOn ? -1 : 1;
    if (a.document.issuedOn !== b.document.issuedOn)
        return a.document.issuedOn < b.document.issuedOn ? -1 : 1;
    if (a.document.number !== b.document.number)
        return a.document.number < b.document.number ? -1 : 1;
    return a.document.id - b.document.id;
}
/** *Saldo*: Σ of the signed amounts of the documents issued up to the day. */
export function balanceOn(documents, on) {
    let sum = 0;
    for (const document of documents) {
        if (document.issuedOn <= on)
            sum += signedCents(document);
    }
    return cents(sum);
}
/** Overdue debt on a day: outstanding of charges due before it. On the due day itself nobody is overdue. */
export function overdueOn(settlement, on, thresholdCents) {
    let sum = 0;
    let delinquentSince = null;
    for (const charge of settlement.open) {
        if (charge.dueOn >= on)
            break;
        sum += charge.outstandingCents;
        if (delinquentSince === null && sum > thresholdCents)
            delinquentSince = charge.dueOn;
    }
    return { overdueCents: cents(sum), delinquentSince };
}
export function payChoices(documents, on) {
    const settlement = settle(documents, on);
    let last = null;
    for (const document of countingOn(documents, on)) {
        if (isInvoice(document.kind) && (last === null || isNewer(document, last)))
            last = document;
    }
    const owed = settlement.open.reduce((sum, charge) => sum + charge.outstandingCents, 0);
    const ofLast = settlement.open.find((charge) => charge.document.id === last?.id)?.outstandingCents ?? cents(0);
    return { lastInvoice: last, lastInvoiceCents: ofLast, olderDebtCents: cents(owed - ofLast), totalCents: cents(owed) };
}
function isNewer(a, b) {
    if (a.issuedOn !== b.issuedOn)
        return a.issuedOn > b.issuedOn;
    if (dueDay(a) !== dueDay(b))
        return dueDay(a) > dueDay(b);
    return a.number > b.number;
}
