// FreeRADIUS as the referee: what its client sends and what its server relays is heard, and our requests are taken by it as
// true. Where it is not installed these tests are skipped, in CI they fail.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findFreeRadius, startFreeRadius } from '../../fixtures/peers/freeradius.js';
import { makeClients } from './clients.js';
import { Intake } from './intake.js';
import { listenAccounting } from './listen.js';
import { CODE, isTrueResponse, makeRequest, readPacket } from './packet.js';
const run = promisify(execFile);
const SECRET = 'testing123';
const isMissing = findFreeRadius() === null && process.env.ISPCUBE_NO_SKIP !== '1';
async function listen() {
    const booked = [];
    const intake = new Intake({
        book: (packets) => Promise.resolve({ sessions: 0, late: 0, counted: booked.push(...packets) }),
        now: () => Date.now(),
        failed: (error) => expect.unreachable(String(error)),
        queueMax: 100,
    });
    const clients = makeClients([{ name: 'loopback', prefix: '127.0.0.0/8', secret: Buffer.from(SECRET) }]);
    const listener = await listenAccounting({
        addresses: ['127.0.0.1:0'],
        bufferBytes: 65_536,
        clients: () => clients,
        intake,
        now: () => Date.now(),
        failed: () => undefined,
    });
    onTestFinished(() => listener.close());
    return { port: listener.addresses[0]?.port ?? 0, booked, listener };
}
const START = [
    'User-Name = "ana@isp"',
    'Acct-Status-Type = Interim-Update',
    'Acct-Session-Id = "81100000"',
    'NAS-IP-Address = 10.0.0.1',
    'Framed-IP-Address = 10.20.0.7',
    'Delegated-IPv6-Prefix = 2001:db8:1::/56',
    'Framed-IPv6-Prefix = 2001:db8:2::/64',
    'Acct-Input-Octets = 5',
    'Acct-Input-Gigawords = 1',
    'Acct-Session-Time = 300',
];
const EXPECTED = {
    ...{ user: 'ana@isp', status: 'interim', sessionId: '81100000', nasAddress: '10.0.0.1', address: '10.20.0.7' },
    ...{ delegatedPrefix: '2001:db8:1::/56', ipv6Prefix: '2001:db8:2::/64', upOctets: 0x1_0000_0005, seconds: 300 },
};
async function radclient(port, attributes, secret = SECRET) {
    const asked = run('radclient', ['-r', '1', '-t', '2', '-x', `127.0.0.1:${port}`, 'acct', secret]);
    asked.child.stdin?.end(`${attributes.join('\n')}\n`);
    return asked.then(({ stdout }) => stdout, (e) => `${e.stdout}${e.stderr}`);
}
describe.skipIf(isMissing)('FreeRADIUS (apt-get install freeradius freeradius-utils)', () => {
    test('its client is heard, signed or not, and takes our answer as true', async () => {
        const { port, booked } = await listen();
        expect(await radclient(port, START)).toContain('Received Accounting-Response');
        expect(await radclient(port, ['Message-Authenticator = 0x00', ...START])).toContain('Received Accounting-Response');
        expect(booked.map(({ accounting }) => accounting)).toMatchObject([EXPECTED, EXPECTED]);
    });
    test('its client with another secret is left without an answer', async () => {
        const { port, booked, listener } = await listen();
        expect(await radclient(port, START, 'another secret')).not.toContain('Received Accounting-Response');
        expect([booked.length, listener.counts.dropped['wrong-secret']]).toEqual([0, 1]);
    });
    test('its server relays to us, and the NAS is the one that told it', async () => {
        const { port, booked } = await listen();
        const relay = await startFreeRadius({ secret: SECRET, accounting: { relayTo: port } });
        onTestFinished(() => relay.close());
        expect(await radclient(relay.port, START)).toContain('Received Accounting-Response');
        expect(booked.map(({ accounting }) => accounting)).toMatchObject([EXPECTED]);
    });
    test.each([true, false])('its server takes a request of ours as true (signed: %s)', async (isSigned) => {
        const server = await startFreeRadius({ secret: SECRET, accounting: 'nothing' });
        onTestFinished(() => server.close());
        const status = Buffer.from([0, 0, 0, 1]);
        const secret = Buffer.from(SECRET);
        const request = makeRequest(CODE.accountingRequest, 7, [
            [40, status],
            [44, Buffer.from('a1')],
        ], secret, isSigned);
        const socket = createSocket('udp4');
        onTestFinished(() => void socket.close());
        socket.send(request, server.port, '127.0.0.1');
        const [answer] = (await once(socket, 'message'));
        const packet = readPacket(answer);
        if (typeof packet === 'string')
            throw new Error(packet);
        expect([packet.code, isTrueResponse(packet, request, secret)]).toEqual([CODE.accountingResponse, true]);
    });
});
