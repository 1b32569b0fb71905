import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyDay, anyLedger } from '../../fixtures/cases/ledgers.js';
import { day } from './day.js';
import { balanceOn, overdueOn, payChoices, settle } from './debt.js';
import { signedCents } from './document.js';
import { cents } from './money.js';
let id = 0;
const document = (kind, amountCents, issuedOn, dueOn = null, voidsId = null) => {
    id++;
    return {
        id,
        kind,
        number: String(id).padStart(4, '0'),
        issuedOn: day(issuedOn),
        dueOn: dueOn === null ? null : day(dueOn),
        amountCents: cents(amountCents),
        voidsId,
    };
};
describe('settlement', () => {
    it('conserves money: what is owed less what is unused is the balance, whatever was voided', () => {
        fc.assert(fc.property(anyLedger, anyDay(), (documents, on) => {
            const settlement = settle(documents, on);
            const owed = settlement.open.reduce((sum, charge) => sum + charge.outstandingCents, 0);
            const signed = documents.filter((each) => each.issuedOn <= on).reduce((sum, each) => sum + signedCents(each), 0);
            expect(owed - settlement.unusedCents).toBe(signed);
            expect(settlement.balanceCents).toBe(signed);
            if (owed > 0)
                expect(settlement.unusedCents).toBe(0);
        }));
    });
    it('does not depend on the order of entry', () => {
        const shuffled = anyLedger.chain((documents) => fc.tuple(fc.constant(documents), fc.shuffledSubarray(documents, { minLength: documents.length })));
        fc.assert(fc.property(shuffled, anyDay(), ([documents, mixed], on) => {
            expect(settle(mixed, on)).toEqual(settle(documents, on));
        }));
    });
    it('never owes more on any charge after a payment', () => {
        fc.assert(fc.property(anyLedger, anyDay(), fc.integer({ min: 1, max: 900_000 }), (documents, on, amount) => {
            const receipt = {
                id: 9999,
                kind: 'RC',
                number: 'R',
                issuedOn: on,
                dueOn: null,
                amountCents: cents(amount),
                voidsId: null,
            };
            const before = new Map(settle(documents, on).open.map((charge) => [charge.document.id, charge.outstandingCents]));
            for (const charge of settle([...documents, receipt], on).open)
                expect(charge.outstandingCents).toBeLessThanOrEqual(before.get(charge.document.id) ?? -1);
        }));
    });
    it('pays the oldest due first, then by issue day, then by number as text', () => {
        const open = settle([
            document('FX', 100, '2026-01-02', '2026-02-10'),
            document('FX', 100, '2026-01-01', '2026-02-10'),
            document('DX', 100, '2026-01-20'),
            document('RC', 250, '2026-03-01'),
        ], day('2026-03-01')).open;
        expect(open.map((charge) => [charge.document.issuedOn, charge.outstandingCents])).toEqual([['2026-01-02', 50]]);
    });
    it('counts a document from its issue day', () => {
        const documents = [document('FX', 500, '2026-01-01', '2026-01-10'), document('RC', 500, '2026-01-15')];
        expect(balanceOn(documents, day('2026-01-14'))).toBe(500);
        expect(balanceOn(documents, day('2026-01-15'))).toBe(0);
    });
    it('takes a due day before the issue day for the issue day', () => {
        const [charge] = settle([document('FX', 500, '2026-01-10', '2026-01-01')], day('2026-01-10')).open;
        expect(charge?.dueOn).toBe('2026-01-10');
    });
    it('lets both leave where one voids the other, from the day of the voiding', () => {
        const invoice = document('FX', 500, '2026-01-01', '2026-01-10');
        const note = document('CX', 500, '2026-01-20', null, invoice.id);
        expect(settle([invoice, note], day('2026-01-19')).open).toHaveLength(1);
        expect(settle([invoice, note], day('2026-01-20')).open).toEqual([]);
    });
    it('counts a charge again whose voiding was voided', () => {
        const invoice = document('FX', 500, '2026-01-01', '2026-01-10');
        const note = document('CX', 500, '2026-01-20', null, invoice.id);
        const undone = document('DX', 500, '2026-01-25', null, note.id);
        const [charge] = settle([invoice, note, undone], day('2026-01-25')).open;
        expect(charge?.document).toBe(invoice);
    });
    it('refuses an account whose documents contradict each other', () => {
        const invoice = document('FX', 500, '2026-01-01', '2026-01-10');
        const wrong = document('CX', 300, '2026-01-20', null, invoice.id);
        expect(() => settle([invoice, wrong], day('2026-01-20'))).toThrow('do not add up');
    });
});
describe('overdue debt', () => {
    const threshold = cents(100_000);
    const invoices = [document('FX', 80_000, '2026-10-01', '2026-10-10'), document('FX', 80_000, '2026-11-01', '2026-11-10')];
    it.each([
        ['nobody is overdue on the due day itself', '2026-10-10', 0, null],
        ['the day after he is, by less than the threshold', '2026-10-11', 80_000, null],
        ['on the due day of the second nothing changes', '2026-11-10', 80_000, null],
        ['the day after the sum exceeds it, since the second', '2026-11-11', 160_000, '2026-11-10'],
    ])('%s', (_, on, overdueCents, delinquentSince) => {
        expect(overdueOn(settle(invoices, day(on)), day(on), threshold)).toEqual({ overdueCents, delinquentSince });
    });
    it.each([
        [100_000, null],
        [100_001, '2026-10-10'],
    ])('a debt of %i cents against a threshold of 100,000', (amount, since) => {
        const settlement = settle([document('FX', amount, '2026-10-01', '2026-10-10')], day('2026-10-11'));
        expect(overdueOn(settlement, day('2026-10-11'), threshold).delinquentSince).toBe(since);
    });
});
describe('what the pay dialog offers', () => {
    it('last invoice, older debt and total always add up to what is owed', () => {
        fc.assert(fc.property(anyLedger, anyDay(), (documents, on) => {
            const choices = payChoices(documents, on);
            expect(choices.lastInvoiceCents + choices.olderDebtCents).toBe(choices.totalCents);
            expect(choices.totalCents).toBe(Math.max(balanceOn(documents, on), 0));
        }));
    });
    it('shows the newest invoice less what is paid of it, and the rest as debt', () => {
        const documents = [
            document('FX', 500, '2026-01-01', '2026-01-10'),
            document('FX', 700, '2026-02-01', '2026-02-10'),
            document('RC', 600, '2026-02-02'),
        ];
        expect(payChoices(documents, day('2026-02-03'))).toMatchObject({ lastInvoiceCents: 600, olderDebtCents: 0, totalCents: 600 });
    });
});
