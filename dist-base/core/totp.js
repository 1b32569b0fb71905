// The second factor: six digits that an app on the telephone shows, RFC 6238 with SHA-1, 30 seconds and six digits, which is
// what all of those apps do. A code is good in its own half minute and the ones beside it (clocks differ), and only once.
import { createHmac, randomBytes } from 'node:crypto';
const STEP_MS = 30_000;
const DIGITS = 6;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** 160 bits in base32 (RFC 4648), as RFC 4226 §4 wants it. */
export function newTotpSecret() {
    let bits = '';
    for (const byte of randomBytes(20))
        bits += byte.toString(2).padStart(8, '0');
    return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join('');
}
/** What the QR code says (the Key URI format that authenticator apps read). */
export function totpUri(secret, issuer, account) {
    const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
    return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;
}
/** RFC 4226 §5.3 for the half minute `step`. */
export function totpCode(secret, step) {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const mac = createHmac('sha1', decode(secret)).update(counter).digest();
    const at = mac[mac.length - 1] & 15;
    const number = mac.readUInt32BE(at) & 0x7fff_ffff;
    return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}
/** The half minute whose code it is; null where it is none, or of one that was used already (`lastStep`). */
export function totpStep(secret, code, now, lastStep) {
    const current = Math.floor(now / STEP_MS);
    const typed = code.replaceAll(/\s/g, '');
    let found = null;
    for (const step of [current - 1, current, current + 1])
        if (step > (lastStep ?? -1) && totpCode(secret, step) === typed)
            found = step;
    return found;
}
function decode(secret) {
    let bits = '';
    for (const letter of secret)
        bits += Math.max(0, ALPHABET.indexOf(letter)).toString(2).padStart(5, '0');
    return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}
