// Documents from a file: millions of them, so what is remembered of those that passed is a bit for each stored row and a sum
// for each customer. Documents are never edited: one that is stored already must be as the file says. What a document voids
// is tied at the end (voids.ts), because it may stand later in the file.
import { DOCUMENT_KINDS, isCharge, isInvoice, signedCents } from '../../rules/document.js';
import { cents, formatAmount } from '../../rules/money.js';
import { addImported, addToBalances, documentsByKeys, payersByCodes, } from '../../store/document-imports.js';
import { lastId } from '../../store/imports.js';
import { endNotices } from '../notice-lists.js';
import { reorderAffected } from '../reorder.js';
import { amount, day, name, oneOf, required, text, whole } from './columns.js';
import { tieVoided } from './voids.js';
const columns = {
    customer_code: required(name),
    kind: required(oneOf(DOCUMENT_KINDS)),
    number: required(name),
    issued_on: required(day),
    due_on: day,
    amount: required(amount(1, 'an amount more than 0, because the kind gives the sign')),
    description: text,
    voids: name,
    company: whole(1, 5, null),
};
export const documents = {
    columns,
    keyOf: null,
    async start(job) {
        const ledger = { accounts: new Map(), seen: makeSeen(await lastId(job.tx, 'documents')), voidings: [] };
        return {
            take: (rows) => takeDocuments(job, rows, ledger),
            async finish() {
                await tieVoided(job, ledger.voidings);
                if (job.complaints.count > 0)
                    return [];
                const added = [...ledger.accounts.values()].filter((account) => account.addedCents !== 0);
                await addToBalances(job.tx, added.map((account) => ({ customerId: account.id, cents: account.addedCents })));
                const credited = [...ledger.accounts.values()].filter((account) => account.isCredited).map(({ id }) => id);
                await endNotices(job.tx, credited, `import:${job.file}`, job.told);
                return job.tally.added > 0 ? reorderAffected(job.tx, job.told, `import:${job.file}`) : [];
            },
        };
    },
};
async function takeDocuments(job, rows, ledger) {
    await meetAccounts(job, rows, ledger.accounts);
    const drafts = rows.flatMap((row) => draftOf(row, ledger.accounts, job.complaints) ?? []);
    const stored = group(await documentsByKeys(job.tx, drafts), keyOf);
    const inBatch = new Map();
    const added = [];
    for (const draft of drafts) {
        // Without a company in the file, the document is known by customer, kind and number alone.
        const key = job.has('company') ? `${draft.company} ${keyOf(draft)}` : keyOf(draft);
        const earlier = inBatch.get(key);
        inBatch.set(key, draft.line);
        const same = pick(stored.get(keyOf(draft)) ?? [], draft, job.has('company'));
        if (earlier !== undefined || (same !== undefined && ledger.seen.before(same))) {
            job.complaints.row(draft.line, `${draft.kind} ${draft.number} of this customer is twice in the file${earlier === undefined ? '' : `, first in line ${earlier}`}`);
        }
        else if (same === undefined)
            added.push(draft);
        else
            compare(job, draft, same);
        if (typeof draft.voids === 'string')
            ledger.voidings.push({ ...draft, text: draft.voids, storedAs: same ?? null });
    }
    await addImported(job.tx, added, job.told.now, job.told.by);
    for (const draft of added)
        book(draft, ledger.accounts);
    job.tally.added += added.length;
}
const keyOf = (key) => `${key.customerId} ${key.kind} ${key.number}`;
function group(all, by) {
    const groups = new Map();
    for (const one of all) {
        const some = groups.get(by(one));
        if (some)
            some.push(one);
        else
            groups.set(by(one), [one]);
    }
    return groups;
}
/** Reads the customers that the file names for the first time. */
async function meetAccounts(job, rows, accounts) {
    const codes = new Set(rows.map((row) => row.values.customer_code).filter((code) => !accounts.has(code)));
    for (const payer of await payersByCodes(job.tx, [...codes]))
        accounts.set(payer.code, { ...payer, addedCents: 0, isCredited: false });
}
function draftOf({ line, values }, accounts, complaints) {
    const { kind, number, issued_on: issuedOn, due_on: dueOn = null } = values;
    const account = accounts.get(values.customer_code);
    if (account === undefined) {
        complaints.missing(line, 'customer_code', values.customer_code, 'customer', 'customers');
        return null;
    }
    if (isInvoice(kind) && dueOn === null) {
        complaints.at(line, 'due_on', '', `the day on which the invoice ${kind} ${number} falls due`);
        return null;
    }
    return {
        line,
        code: account.code,
        customerId: account.id,
        company: values.company ?? account.company,
        kind,
        number,
        issuedOn,
        // Credits and receipts fall due never, whatever a file says of them.
        dueOn: isCharge(kind) ? dueOn : null,
        amountCents: values.amount,
        description: values.description ?? null,
        voids: values.voids,
    };
}
/** The stored document that a row means. */
function pick(candidates, draft, byCompany) {
    const ofCompany = candidates.find((one) => one.company === draft.company);
    return byCompany ? ofCompany : (ofCompany ?? candidates[0]);
}
function compare(job, draft, stored) {
    const { complaints } = job;
    const isStored = (what) => `${what}, as ${draft.kind} ${draft.number} is stored already; a mistake is voided by another document`;
    const before = complaints.count;
    if (stored.issuedOn !== draft.issuedOn)
        complaints.at(draft.line, 'issued_on', draft.issuedOn, isStored(stored.issuedOn));
    if (job.has('due_on') && stored.dueOn !== draft.dueOn)
        complaints.at(draft.line, 'due_on', draft.dueOn ?? '', isStored(stored.dueOn ?? 'none'));
    if (stored.amountCents !== draft.amountCents)
        complaints.at(draft.line, 'amount', formatAmount(draft.amountCents), isStored(formatAmount(stored.amountCents)));
    if (job.has('description') && stored.description !== draft.description)
        complaints.at(draft.line, 'description', draft.description ?? '', isStored(`"${stored.description ?? ''}"`));
    if (draft.voids === null && stored.voidsId !== null)
        complaints.at(draft.line, 'voids', '', isStored('the document that it voids'));
    if (complaints.count === before)
        job.tally.unchanged++;
}
function book(draft, accounts) {
    const account = accounts.get(draft.code);
    if (!account)
        return;
    account.addedCents += signedCents({ kind: draft.kind, amountCents: cents(draft.amountCents) });
    account.isCredited ||= !isCharge(draft.kind);
}
/** Documents that were there at the start, by a bit each; whatever imported one came later came from this file. */
function makeSeen(lastStoredId) {
    const bits = new Uint8Array((lastStoredId >> 3) + 1);
    return {
        before({ id, imported }) {
            if (id > lastStoredId)
                return imported === 1;
            const byte = bits[id >> 3] ?? 0;
            const bit = 1 << (id & 7);
            bits[id >> 3] = byte | bit;
            return (byte & bit) !== 0;
        },
    };
}
