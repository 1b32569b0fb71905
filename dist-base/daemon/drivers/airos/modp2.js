// Key exchanges with group 1 (`modp2`, RFC 2409 §6.2), which is all that old firmware offers, without proving each time that
// its prime is one: OpenSSL 3 knows the larger groups by heart and this one not, so that every key of it takes 40 ms of CPU
// instead of one. One object has its prime proven, and every exchange lends it a secret of its own. Surprising:
// ssh2 takes the function out of node:crypto when it is loaded, so the cached one has to be there just then, and only then.
import crypto from 'node:crypto';
import { createRequire } from 'node:module';
/** Makes exchanges that share a prime and nothing else: each has its own secret, drawn when its keys are asked for. */
export function openModp2() {
    const group = crypto.createDiffieHellmanGroup('modp2');
    const prime = group.getPrime();
    const generator = group.getGenerator();
    const shared = crypto.createDiffieHellman(prime, generator);
    return () => {
        const secret = drawSecret(prime.length);
        return {
            generateKeys() {
                shared.setPrivateKey(secret);
                return shared.generateKeys();
            },
            computeSecret(otherPublicKey) {
                shared.setPrivateKey(secret);
                return shared.computeSecret(otherPublicKey);
            },
            getPrime: () => prime,
            getGenerator: () => generator,
        };
    };
}
/** Below a quarter of the prime, so below its half as RFC 4253 §8 wants it, and never 0 or 1. */
function drawSecret(bytes) {
    const secret = crypto.randomBytes(bytes);
    secret.writeUInt8(secret.readUInt8(0) & 0x3f, 0);
    secret.writeUInt8(secret.readUInt8(bytes - 1) | 0x02, bytes - 1);
    return secret;
}
let loaded = null;
/** ssh2, loaded by the first visit of a thread: whoever visits no CPE does not pay for it. */
export function loadSsh2() {
    if (loaded !== null)
        return loaded;
    const original = crypto.createDiffieHellmanGroup;
    let open = null;
    const cached = (name) => (name === 'modp2' ? (open ??= openModp2())() : original(name));
    // Nothing else runs between these lines, so nobody but ssh2 gets the cached one.
    Object.assign(crypto, { createDiffieHellmanGroup: cached });
    try {
        loaded = createRequire(import.meta.url)('ssh2');
    }
    finally {
        Object.assign(crypto, { createDiffieHellmanGroup: original });
    }
    return loaded;
}
