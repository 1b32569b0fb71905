// The current account of a customer as people read it: every document in the order of its day, the balance after it, and what of
// it is still open. The command and the page show the same.
import { settle } from '../rules/debt.js';
import { signedCents } from '../rules/document.js';
import { documentsOf, factsOf } from '../store/documents.js';
/** As of a day: what is dated ahead stands in the list and settles nothing yet. */
export async function ledgerOf(db, customerId, on) {
    const documents = await documentsOf(db, customerId);
    const { settlement, problem } = settled(documents, on);
    const open = new Map((settlement?.open ?? []).map((charge) => [charge.document.id, charge]));
    const names = new Map(documents.map((row) => [row.id, `${row.kind} ${row.number}`]));
    let balanceCents = 0;
    const lines = documents.map((document) => {
        const signed = signedCents({ kind: document.kind, amountCents: document.amountCents });
        balanceCents += signed;
        const voids = document.voidsId === null ? null : (names.get(document.voidsId) ?? null);
        return {
            document,
            signedCents: signed,
            balanceCents,
            outstandingCents: open.get(document.id)?.outstandingCents ?? null,
            voids,
        };
    });
    return {
        lines,
        balanceCents: settlement?.balanceCents ?? balanceCents,
        overdueCents: [...open.values()].reduce((sum, { dueOn, outstandingCents }) => sum + (dueOn < on ? outstandingCents : 0), 0),
        unusedCents: settlement?.unusedCents ?? 0,
        problem,
    };
}
function settled(documents, on) {
    try {
        return { settlement: settle(factsOf(documents), on), problem: null };
    }
    catch (e) {
        return { settlement: null, problem: e instanceof Error ? e.message : String(e) };
    }
}
