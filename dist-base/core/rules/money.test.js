import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, cents, formatAmount, parseAmount } from './money.js';
describe('amounts', () => {
    it.each([
        ['1234', 123_400],
        ['1234.5', 123_450],
        ['0.01', 1],
        ['-3.00', -300],
        ['+3', 300],
        ['-0', 0],
    ])('%s is %i cents', (text, value) => expect(parseAmount(text)).toBe(value));
    it.each(['', '1.234', '1,50', '1.234,56', '1e3', '0x10', 'NaN', '.5', '5.', '--1', '1 000', '1234567890123', '９'])('%s is refused, not rounded', (text) => expect(parseAmount(text)).toBeNull());
    it('reads back what it writes', () => {
        fc.assert(fc.property(fc.integer({ min: -90_000_000_000_000, max: 90_000_000_000_000 }), (value) => {
            expect(parseAmount(formatAmount(value))).toBe(value);
        }));
    });
    it('refuses what is no whole number of cents', () => {
        for (const value of [0.1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
            expect(() => cents(value)).toThrow('whole number of cents');
    });
});
describe('allocate', () => {
    it('loses no cent, and no part is a cent away from its share', () => {
        const weights = fc
            .array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 12 })
            .filter((all) => all.some((weight) => weight > 0));
        fc.assert(fc.property(fc.integer({ min: 0, max: 100_000_000 }), weights, (total, shares) => {
            const parts = allocate(cents(total), shares);
            const sum = shares.reduce((a, b) => a + b, 0);
            expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
            for (const [index, part] of parts.entries())
                expect(Math.abs(part - (total * (shares[index] ?? 0)) / sum)).toBeLessThan(1);
        }));
    });
    it('gives the cents left over to the largest remainders', () => expect(allocate(cents(100), [1, 1, 1])).toEqual([34, 33, 33]));
    it('refuses weights that say nothing', () => expect(() => allocate(cents(100), [0, 0])).toThrow('weights'));
});
