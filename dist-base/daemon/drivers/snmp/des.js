// DES for version 3 (RFC 3414 §8), which old devices know and nothing better. OpenSSL 3 has it no longer, but it has triple DES,
// and with the same key three times that is DES: encrypt, decrypt with the same, encrypt. net-snmp looks its ciphers up in a
// table, and that is where this one is put. Rejected: starting Node with the legacy provider, which opens old ciphers to all.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Authentication, AuthProtocols, Encryption, PrivProtocols } from 'net-snmp';
const BLOCK = 8;
const CIPHER = 'des-ede3-cbc';
/** Makes DES work in this thread; more than once does no harm. */
export function enableDes() {
    const table = Encryption.algorithms;
    const entry = table[PrivProtocols.des];
    if (entry === undefined)
        return;
    entry.encryptPdu = encrypt;
    entry.decryptPdu = decrypt;
}
function encrypt(pdu, _cipher, password, auth, engine) {
    const salt = randomBytes(BLOCK);
    salt.writeUInt32BE(engine.engineBoots);
    const padded = Buffer.concat([pdu, Buffer.alloc((BLOCK - (pdu.length % BLOCK)) % BLOCK)]);
    const { key, iv } = secretsOf(password, auth, engine, salt);
    const cipher = createCipheriv(CIPHER, key, iv).setAutoPadding(false);
    return { encryptedPdu: Buffer.concat([cipher.update(padded), cipher.final()]), msgPrivacyParameters: salt };
}
/** Throws where these are no whole blocks: net-snmp makes a fault of it. */
function decrypt(pdu, _cipher, salt, password, auth, engine) {
    const { key, iv } = secretsOf(password, auth, engine, salt);
    const cipher = createDecipheriv(CIPHER, key, iv).setAutoPadding(false);
    return Buffer.concat([cipher.update(pdu), cipher.final()]);
}
/** Half of the localised password is the key, the other half hides the initial vector. */
function secretsOf(password, auth, { engineID }, salt) {
    const localized = Authentication.passwordToKey(auth, password, engineID);
    const des = localized.subarray(0, BLOCK);
    const iv = Buffer.from(localized.subarray(BLOCK, 2 * BLOCK));
    for (let i = 0; i < BLOCK; i++)
        iv[i] = (iv[i] ?? 0) ^ (salt[i] ?? 0);
    return { key: Buffer.concat([des, des, des]), iv };
}
