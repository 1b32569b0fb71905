// Visits over real sockets to a simulated CPE: passwords, host keys, deadlines, and every way in which a radio fails. After
// each the connection is gone from the other end too.
import { connect, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCpe } from '../../../fixtures/peers/ssh.js';
import { LEGACY, MODERN } from './algorithms.js';
import { accessTo, inTime, PROGRAMS, RIGHT, WRONG } from './trial.js';
import { probe } from './visit.js';
async function cpe(options = {}, faults = {}) {
    const sim = await startCpe({ programs: PROGRAMS, ...options });
    sim.faults = faults;
    onTestFinished(() => sim.close());
    return sim;
}
/** Ends with nothing open on either side. */
async function visit(sim, given = {}, signal = inTime()) {
    const visited = await probe(accessTo(sim.port, given), signal);
    await expect.poll(() => sim.stats.open).toBe(0);
    return visited;
}
function faultOf(visited) {
    if (visited.ok)
        throw new Error('nothing went wrong');
    const { code, message, facts } = visited.fault;
    expect(message).toMatch(/^CPE C12\/casa \([a-z0-9.]+:\d+\) /);
    return { code, why: facts.why };
}
describe('a visit', () => {
    it('ends with the reading, the password that was right and the host key', async () => {
        const sim = await cpe();
        const visited = await visit(sim);
        expect(visited).toMatchObject({ ok: true, credential: 7, hostKey: sim.hostKey });
        expect(visited.ok && visited.reading).toMatchObject({
            source: 'ssh',
            signalDbm: -64,
            ccqPct: 93.1,
            txMbps: 117,
            firmware: '6.1.7',
        });
        expect([sim.stats.connections, sim.stats.tried, sim.stats.commands.length]).toEqual([1, ['ubnt'], 1]);
    });
    it('takes milliseconds: nothing in it waits for a delayed acknowledgement', async () => {
        const sim = await cpe();
        await visit(sim);
        const from = performance.now();
        for (let n = 0; n < 5; n++)
            expect((await visit(sim)).ok).toBe(true);
        // With one such wait a visit takes 40 ms more; five have five of them.
        expect(performance.now() - from).toBeLessThan(5 * 120);
    });
    it('asks a firmware without mca-status for its JSON', async () => {
        const json = '{"host":{"fwversion":"v8.7.11"},"wireless":{"mode":"sta-ptmp","count":1,"sta":[{"signal":-70}]}}';
        const sim = await cpe({ programs: { 'ubntbox status.cgi': `Content-Type: application/json\r\n\r\n${json}\n` } });
        expect(await visit(sim)).toMatchObject({ ok: true, reading: { signalDbm: -70, firmware: '8.7.11' } });
    });
    it('that finds its time over calls nobody, and says which limit that was', async () => {
        const sim = await cpe();
        const { code, why } = faultOf(await probe(accessTo(sim.port), AbortSignal.abort()));
        expect([code, sim.stats.connections]).toEqual(['device-unreachable', 0]);
        expect(why).toMatch(/^was not called: .*limits\.visitMs.*limits\.visitsAtOnce/);
    });
    it('can be made to fifty at once', async () => {
        const sims = await Promise.all(Array.from({ length: 50 }, () => cpe()));
        const visits = await Promise.all(sims.map((sim) => probe(accessTo(sim.port), inTime())));
        expect(visits.filter(({ ok }) => ok)).toHaveLength(50);
        expect(new Set(visits.map(({ hostKey }) => hostKey)).size).toBe(50);
    });
});
describe('passwords', () => {
    it('are tried in the order given, each on a connection of its own', async () => {
        const sim = await cpe();
        expect(await visit(sim, { credentials: [WRONG, { ...RIGHT, id: 9 }, RIGHT] })).toMatchObject({ ok: true, credential: 9 });
        expect([sim.stats.tried, sim.stats.connections]).toEqual([[WRONG.password, 'ubnt'], 2]);
    });
    it('are five at most, and none of them shows in what is said about it', async () => {
        const sim = await cpe({}, { wrongPassword: true });
        const credentials = Array.from({ length: 8 }, (_, n) => ({ id: n, username: `user${n % 2}`, password: `secreto-${n}` }));
        const visited = await visit(sim, { credentials });
        expect(faultOf(visited)).toEqual({
            code: 'device-login',
            why: 'accepted no password (5 tried): add the right one (ispcube cpe password add USER)',
        });
        expect(sim.stats.tried).toHaveLength(5);
        expect(JSON.stringify(visited)).not.toContain('secreto');
        expect(visited).toMatchObject({ hostKey: sim.hostKey, fault: { facts: { users: ['user0', 'user1'] } } });
    });
    it('that end the conversation are wrong ones too, and the next one is tried', async () => {
        const sim = await cpe({}, { dropOnPassword: true });
        expect(await visit(sim, { credentials: [WRONG, RIGHT] })).toMatchObject({ ok: true, credential: RIGHT.id });
        expect(faultOf(await visit(sim, { credentials: [WRONG] })).code).toBe('device-login');
    });
    it('are given to a keyboard where there is no other way, once', async () => {
        const sim = await cpe({ login: 'keyboard' });
        expect(await visit(sim)).toMatchObject({ ok: true, credential: RIGHT.id });
        expect(faultOf(await visit(sim, { credentials: [WRONG] })).code).toBe('device-login');
        expect(sim.stats.tried).toEqual(['ubnt', WRONG.password]);
    });
    it('that have to be changed first are no use', async () => {
        expect(faultOf(await visit(await cpe({}, { expiredPassword: true }))).code).toBe('device-login');
    });
    it('that nobody has given are told, and nobody is called', async () => {
        const sim = await cpe();
        const visited = await visit(sim, { credentials: [] });
        expect([faultOf(visited).code, visited.hostKey, sim.stats.connections]).toEqual(['device-login', null, 0]);
    });
    it('that a device sends back are taken out', async () => {
        const longer = { ...WRONG, password: `${RIGHT.password}-7` };
        const sim = await cpe({}, { page: `<html>${RIGHT.password}/${longer.password}</html>` });
        const visited = await visit(sim, { credentials: [RIGHT, longer] });
        expect(visited).toMatchObject({ ok: false, fault: { code: 'device-garbled', facts: { said: '<html>•••/•••</html>' } } });
    });
});
describe('the host key', () => {
    it('is accepted where it is the pinned one, however that is written', async () => {
        const sim = await cpe();
        const written = sim.hostKey.toUpperCase().match(/../g)?.join(':') ?? '';
        for (const hostKey of [sim.hostKey, written])
            expect((await visit(sim, { hostKey })).ok).toBe(true);
    });
    it('that is another one is refused before any password leaves', async () => {
        const sim = await cpe();
        const pinned = sim.hostKey;
        sim.changeHostKey();
        const visited = await visit(sim, { hostKey: pinned, credentials: [WRONG, RIGHT] });
        const { code, why } = faultOf(visited);
        expect([code, why]).toEqual(['device-refused', expect.stringContaining('look at the device before you accept')]);
        expect(why).toContain(sim.hostKey);
        expect([visited.hostKey, sim.stats.tried, sim.stats.connections]).toEqual([sim.hostKey, [], 1]);
    });
    it('that changes between two passwords is refused as well', async () => {
        const sim = await cpe({}, { dropOnPassword: true });
        sim.onTry = () => sim.changeHostKey();
        expect(faultOf(await visit(sim, { credentials: [WRONG, RIGHT] })).code).toBe('device-refused');
        expect(sim.stats.tried).toEqual([WRONG.password]);
    });
    it('is the same one whether old algorithms are allowed or not', async () => {
        const sim = await cpe();
        const [modern, legacy] = [await visit(sim), await visit(sim, { isLegacy: true })];
        expect([modern.hostKey, legacy.hostKey]).toEqual([sim.hostKey, sim.hostKey]);
    });
});
describe('old firmware', () => {
    it('is visited where that is allowed', async () => {
        const sim = await cpe({ firmware: 'old' });
        expect(await visit(sim, { isLegacy: true })).toMatchObject({ ok: true, hostKey: sim.hostKey, reading: { signalDbm: -64 } });
        expect([sim.stats.kex, sim.stats.hostKeyType]).toEqual(['diffie-hellman-group1-sha1', 'ssh-rsa']);
    });
    it('with 3des and md5 and nothing else too', async () => {
        const sim = await cpe({ firmware: 'old', algorithms: { cipher: ['3des-cbc'], hmac: ['hmac-md5'] } });
        expect((await visit(sim, { isLegacy: true })).ok).toBe(true);
    });
    it('is refused where it is not, with what to do', async () => {
        const { code, why } = faultOf(await visit(await cpe({ firmware: 'old' })));
        expect([code, why]).toEqual(['device-refused', expect.stringContaining('allow it the old ones')]);
    });
    it.each([
        ['kex', { kex: ['ecdh-sha2-nistp521'] }],
        ['cipher', { cipher: ['aes192-ctr'] }],
        ['hmac', { cipher: ['aes128-ctr'], hmac: ['hmac-sha2-512'] }],
    ])('with nothing in common in %s is refused for good', async (_what, algorithms) => {
        const sim = await cpe({ algorithms: structuredClone(algorithms) });
        const { code, why } = faultOf(await visit(sim, { isLegacy: true }));
        expect([code, why]).toEqual(['device-refused', expect.stringContaining('not even one of old firmware')]);
    });
    it('is never asked for a group exchange, and modern firmware for nothing old', () => {
        expect([...LEGACY.kex, ...MODERN.kex].filter((name) => name.includes('group-exchange'))).toEqual([]);
        const modern = Object.values(MODERN).flat();
        expect(modern.filter((name) => /cbc|md5|ssh-rsa|ssh-dss|group1-|group14-sha1/.test(name))).toEqual([]);
    });
});
describe('a device that fails', () => {
    const SHORT = { connectMs: 150, commandMs: 150 };
    it.each([
        ['accepts and says nothing', { mute: true }, 'device-silent', 'accepted and then said nothing within 150 ms'],
        ['closes', { insteadOfBanner: '' }, 'device-silent', 'said nothing more before the log-in'],
        [
            'closes after its banner',
            { insteadOfBanner: 'SSH-2.0-dropbear_0.48\r\n' },
            'device-silent',
            'said nothing more before the log-in',
        ],
        ['speaks another protocol', { insteadOfBanner: 'HTTP/1.1 400 Bad Request\r\n\r\n' }, 'device-silent', 'said nothing more'],
        ['speaks SSH 1', { insteadOfBanner: 'SSH-1.5-1.2.27\r\n' }, 'device-garbled', 'speaks no SSH that we understand'],
        ['breaks off in the middle', { insteadOfBanner: `SSH-2.0-x\r\n${'\u0000'.repeat(40)}` }, 'device-garbled', 'speaks no SSH'],
        ['never answers the password', { hangOnPassword: true }, 'device-silent', 'did not answer to the password within 150 ms'],
        ['runs no command', { refuseCommands: true }, 'device-garbled', 'would run no command'],
        ['hangs in the command', { hangOnCommand: true }, 'device-silent', 'logged us in and did not answer within 150 ms'],
        ['drops in the middle of the status', { dropAfter: 60 }, 'device-silent', 'said nothing more before it had answered'],
        ['prints half a status', { halfOutput: 200 }, 'device-garbled', 'let us in, but its answer is not whole'],
        ['prints nothing', { halfOutput: 0 }, 'device-garbled', 'let us in, but it answered nothing'],
        ['is something else', { page: '<html>\n<title>Router</title>' }, 'device-garbled', 'let us in, but it answered with a page'],
        ['prints for ever', { endless: true }, 'device-garbled', 'said more than 524288 bytes'],
    ])('and %s', async (_what, faults, code, why) => {
        const sim = await cpe({}, faults);
        const limits = faults.endless === true ? {} : SHORT;
        expect(faultOf(await visit(sim, limits))).toEqual({ code, why: expect.stringContaining(why) });
        sim.faults = {};
        expect((await visit(sim)).ok).toBe(true);
    });
    it('and resets the connection may have been there or not', async () => {
        expect(faultOf(await visit(await cpe({}, { refuse: true }))).code).toMatch(/^device-(unreachable|silent)$/);
    });
    it('with a shell that is no airOS', async () => {
        const sim = await cpe({ programs: {} });
        expect(faultOf(await visit(sim))).toEqual({ code: 'device-garbled', why: expect.stringContaining('is it an airOS device?') });
    });
    it('and does not close its side is closed all the same', async () => {
        const sim = await cpe();
        const port = await relayThatNeverCloses(sim.port);
        const from = performance.now();
        expect((await probe(accessTo(port), inTime())).ok).toBe(true);
        expect(performance.now() - from).toBeLessThan(2000);
    });
    it('and answers our goodbye with a reset has answered all the same', async () => {
        const sim = await cpe();
        const port = await relayThatNeverCloses(sim.port, (near) => near.resetAndDestroy());
        expect((await probe(accessTo(port), inTime())).ok).toBe(true);
    });
    it('and is not there is unreachable, and its passwords are not tried on', async () => {
        const { port } = await closedPort();
        const from = performance.now();
        expect(faultOf(await probe(accessTo(port, { credentials: [WRONG, RIGHT] }), inTime()))).toEqual({
            code: 'device-unreachable',
            why: expect.stringMatching(/^could not be reached \(.*ECONNREFUSED.*\): has it power/),
        });
        expect(performance.now() - from).toBeLessThan(1000);
    });
    it('and has no address that is one is unreachable', async () => {
        const visited = await probe(accessTo(22, { host: 'cpe.invalid' }), inTime());
        expect(faultOf(visited).code).toBe('device-unreachable');
    });
});
describe('the time for a visit', () => {
    it('ends it wherever it is, with what is known', async () => {
        const sim = await cpe({}, { hangOnCommand: true });
        const from = performance.now();
        const visited = await visit(sim, {}, AbortSignal.timeout(200));
        expect(faultOf(visited)).toEqual({ code: 'device-silent', why: 'logged us in and did not answer in the time for this visit' });
        expect(visited.hostKey).toBe(sim.hostKey);
        expect(performance.now() - from).toBeLessThan(1000);
        sim.faults = { mute: true };
        expect(faultOf(await visit(sim, {}, AbortSignal.timeout(100))).code).toBe('device-silent');
    });
    it('that has passed lets nobody be called', async () => {
        const sim = await cpe();
        expect(faultOf(await visit(sim, {}, AbortSignal.abort()))).toMatchObject({ code: 'device-unreachable' });
        expect(sim.stats.connections).toBe(0);
    });
    it('ends it while a password is judged', async () => {
        const sim = await cpe({}, { hangOnPassword: true });
        const ending = new AbortController();
        sim.onTry = () => ending.abort();
        expect(faultOf(await visit(sim, { credentials: [WRONG, RIGHT] }, ending.signal)).code).toBe('device-silent');
        expect(sim.stats.tried).toEqual([WRONG.password]);
    });
    it('that passes between two passwords leaves open whether the next is right', async () => {
        const sim = await cpe({}, { wrongPassword: true });
        const port = await relayThatNeverCloses(sim.port);
        expect(faultOf(await probe(accessTo(port, { credentials: [WRONG, RIGHT] }), AbortSignal.timeout(300)))).toEqual({
            code: 'device-silent',
            why: 'refused 1 password(s), and then the time for this visit was over',
        });
        expect(sim.stats.tried).toEqual([WRONG.password]);
    });
});
async function closedPort() {
    const server = createServer();
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address();
    await new Promise((resolve) => server.close(resolve));
    return { port };
}
/** Passes everything on but the end: whoever is behind it never closes, or does what `atEnd` says. */
async function relayThatNeverCloses(to, atEnd = () => undefined) {
    const sockets = new Set();
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
        const far = connect({ port: to, host: '127.0.0.1', noDelay: true });
        for (const socket of [near, far])
            sockets.add(socket.on('error', () => undefined));
        near.on('data', (piece) => far.write(piece)).on('end', () => atEnd(near));
        far.on('data', (piece) => near.write(piece));
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(async () => {
        for (const socket of sockets)
            socket.destroy();
        await new Promise((resolve) => server.close(resolve));
    });
    return server.address().port;
}
