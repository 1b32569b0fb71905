import { describe, expect, it } from 'vitest';
import { plainAmount, readAmount } from './amount.js';
describe('amounts as they are typed', () => {
    it.each([
        ['es-AR', '5000', 500_000],
        ['es-AR', '5.000', 500_000],
        ['es-AR', '$ 12.345,67', 1_234_567],
        ['es-AR', '1.234.567,8', 123_456_780],
        ['es-AR', '5000,5', 500_050],
        ['es-AR', '5000.50', 500_050],
        ['es-AR', '-3.000,00', -300_000],
        ['es-AR', '−250', -25_000],
        ['en', '12,345.67', 1_234_567],
        ['en', '5,000', 500_000],
        ['en', '5000,50', 500_050],
    ])('%s reads %s', (lang, text, cents) => expect(readAmount(lang, text)).toBe(cents));
    it.each([
        ['es-AR', '12,345'],
        ['en', '12.345'],
        ['es-AR', '1.2.3'],
        ['es-AR', '12.34,56'],
        ['es-AR', '1,234.56'],
        ['es-AR', ''],
        ['es-AR', 'mil'],
        ['es-AR', '1e5'],
        ['es-AR', '9'.repeat(13)],
        ['es-AR', '12 pesos'],
        ['es-AR', '--5'],
    ])('%s refuses %s', (lang, text) => expect(readAmount(lang, text)).toBeNull());
    it.each([
        ['es-AR', '18500', '18500'],
        ['es-AR', '$ 1.234.567,8', '1234567.8'],
        ['en', '18,500.50', '18500.50'],
        ['es-AR', '18,500.50', '18,500.50'],
        ['en', '18.500', '18.500'],
        ['es-AR', '1,23,4', '1,23,4'],
        ['es-AR', ' mucho ', ' mucho '],
        ['es-AR', '', ''],
    ])('%s hands %s to an act as %s', (lang, text, plain) => expect(plainAmount(lang, text)).toBe(plain));
});
