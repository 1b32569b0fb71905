import { describe, expect, it } from 'vitest';
import { newTotpSecret, totpCode, totpStep, totpUri } from './totp.js';
/** `12345678901234567890` in base32: the secret of the tables of both RFCs. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
describe('a code of the second factor', () => {
    // RFC 6238 appendix B, SHA-1; the last six of its eight digits.
    it.each([
        [59, '287082'],
        [1_111_111_109, '081804'],
        [1_111_111_111, '050471'],
        [1_234_567_890, '005924'],
        [2_000_000_000, '279037'],
        [20_000_000_000, '353130'],
    ])('at second %i is %s', (second, code) => expect(totpCode(SECRET, Math.floor(second / 30))).toBe(code));
    // RFC 4226 appendix D.
    it('counts as RFC 4226 does', () => {
        const codes = Array.from({ length: 10 }, (_, step) => totpCode(SECRET, step));
        expect(codes.join(' ')).toBe('755224 287082 359152 969429 338314 254676 287922 162583 399871 520489');
    });
    it('is good in its half minute and in the ones beside it', () => {
        const code = totpCode(SECRET, 100);
        const at = (step) => totpStep(SECRET, code, step * 30_000, null);
        expect([at(98), at(99), at(100), at(101), at(102)]).toEqual([null, 100, 100, 100, null]);
        expect(totpStep(SECRET, `${code.slice(0, 3)} ${code.slice(3)}`, 3_000_000, null)).toBe(100);
    });
    it('is good once: neither it nor an older one after it', () => {
        const now = 100 * 30_000;
        expect(totpStep(SECRET, totpCode(SECRET, 100), now, 100)).toBe(null);
        expect(totpStep(SECRET, totpCode(SECRET, 99), now, 100)).toBe(null);
        expect(totpStep(SECRET, totpCode(SECRET, 101), now, 100)).toBe(101);
    });
    it.each(['', '12345', '1234567', 'abcdef', '１２３４５６'])('"%s" is none', (typed) => expect(totpStep(SECRET, typed, 59_000, null)).toBe(null));
    it('comes from a secret of 160 bits that is never the same', () => {
        const secrets = Array.from({ length: 50 }, newTotpSecret);
        for (const secret of secrets)
            expect(secret).toMatch(/^[A-Z2-7]{32}$/);
        expect(new Set(secrets).size).toBe(50);
    });
    it('is put into the telephone by an address that hides nothing behind a name', () => {
        expect(totpUri(SECRET, 'Valle & Co', 'ana?x=1')).toBe(`otpauth://totp/Valle%20%26%20Co:ana%3Fx%3D1?secret=${SECRET}&issuer=Valle%20%26%20Co`);
    });
});
