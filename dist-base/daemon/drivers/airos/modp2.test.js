// The shared group against Node's own: both sides agree, no two exchanges share a secret, and nobody but ssh2 gets it.
// Nothing here loads ssh2 but the driver, so that what is loaded is what a visit uses.
import crypto from 'node:crypto';
import { expect, it } from 'vitest';
import { algorithmsFor } from './algorithms.js';
import { loadSsh2, openModp2 } from './modp2.js';
it('agrees with an exchange of Node, whatever else the shared object was used for in between', () => {
    const open = openModp2();
    const ours = Array.from({ length: 20 }, () => open());
    const theirs = ours.map(() => crypto.createDiffieHellmanGroup('modp2'));
    const ourKeys = ours.map((exchange) => exchange.generateKeys());
    const theirKeys = theirs.map((exchange) => exchange.generateKeys());
    for (const [index, exchange] of ours.entries())
        expect(exchange.computeSecret(theirKeys[index] ?? Buffer.alloc(0))).toEqual(theirs[index]?.computeSecret(ourKeys[index] ?? Buffer.alloc(0)));
});
it('agrees with itself, and gives every exchange another key', () => {
    const open = openModp2();
    const [one, other] = [open(), open()];
    const [oneKey, otherKey] = [one.generateKeys(), other.generateKeys()];
    expect(one.computeSecret(otherKey)).toEqual(other.computeSecret(oneKey));
    const keys = new Set(Array.from({ length: 500 }, () => open().generateKeys().toString('hex')));
    expect(keys.size).toBe(500);
    expect(keys).not.toContain(oneKey.toString('hex'));
    expect(one.generateKeys()).toEqual(oneKey);
});
it('has the prime and the generator of RFC 2409', () => {
    const [ours, theirs] = [openModp2()(), crypto.createDiffieHellmanGroup('modp2')];
    expect([ours.getPrime(), ours.getGenerator()]).toEqual([theirs.getPrime(), theirs.getGenerator()]);
});
it('refuses a key that is none', () => {
    const exchange = openModp2()();
    exchange.generateKeys();
    for (const key of [Buffer.alloc(128), Buffer.from([1]), exchange.getPrime()])
        expect(() => exchange.computeSecret(key)).toThrow();
});
it('is what ssh2 gets when it is loaded, and nobody else', async () => {
    const original = crypto.createDiffieHellmanGroup;
    const ssh2 = loadSsh2();
    expect(crypto.createDiffieHellmanGroup).toBe(original);
    expect(loadSsh2()).toBe(ssh2);
    const { private: key } = ssh2.utils.generateKeyPairSync('rsa', { bits: 1024 });
    const server = new ssh2.Server({ hostKeys: [key], algorithms: { kex: ['diffie-hellman-group1-sha1'] } }, (client) => client.on('error', () => undefined).on('authentication', (context) => context.accept()));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address();
    const shake = () => new Promise((resolve, reject) => {
        const client = new ssh2.Client();
        let kex = '';
        client
            .on('handshake', (agreed) => (kex = agreed.kex))
            .on('ready', () => client.end())
            .on('close', () => resolve(kex))
            .on('error', reject)
            .connect({ port, host: '127.0.0.1', username: 'x', password: 'x', algorithms: algorithmsFor({ isLegacy: true }) });
    });
    await shake();
    const { user } = process.cpuUsage();
    const agreed = await Promise.all(Array.from({ length: 20 }, shake));
    const spentMs = process.cpuUsage().user / 1000 - user / 1000;
    await new Promise((resolve) => server.close(() => resolve()));
    expect(agreed).toEqual(Array.from({ length: 20 }, () => 'diffie-hellman-group1-sha1'));
    // Both sides are here: proving the prime twice each time would take 80 ms of every exchange, so 1600 in all.
    expect(spentMs).toBeLessThan(1000);
});
