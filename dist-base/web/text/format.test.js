import { describe, expect, it } from 'vitest';
import { day } from '../../core/rules/day.js';
import { cents } from '../../core/rules/money.js';
import { en } from './en.js';
import { esAr } from './es-AR.js';
import { formatDay, formatMoney } from './format.js';
const plain = (text) => text.replaceAll('\u00a0', ' ');
describe('as the reader writes it', () => {
    it.each([
        [1_234_567, '$ 12.345,67', '$12,345.67'],
        [100_000, '$ 1.000,00', '$1,000.00'],
        [5, '$ 0,05', '$0.05'],
        [90_000_000_000_001, '$ 900.000.000.000,01', '$900,000,000,000.01'],
    ])('%i cents', (amount, spanish, english) => {
        expect(plain(formatMoney(esAr, cents(amount), 'ARS'))).toBe(spanish);
        expect(plain(formatMoney(en, cents(amount), 'ARS'))).toBe(english);
    });
    it('money without cents is written with them, because it is counted in them', () => {
        expect(plain(formatMoney(esAr, cents(150_050), 'PYG'))).toMatch(/1\.500,50$/);
    });
    it.each([
        ['2026-11-20', 'vie 20 nov', 'Fri 20 Nov'],
        ['2027-01-03', 'dom 3 ene', 'Sun 3 Jan'],
        ['2026-12-30', 'mié 30 dic', 'Wed 30 Dec'],
    ])('%s', (on, spanish, english) => {
        expect([formatDay(esAr, day(on)), formatDay(en, day(on))]).toEqual([spanish, english]);
    });
});
