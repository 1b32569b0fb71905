// Ties documents of a file to the ones that they void, once all rows are stored: the voided one may stand anywhere in the file.
// A voiding is refused where the account would not add up afterwards: another amount, the wrong kind, a document that is
// voided already or voids another itself, or a day before it was issued.
import { mayVoid } from '../../rules/document.js';
import { formatAmount } from '../../rules/money.js';
import { documentsOfCustomers, nameVoided } from '../../store/document-imports.js';
/** Customers whose documents are held in memory at once. */
const CUSTOMERS_AT_ONCE = 200;
export async function tieVoided(job, voidings) {
    const byCustomer = new Map();
    for (const voiding of voidings)
        byCustomer.set(voiding.customerId, [...(byCustomer.get(voiding.customerId) ?? []), voiding]);
    const customers = [...byCustomer.keys()];
    for (let start = 0; start < customers.length; start += CUSTOMERS_AT_ONCE) {
        const some = customers.slice(start, start + CUSTOMERS_AT_ONCE);
        const documents = new Map(some.map((id) => [id, []]));
        for (const document of await documentsOfCustomers(job.tx, some))
            documents.get(document.customerId)?.push(document);
        const pairs = some.flatMap((id) => tieCustomer(job, byCustomer.get(id) ?? [], documents.get(id) ?? []));
        await nameVoided(job.tx, pairs);
    }
}
/** What has to be written for one customer. */
function tieCustomer(job, voidings, documents) {
    // First all pairs, then the questions: whether a document voids or is voided may be said by a later row.
    const wanted = voidings.flatMap((voiding) => {
        const self = voiding.storedAs ?? documents.find((one) => isSelf(one, voiding));
        const victim = self && findVictim(job, voiding, self, documents);
        return self && victim ? [{ voiding, self, victim }] : [];
    });
    const voiders = new Map();
    const note = (victim, voider) => voiders.set(victim, [...new Set([...(voiders.get(victim) ?? []), voider])]);
    for (const document of documents)
        if (document.voidsId !== null)
            note(document.voidsId, document.id);
    for (const { self, victim } of wanted)
        note(victim.id, self.id);
    const isVoider = new Set([...voiders.values()].flat());
    return wanted.flatMap(({ voiding, self, victim }) => {
        const why = objection(self, victim, voiders.get(victim.id) ?? [], isVoider);
        if (why !== null)
            complain(job, voiding, why);
        else if (voiding.storedAs === null)
            return [{ id: self.id, voidsId: victim.id }];
        else if (voiding.storedAs.voidsId !== victim.id) {
            const stored = voiding.storedAs.voidsId === null ? 'none' : 'another one';
            complain(job, voiding, `${stored}, as ${self.kind} ${self.number} is stored already; a mistake is voided by another document`);
        }
        return [];
    });
}
const isSelf = (document, voiding) => document.kind === voiding.kind && document.number === voiding.number && document.company === voiding.company;
function findVictim(job, voiding, self, documents) {
    const others = documents.filter((one) => one.id !== self.id);
    const [kind, number] = /^([A-Z]{2}) (.+)$/.exec(voiding.text)?.slice(1) ?? [];
    const plain = others.filter((one) => one.number === voiding.text);
    const found = plain.length > 0 ? plain : others.filter((one) => one.kind === kind && one.number === number);
    const isOneKind = found.every((one) => one.kind === found[0]?.kind);
    // Two companies may have given the same number: a document voids one of its own.
    const [victim, second] = isOneKind && found.length > 1 ? found.filter((one) => one.company === self.company) : found;
    if (victim && !second)
        return victim;
    const several = found.length > 1 &&
        `the kind before the number, because several have it: ${found.map((one) => `${one.kind} ${one.number}`).join(', ')}`;
    complain(job, voiding, several || 'the number of a document of this customer');
    return null;
}
/** What would have to be otherwise; null where the voiding stands. */
function objection(self, victim, voiders, isVoider) {
    const called = `${victim.kind} ${victim.number}`;
    if (!mayVoid(self.kind, victim.kind))
        return `a document that a ${self.kind} can void, not a ${victim.kind}: credit notes void charges, debit notes void credits and receipts`;
    if (self.amountCents !== victim.amountCents)
        return `a document of the same amount, ${formatAmount(self.amountCents)}: ${called} has ${formatAmount(victim.amountCents)}`;
    if (isVoider.has(victim.id))
        return `a document that voids no other: ${called} does`;
    if (voiders.length > 1)
        return `a document that is voided once: ${called} would be voided twice`;
    if (self.issuedOn < victim.issuedOn)
        return `a document issued on ${self.issuedOn} or before: ${called} was issued on ${victim.issuedOn}`;
    return null;
}
const complain = (job, voiding, expected) => job.complaints.at(voiding.line, 'voids', voiding.text, expected);
