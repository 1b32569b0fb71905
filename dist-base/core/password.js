// Passwords that people choose: hashed with scrypt, never kept. The hash says its own costs, so that they can be raised and old
// hashes still be checked. Hashing runs in libuv's threads: pages and RADIUS go on meanwhile.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
/** OWASP's choice for scrypt with 32 MiB: N = 2^15, r = 8, p = 3; about 0.3 s. */
const COSTS = { logN: 15, r: 8, p: 3 };
const MAX_LOG_N = 20;
const BYTES = 32;
export const SHORTEST_PASSWORD = 10;
/** Longer ones are no safer, and hashing a megabyte would be work for nothing. */
export const LONGEST_PASSWORD = 200;
/** Null = acceptable; else why not. */
export function passwordMistake(password, username) {
    if ([...password].length < SHORTEST_PASSWORD)
        return 'short';
    if (password.length > LONGEST_PASSWORD)
        return 'long';
    return password.toLowerCase().includes(username.toLowerCase()) ? 'like-username' : null;
}
/** `scrypt$<log2 N>$<r>$<p>$<salt>$<hash>`, the last two in base64url. */
export async function hashPassword(password, costs = COSTS) {
    const salt = randomBytes(16);
    const { logN, r, p } = costs;
    const hash = await derive(password, salt, costs);
    return `scrypt$${logN}$${r}$${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}
/** False for a hash that does not read, too. */
export async function isPassword(password, stored) {
    const [kind, logN, r, p, salt = '', hash = ''] = stored.split('$');
    const costs = { logN: Number(logN), r: Number(r), p: Number(p) };
    if (kind !== 'scrypt' || !(costs.logN >= 1 && costs.logN <= MAX_LOG_N))
        return false;
    const wanted = Buffer.from(hash, 'base64url');
    const found = await derive(password.slice(0, LONGEST_PASSWORD), Buffer.from(salt, 'base64url'), costs);
    return wanted.length === found.length && timingSafeEqual(wanted, found);
}
/** Of nobody: checked where there is no such person, so that the answer takes as long as for one who is. */
export const NOBODYS_HASH = `scrypt$15$8$3$${'A'.repeat(22)}$${'A'.repeat(43)}`;
function derive(password, salt, { logN, r, p }) {
    const options = { N: 2 ** logN, r, p, maxmem: 2 ** logN * r * 256 };
    return new Promise((resolve, reject) => {
        // NFC: the same letters typed on another keyboard are the same password.
        scrypt(password.normalize('NFC'), salt, BYTES, options, (err, key) => (err ? reject(err) : resolve(key)));
    });
}
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
/** For somebody's first log-in, to be read to him over the telephone: without letters that look alike. */
export function temporaryPassword() {
    const letters = [...randomBytes(16)].map((byte) => LETTERS[byte % LETTERS.length]);
    return [letters.slice(0, 4), letters.slice(4, 8), letters.slice(8, 12), letters.slice(12)]
        .map((four) => four.join(''))
        .join('-');
}
