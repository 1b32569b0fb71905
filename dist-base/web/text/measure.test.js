import { describe, expect, it } from 'vitest';
import { formatDuration, formatNumber, formatOctets, formatRate, plainDecimal } from './measure.js';
describe('figures of the network', () => {
    it.each([
        [0, '0 B', '0 B'],
        [999, '999 B', '999 B'],
        [1_500, '1,5 kB', '1.5 kB'],
        [999_600_000, '1 GB', '1 GB'],
        [45_000_000, '45 MB', '45 MB'],
        [1_234_000_000_000, '1,2 TB', '1.2 TB'],
    ])('%d octets', (octets, spanish, english) => expect([formatOctets('es-AR', octets), formatOctets('en', octets)]).toEqual([spanish, english]));
    it('rates, decibels and how long something lasts', () => {
        expect(formatRate('es-AR', 2_500_000)).toBe('2,5 Mbit/s');
        expect(formatRate('en', 120_000_000)).toBe('120 Mbit/s');
        expect(formatNumber('es-AR', -64)).toBe('−64');
        expect([40, 200, 12_000, 90_000].map(formatDuration)).toEqual(['40 s', '3 min', '3 h 20 min', '1 d 1 h']);
    });
});
it.each([
    ['-34,6037', '-34.6037'],
    [' 2.5 ', '2.5'],
    ['1,2,3', '1,2,3'],
])('a figure typed as "%s" is read as "%s"', (given, read) => expect(plainDecimal(given)).toBe(read));
