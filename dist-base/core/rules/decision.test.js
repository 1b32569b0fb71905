import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyDay, anyDeeds, anyInstant, anyLedger, anyPromise, anyTerms, plainTerms } from '../../fixtures/cases/ledgers.js';
import { BUENOS_AIRES } from '../../fixtures/world.js';
import { addDays, day } from './day.js';
import { decide, nextChange } from './decision.js';
import { cents } from './money.js';
import { stepFor } from './order.js';
const at = (text) => BUENOS_AIRES.parse(text) ?? Number.NaN;
const invoice = {
    id: 1,
    kind: 'FX',
    number: '1',
    issuedOn: day('2026-11-01'),
    dueOn: day('2026-11-10'),
    amountCents: cents(500_000),
    voidsId: null,
};
const plain = { code: '000001', free: false, blockable: true, documents: [invoice], deeds: [], promises: [] };
const anyCustomer = fc.record({
    code: fc.constantFrom('000001', '000001', 'ZZ1'),
    free: fc.constant(false),
    blockable: fc.constant(true),
    documents: anyLedger,
    deeds: anyDeeds,
    promises: fc.constant([]),
});
describe('the precedence table', () => {
    const cut = { kind: 'cut', at: at('2026-11-12T10:00'), endsOn: null };
    const enable = { kind: 'enable', at: at('2026-11-13T10:00'), endsOn: null };
    const promise = {
        id: 1,
        promisedOn: day('2026-11-16'),
        state: 'pending',
        savedAt: at('2026-11-12T11:00'),
        endedAt: null,
        source: 'operator',
    };
    it.each([
        ['deleted', { code: 'ZZ9', free: true, deeds: [enable] }, '2026-11-14', 'deleted'],
        ['manual-cut stands above free', { free: true, deeds: [cut] }, '2026-11-14', 'manual-cut'],
        ['free stands above a promise', { free: true, promises: [promise] }, '2026-11-14', 'free'],
        ['not-blockable', { blockable: false }, '2026-11-14', 'not-blockable'],
        [
            'a promise saved before the enabling still decides first',
            { deeds: [enable], promises: [promise] },
            '2026-11-14',
            'promise-pending',
        ],
        ['the enabling decides once the promise is over', { deeds: [enable], promises: [promise] }, '2026-11-17', 'manual-enable'],
        [
            'a promise saved later ends the enabling',
            { deeds: [enable], promises: [{ ...promise, savedAt: at('2026-11-13T12:00') }] },
            '2026-11-17',
            'promise-broken',
        ],
        ['debt alone', {}, '2026-11-14', 'overdue'],
        ['nothing owed', { documents: [] }, '2026-11-14', 'in-good-standing'],
    ])('%s', (_, facts, when, reason) => {
        expect(decide({ ...plain, ...facts }, at(when), plainTerms).reason).toBe(reason);
    });
    it.each([
        ['2026-11-11T05:59', 'active'],
        ['2026-11-11T06:00', 'cut'],
    ])('at %s he is %s', (when, state) => {
        expect(decide(plain, at(when), plainTerms).state).toBe(state);
    });
    it.each([
        ['2026-11-15T05:59', 'manual-enable'],
        ['2026-11-15T06:00', 'overdue'],
    ])('an enabling up to the 14th decides %s as %s', (when, reason) => {
        const until = { ...enable, endsOn: day('2026-11-15') };
        expect(decide({ ...plain, deeds: [until] }, at(when), plainTerms).reason).toBe(reason);
    });
    it.each([
        ['2026-11-21T23:59', 'promise-broken'],
        ['2026-11-22T00:00', 'overdue'],
    ])('a promise for the 16th that nobody closed counts as live at %s: %s', (when, reason) => {
        expect(decide({ ...plain, promises: [promise] }, at(when), plainTerms).reason).toBe(reason);
    });
});
describe('properties of every decision', () => {
    it('a payment never makes service worse', () => {
        fc.assert(fc.property(anyCustomer, anyInstant, anyTerms, fc.integer({ min: 1, max: 900_000 }), anyDay(150), (facts, instant, terms, amount, on) => {
            const receipt = {
                id: 9999,
                kind: 'RC',
                number: 'R',
                issuedOn: on,
                dueOn: null,
                amountCents: cents(amount),
                voidsId: null,
            };
            const before = decide(facts, instant, terms);
            const after = decide({ ...facts, documents: [...facts.documents, receipt] }, instant, terms);
            expect(before.state === 'cut' || after.state === 'active').toBe(true);
        }));
    });
    it('a promise never cuts earlier than without it', () => {
        fc.assert(fc.property(anyCustomer, anyPromise, anyInstant, anyTerms, (facts, promise, instant, terms) => {
            // A promise saved after an enabling ends it, which is the one thing that it takes away.
            const withoutEnable = { ...facts, deeds: facts.deeds.filter((deed) => deed.kind === 'cut') };
            if (decide({ ...withoutEnable, promises: [promise] }, instant, terms).state === 'cut') {
                expect(decide(withoutEnable, instant, terms).state).toBe('cut');
            }
        }));
    });
    it('the next change named is the first instant with another reason', () => {
        fc.assert(fc.property(anyCustomer, anyPromise, anyInstant, anyTerms, (facts, promise, instant, terms) => {
            const all = { ...facts, promises: [promise] };
            const now = decide(all, instant, terms);
            const next = nextChange(all, instant, terms);
            const horizon = next?.at ?? instant + 90 * 86_400_000;
            for (let step = 1; step <= 20; step++) {
                const between = instant + ((horizon - 1 - instant) * step) / 20;
                if (between > instant &&
                    between < horizon &&
                    promise.savedAt <= instant &&
                    facts.deeds.every((deed) => deed.at <= instant)) {
                    expect(decide(all, Math.floor(between), terms).reason).toBe(now.reason);
                }
            }
            if (next)
                expect(decide(all, next.at, terms).reason).not.toBe(now.reason);
        }));
    });
    it('deciding twice changes nothing: the second time there is no step', () => {
        const observed = fc.constantFrom('active', 'cut', 'none', 'unknown');
        const desired = fc.constantFrom('active', 'cut', 'none');
        const reason = fc.constantFrom('overdue', 'manual-cut', 'in-good-standing', 'promise-broken');
        const open = fc.option(fc.record({ desired, reason, maybeSent: fc.boolean() }));
        const place = fc.record({ observed, cutSent: fc.boolean(), closed: fc.boolean(), open, lastDesired: fc.option(desired) });
        fc.assert(fc.property(place, desired, reason, fc.constantFrom('run', 'deed'), (facts, wish, why, asker) => {
            const step = stepFor(facts, wish, why, asker);
            const after = step.do === 'open'
                ? { ...facts, open: { desired: wish, reason: why, maybeSent: false } }
                : step.do === 'rename' && facts.open
                    ? { ...facts, open: { ...facts.open, reason: why } }
                    : step.do === 'cancel'
                        ? { ...facts, open: null }
                        : facts;
            expect(stepFor(after, wish, why, asker).do).toBe('nothing');
        }));
    });
    it('nobody is cut for debt before the day after it fell due', () => {
        fc.assert(fc.property(anyCustomer, anyInstant, anyTerms, (facts, instant, terms) => {
            const decision = decide(facts, instant, terms);
            if (decision.reason !== 'overdue' || decision.delinquentSince === null)
                return;
            expect(terms.zone.dayOf(instant) >= addDays(decision.delinquentSince, 1)).toBe(true);
            expect(decision.overdueCents).toBeGreaterThan(terms.thresholdCents);
        }));
    });
});
