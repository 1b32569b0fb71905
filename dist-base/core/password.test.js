import { describe, expect, it } from 'vitest';
import { hashPassword, isPassword, NOBODYS_HASH, passwordMistake, temporaryPassword } from './password.js';
describe('a password', () => {
    it('is known by its hash, which never looks the same twice and does not hold it', async () => {
        const [one, other] = await Promise.all([hashPassword('una frase larga'), hashPassword('una frase larga')]);
        expect(one).toMatch(/^scrypt\$15\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
        expect(other).not.toBe(one);
        expect(one).not.toContain('frase');
        expect(await isPassword('una frase larga', one)).toBe(true);
        expect(await isPassword('una frase largA', one)).toBe(false);
    });
    it('is the same however a keyboard composes its letters', async () => {
        expect(await isPassword('contrasen\u0303a', await hashPassword('contraseña'))).toBe(true);
    });
    it.each([
        '',
        'scrypt',
        'scrypt$15$8$3$$',
        'scrypt$99$8$3$AAAA$AAAA',
        'scrypt$x$8$3$AAAA$AAAA',
        'bcrypt$15$8$3$AAAA$AAAA',
        NOBODYS_HASH,
    ])('does not open with the hash "%s"', async (stored) => {
        expect(await isPassword('una frase larga', stored)).toBe(false);
    });
    // RFC 7914 §12, the third vector: the costs that a hash names are the ones it is checked with.
    it('is derived as RFC 7914 says', async () => {
        const hash = Buffer.from('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2', 'hex').toString('base64url');
        expect(await isPassword('pleaseletmein', `scrypt$14$8$1$${Buffer.from('SodiumChloride').toString('base64url')}$${hash}`)).toBe(true);
        expect(await isPassword('pleaseletmein', `scrypt$14$8$2$${Buffer.from('SodiumChloride').toString('base64url')}$${hash}`)).toBe(false);
    });
    it.each([
        ['nueve 901', 'short'],
        ['diez 78901', null],
        ['ñandúñandú', null],
        ['😀😀😀😀😀', 'short'],
        ['a'.repeat(200), null],
        ['a'.repeat(201), 'long'],
        ['soy Ana Suárez', 'like-username'],
    ])('"%s" is refused as %s', (password, mistake) => expect(passwordMistake(password, 'ana')).toBe(mistake));
    it('made for somebody can be read aloud, and is never made again', () => {
        const made = Array.from({ length: 200 }, () => temporaryPassword());
        for (const password of made)
            expect(password).toMatch(/^[a-km-np-z2-9]{4}(-[a-km-np-z2-9]{4}){3}$/);
        expect(new Set(made).size).toBe(200);
        expect(passwordMistake(made[0] ?? '', 'ana')).toBe(null);
    });
});
