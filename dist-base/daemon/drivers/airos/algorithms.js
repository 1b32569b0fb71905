// What a CPE may be spoken to with. The order is ours: in SSH the client's list decides, so the cheapest for a small MIPS CPU
// and for us stand first (scripts/bench/cpe.ts). Never a group exchange: Node proves the primality of every prime that a
// device sends, which blocks the thread for up to two seconds a visit, and no airOS needs it.
export const MODERN = {
    kex: ['curve25519-sha256', 'curve25519-sha256@libssh.org', 'ecdh-sha2-nistp256', 'diffie-hellman-group14-sha256'],
    serverHostKey: ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'rsa-sha2-256', 'rsa-sha2-512'],
    cipher: ['aes128-gcm@openssh.com', 'aes128-ctr', 'aes256-ctr'],
    // Unlike a signature, a MAC does not fall with the collisions of SHA-1 (RFC 6194 §3.3).
    hmac: ['hmac-sha2-256', 'hmac-sha1'],
};
/**
 * For firmware of before 2016: a dropbear 0.48 offers group1-sha1, ssh-rsa and ssh-dss, aes128-cbc and 3des-cbc and nothing else.
 * Starts with all of the modern ones, so that a device shows the same host key whichever list it is asked with.
 */
export const LEGACY = {
    kex: [...MODERN.kex, 'diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'],
    serverHostKey: [...MODERN.serverHostKey, 'ssh-rsa', 'ssh-dss'],
    cipher: [...MODERN.cipher, 'aes128-cbc', 'aes256-cbc', '3des-cbc'],
    hmac: [...MODERN.hmac, 'hmac-md5', 'hmac-sha1-96'],
};
/** ssh2 wants lists that it may write to. */
export function algorithmsFor(access) {
    const { kex, serverHostKey, cipher, hmac } = access.isLegacy ? LEGACY : MODERN;
    return { kex: [...kex], serverHostKey: [...serverHostKey], cipher: [...cipher], hmac: [...hmac] };
}
