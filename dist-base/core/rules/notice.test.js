// Who is due a pre-notice: every reason for not being so on both sides of its edge, and what holds of all of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyDay, anyDeeds, anyInstant, anyLedger, anyPromise, anyTerms, plainTerms } from '../../fixtures/cases/ledgers.js';
import { BUENOS_AIRES } from '../../fixtures/world.js';
import { day, dayOfMonth } from './day.js';
import { decide } from './decision.js';
import { cents } from './money.js';
import { heldOff, insideWindow, noticeDue } from './notice.js';
const at = (text) => BUENOS_AIRES.parse(text) ?? Number.NaN;
const HOUR_MS = 3_600_000;
describe('the window', () => {
    it.each([
        ['2026-11-01', 1, 10, true],
        ['2026-11-10', 1, 10, true],
        ['2026-11-11', 1, 10, false],
        ['2026-10-31', 1, 10, false],
        ['2026-11-28', 25, 5, true],
        ['2026-11-25', 25, 5, true],
        ['2026-11-24', 25, 5, false],
        ['2026-11-05', 25, 5, true],
        ['2026-11-06', 25, 5, false],
        ['2026-11-07', 7, 7, true],
        ['2026-11-08', 7, 7, false],
        ['2027-02-28', 31, 5, true], // February has no 31st: its last day
        ['2027-02-27', 31, 5, false],
        ['2027-02-28', 29, 31, true],
        ['2028-02-28', 29, 31, false], // a leap year has the 29th
        ['2028-02-29', 29, 31, true],
        ['2027-03-29', 30, 31, false],
    ])('%s in %i–%i: %s', (on, from, to, inside) => expect(insideWindow(day(on), from, to)).toBe(inside));
    it('and the days after it up to the next one share out every month', () => {
        const dayNumber = fc.integer({ min: 1, max: 28 });
        fc.assert(fc.property(anyDay(800), dayNumber, dayNumber, (on, from, to) => {
            const after = to === 28 ? 29 : to + 1;
            const before = from === 1 ? 31 : from - 1;
            const isWhole = after === from || (to === 28 && from === 1);
            fc.pre(!isWhole && dayOfMonth(on) <= 28);
            expect(insideWindow(on, from, to)).toBe(!insideWindow(on, after, before));
        }));
    });
});
const invoice = {
    id: 1,
    kind: 'FX',
    number: '1',
    issuedOn: day('2026-11-01'),
    dueOn: day('2026-11-10'),
    amountCents: cents(500_000),
    voidsId: null,
};
const ana = {
    ...{ code: '000001', free: false, blockable: true, documents: [invoice], deeds: [], promises: [] },
    ...{ prenotice: true, prenoticeFrom: null, prenoticeTo: null, lastNoticeAt: null },
};
const promise = {
    id: 1,
    promisedOn: day('2026-11-16'),
    state: 'pending',
    savedAt: at('2026-11-08T11:00'),
    endedAt: null,
    source: 'operator',
};
const owing = (amountCents, more = {}) => ({
    ...ana,
    documents: [{ ...invoice, ...more, amountCents: cents(amountCents) }],
});
const NOON = '2026-11-08T12:00';
const lastAt = (agoMs) => ({ ...ana, lastNoticeAt: at(NOON) - agoMs });
describe('who is due', () => {
    it.each([
        ['who owes an invoice not due yet', ana, 'due'],
        ['in the last minute of the window', ana, 'due', '2026-11-10T23:59'],
        ['a minute later', ana, 'outside-window', '2026-11-11T00:00'],
        ['in its first minute', owing(500_000, { issuedOn: day('2026-10-20') }), 'due', '2026-11-01T00:00'],
        ['a minute before', owing(500_000, { issuedOn: day('2026-10-20') }), 'outside-window', '2026-10-31T23:59'],
        ['who switched it off', { ...ana, prenotice: false }, 'customer-off'],
        ['Ramírez, 1–8, on the 8th', { ...ana, prenoticeFrom: 1, prenoticeTo: 8 }, 'due', '2026-11-08T23:59'],
        ['Ramírez on the 9th', { ...ana, prenoticeFrom: 1, prenoticeTo: 8 }, 'outside-window', '2026-11-09T00:00'],
        ['everybody else on the 9th', ana, 'due', '2026-11-09T00:00'],
        ['with an end of his own alone', { ...ana, prenoticeTo: 8 }, 'outside-window', '2026-11-09T12:00'],
        ['with a start of his own alone', { ...ana, prenoticeFrom: 9 }, 'outside-window'],
        ['over the end of the month', { ...ana, prenoticeFrom: 25, prenoticeTo: 8 }, 'due'],
        ['noticed 6 hours ago', lastAt(6 * HOUR_MS), 'due'],
        ['noticed a moment less ago', lastAt(6 * HOUR_MS - 1), 'noticed-lately'],
        ['noticed just now', lastAt(0), 'noticed-lately'],
        ['noticed a little ahead of a clock set back', lastAt(1 - 6 * HOUR_MS), 'noticed-lately'],
        ['noticed by a clock that stood wrong', lastAt(-400 * 24 * HOUR_MS), 'due'],
        ['who is cut for debt', owing(500_000, { dueOn: day('2026-11-02') }), 'not-served'],
        ['whose cut is ahead', owing(500_000, { dueOn: day('2026-11-08') }), 'due'],
        ['who is deleted', { ...ana, code: 'ZZ0001' }, 'not-served'],
        ['who was cut by hand', { ...ana, deeds: [{ kind: 'cut', at: at(NOON) - 1, endsOn: null }] }, 'not-served'],
        ['who is free', { ...ana, free: true }, 'free'],
        ['who is never cut by debt', { ...ana, blockable: false }, 'due'],
        ['who promised', { ...ana, promises: [promise] }, 'promise-live'],
        ['who promised later', { ...ana, promises: [{ ...promise, savedAt: at(NOON) + 1 }] }, 'due'],
        ['whose promise ended', { ...ana, promises: [{ ...promise, endedAt: at(NOON) }] }, 'due'],
        ['who owes the threshold', owing(100_000), 'owes-too-little'],
        ['who owes a cent more', owing(100_001), 'due'],
        ['who will be invoiced tomorrow', owing(500_000, { issuedOn: day('2026-11-09') }), 'owes-too-little'],
        ['who owes nothing', { ...ana, documents: [] }, 'owes-too-little'],
    ])('%s: %s', (_, customer, answer, when = NOON) => {
        const notice = noticeDue(customer, at(when), plainTerms);
        expect(notice.due ? 'due' : notice.why).toBe(answer);
    });
    it('nobody where the ISP has switched it off', () => {
        const off = { ...plainTerms, notice: { ...plainTerms.notice, enabled: false } };
        expect(noticeDue({ ...ana, prenotice: false }, at(NOON), off)).toEqual({ due: false, why: 'isp-off' });
    });
    it('the answer names what he owes in all, due or not', () => {
        const older = { ...invoice, id: 2, number: '2', dueOn: day('2026-11-09'), amountCents: cents(80_050) };
        expect(noticeDue({ ...ana, documents: [older, invoice] }, at(NOON), plainTerms)).toEqual({ due: true, owedCents: 580_050 });
    });
});
const anyDayNumber = fc.option(fc.integer({ min: 1, max: 31 }));
const anyFacts = fc.record({
    code: fc.constantFrom('000001', '000001', '000001', 'ZZ0001'),
    free: fc.constantFrom(false, false, false, true),
    blockable: fc.boolean(),
    documents: anyLedger,
    deeds: anyDeeds,
    promises: fc.array(anyPromise, { maxLength: 1 }),
    prenotice: fc.constantFrom(true, true, true, false),
    prenoticeFrom: anyDayNumber,
    prenoticeTo: anyDayNumber,
    lastNoticeAt: fc.option(anyInstant),
});
describe('whatever the ledger', () => {
    it('who is due is served, owes more than the threshold and is held off by nothing', () => {
        let found = 0;
        fc.assert(fc.property(anyFacts, anyInstant, anyTerms, (facts, now, terms) => {
            const answer = noticeDue(facts, now, terms);
            if (!answer.due)
                return;
            found++;
            const decision = decide(facts, now, terms);
            expect(decision).toMatchObject({ state: 'active', promise: null, balanceCents: answer.owedCents });
            expect(answer.owedCents).toBeGreaterThan(terms.thresholdCents);
            expect(heldOff(facts, now, terms)).toBeNull();
        }), { numRuns: 2_000 });
        expect(found).toBeGreaterThan(0);
    });
    it('a payment of all ends being due, and none makes anybody due who is served without it', () => {
        fc.assert(fc.property(anyFacts, anyInstant, anyTerms, fc.integer({ min: 1, max: 900_000 }), (facts, now, terms, amount) => {
            const paid = (amountCents) => {
                const on = terms.zone.dayOf(now);
                const receipt = { ...invoice, id: 99, kind: 'RC', number: 'R', issuedOn: on, dueOn: null };
                return { ...facts, documents: [...facts.documents, { ...receipt, amountCents: cents(amountCents) }] };
            };
            const before = noticeDue(facts, now, terms);
            const after = noticeDue(paid(before.due ? before.owedCents : amount), now, terms);
            expect(after.due && (before.due || before.why !== 'not-served')).toBe(false);
        }));
    });
    it('asked every few minutes, no two notices begin within the pause', () => {
        const pauses = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 20, maxLength: 60 });
        fc.assert(fc.property(anyFacts, anyInstant, fc.integer({ min: 1, max: 48 }), pauses, (facts, start, everyHours, minutes) => {
            const terms = { ...plainTerms, notice: { ...plainTerms.notice, everyHours } };
            const begun = [];
            let now = start;
            for (const pause of minutes) {
                const lastNoticeAt = begun.at(-1) ?? null;
                if (noticeDue({ ...facts, lastNoticeAt }, now, terms).due)
                    begun.push(now);
                now += pause * 60_000;
            }
            for (const [index, one] of begun.slice(1).entries())
                expect(one - (begun[index] ?? 0)).toBeGreaterThanOrEqual(everyHours * HOUR_MS);
        }));
    });
});
