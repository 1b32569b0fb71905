import { describe, expect, it } from 'vitest';
import { begunUnder, isInTheWay } from './session.js';
/** Cut at 100 s, restored at 200 s; newest first. */
const ORDERS = [
    { desired: 'active', at: 200_000 },
    { desired: 'cut', at: 100_000 },
];
describe('what a session began under', () => {
    it.each([
        ['before any order he was served', 99_999, 'active'],
        ['within a second after the cut it may be either', 100_000, 'unsure'],
        ['within a second after the cut it may be either, to its end', 100_999, 'unsure'],
        ['a second after it is of the cut', 101_000, 'cut'],
        ['until the restore', 199_999, 'cut'],
        ['within a second after the restore it may be either', 200_500, 'unsure'],
        ['then it is of the restore', 201_000, 'active'],
    ])('%s', (_, startedAt, expected) => {
        expect(begunUnder(startedAt, ORDERS)).toBe(expected);
    });
    it('where nothing was ever ordered, service', () => {
        expect(begunUnder(0, [])).toBe('active');
    });
    it('a cut that was ordered again is the same cut', () => {
        expect(begunUnder(150_500, [{ desired: 'cut', at: 150_000 }, ...ORDERS.slice(1)])).toBe('cut');
    });
});
describe('what has to end', () => {
    const cut = ORDERS.slice(1);
    const closed = [{ desired: 'none', at: 300_000 }];
    it.each([
        ['for a cut: a session from before', 50_000, { desired: 'cut', orders: cut }, true],
        ['for a cut by a profile: not one that has it', 150_000, { desired: 'cut', orders: cut }, false],
        ['for a cut by a profile: one that may not have it', 100_500, { desired: 'cut', orders: cut }, true],
        ['for a cut by rejecting: whoever was let in', 150_000, { desired: 'cut', orders: cut, cutBy: 'reject' }, true],
        ['for a restore: not a session from before the cut', 50_000, { desired: 'active' }, false],
        ['for a restore: one that began during the cut', 150_000, { desired: 'active' }, true],
        ['for a restore: one that began during the cut, whatever the setting is by now', 150_000, { cutBy: 'reject' }, true],
        ['for a restore: not one from after it', 250_000, { desired: 'active' }, false],
        ['for a closed connection: all', 400_000, { desired: 'none', orders: closed }, true],
        ['for a place that was left: what began there', 299_999, { desired: 'none', orders: closed, isCurrent: false }, true],
        [
            'for a place that was left: not what began at the new one',
            300_000,
            { desired: 'none', orders: closed, isCurrent: false },
            false,
        ],
    ])('%s', (_, startedAt, place, expected) => {
        const all = { desired: 'active', isCurrent: true, cutBy: 'profile', orders: ORDERS, ...place };
        expect(isInTheWay(startedAt, all)).toBe(expected);
    });
});
