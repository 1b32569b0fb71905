// Seals secrets that the program must be able to read again: passwords of routers and CPEs, gateway keys, generated portal
// passwords. AES-256-GCM under a key that HKDF makes of the text of the secret key; bound to table, column and row, so that a
// sealed text copied to another row does not open there. Written `1.<key id>.<nonce>.<cipher>.<tag>`; the key id lets the key
// be changed row by row.
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { Fault } from './fault.js';
/** Shorter keys are taken, but `doctor` warns. */
export const SHORTEST_KEY = 32;
/** A new secret key: 32 random bytes as text. */
export const newSecretKey = () => randomBytes(32).toString('base64url');
export function makeSeal(secretKey) {
    const key = Buffer.from(hkdfSync('sha256', secretKey, 'ispcube', 'seal 1', 32));
    const keyId = createHash('sha256').update(key).digest('hex').slice(0, 8);
    return {
        keyId,
        seal(secret, where) {
            const nonce = randomBytes(12);
            const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(where));
            const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
            return [
                '1',
                keyId,
                nonce.toString('base64url'),
                text.toString('base64url'),
                cipher.getAuthTag().toString('base64url'),
            ].join('.');
        },
        open(sealed, where) {
            const [version, sealedUnder, nonce = '', text = '', tag = ''] = sealed.split('.');
            const facts = { table: where.table, column: where.column, row: where.row };
            if (version !== '1' || sealedUnder !== keyId) {
                throw new Fault('secret-unreadable', `${nameOf(where)} was sealed under another secret key; put back the key that it was sealed with, or set it again`, facts);
            }
            try {
                const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), { authTagLength: 16 });
                decipher.setAAD(boundTo(where)).setAuthTag(Buffer.from(tag, 'base64url'));
                return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
            }
            catch (cause) {
                throw new Fault('secret-unreadable', `${nameOf(where)} does not open: it was changed by hand; set it again`, facts, cause);
            }
        },
    };
}
const boundTo = (where) => Buffer.from(`${where.table}\0${where.column}\0${where.row}`);
/** `the password of router norte`. */
const nameOf = ({ table, column, row }) => `the ${column.replaceAll('_', ' ')} of ${table.replace(/s$/, '').replaceAll('_', ' ')} ${row}`;
