// What a router may be spoken to with. In SSH the client's list decides. Never a group exchange: Node proves the primality of
// every prime that a device sends, which blocks the thread, and all its other routers, for up to two seconds. The driver of
// CPEs has lists of its own: those are ordered by what a radio's small CPU bears, these by what is safest.
const MODERN = {
    kex: [
        'curve25519-sha256',
        'curve25519-sha256@libssh.org',
        'ecdh-sha2-nistp256',
        'ecdh-sha2-nistp384',
        'diffie-hellman-group16-sha512',
        'diffie-hellman-group14-sha256',
    ],
    serverHostKey: ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'rsa-sha2-512', 'rsa-sha2-256'],
    cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes256-ctr'],
    hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
};
/** Starts with all of the modern ones, so that a device shows the same host key whichever list it is asked with. */
const LEGACY = {
    kex: [...MODERN.kex, 'diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'],
    serverHostKey: [...MODERN.serverHostKey, 'ssh-rsa', 'ssh-dss'],
    cipher: [...MODERN.cipher, 'aes128-cbc', 'aes256-cbc', '3des-cbc'],
    hmac: [...MODERN.hmac, 'hmac-sha1', 'hmac-md5'],
};
/** ssh2 wants lists that it may write to. */
export function algorithmsFor(isLegacy) {
    const { kex, serverHostKey, cipher, hmac } = isLegacy ? LEGACY : MODERN;
    return { kex: [...kex], serverHostKey: [...serverHostKey], cipher: [...cipher], hmac: [...hmac] };
}
