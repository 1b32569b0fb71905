// The client alone: against octets that nobody should send, and with FreeRADIUS as the referee of both ends: its server takes
// what we ask, and our simulated NAS takes what its client asks. Where it is not installed those are skipped, in CI they fail.
import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { findFreeRadius, startFreeRadius } from '../../../fixtures/peers/freeradius.js';
import { startNasIncoming } from '../../../fixtures/peers/nas-incoming.js';
import { CODE, makeResponse, readPacket } from '../../radius/packet.js';
import { ASK, NasClient } from './client.js';
import { waysToName } from './request.js';
import { inTime, SECRET } from './trial.js';
const [ANA = []] = waysToName({ username: 'ana', sessionId: '81100001', address: '10.20.0.7' });
function clientOf(port, patienceMs = 300, secret = SECRET) {
    const client = new NasClient({ host: '127.0.0.1', port, secret }, patienceMs);
    onTestFinished(() => client.close());
    return client;
}
/** Answers every request as it is told. */
async function answering(answers) {
    const socket = createSocket('udp4');
    onTestFinished(() => void socket.close());
    socket.on('message', (datagram, from) => {
        const request = readPacket(datagram);
        if (typeof request === 'string')
            throw new Error(request);
        for (const answer of answers(request))
            socket.send(answer, from.port, from.address);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return socket.address().port;
}
const trueAnswer = (request, code = CODE.disconnectAck) => makeResponse(code, request, Buffer.from(SECRET));
describe('an answer', () => {
    it('that is not whole, not signed or of something else is none, whatever was changed in it', async () => {
        const changes = fc.array(fc.record({ at: fc.nat(25), to: fc.nat(255) }), { minLength: 1, maxLength: 3 });
        const cases = fc.sample(fc.tuple(changes, fc.nat(26), fc.boolean()), { numRuns: 400, seed: 5176 });
        let sent = 0;
        const port = await answering((request) => {
            const whole = makeResponse(CODE.disconnectNak, request, Buffer.from(SECRET), [[101, Buffer.from([0, 0, 1, 247])]]);
            return cases.flatMap(([marks, length, isCut]) => {
                const answer = Buffer.from(whole);
                for (const { at, to } of marks)
                    answer[at] = to;
                const mutant = isCut ? answer.subarray(0, length) : answer;
                // A mark may have hit upon the octet that was there.
                if (mutant.equals(whole))
                    return [];
                sent++;
                return [mutant];
            });
        });
        expect(await clientOf(port).ask(ASK.disconnect, ANA, inTime())).toMatchObject({ kind: 'silent' });
        expect(sent).toBeGreaterThan(300);
    });
    it.each([
        ['a CoA-ACK', CODE.coaAck],
        ['an Accounting-Response', CODE.accountingResponse],
        ['the request itself', CODE.disconnectRequest],
    ])('of another kind is none: %s', async (_, code) => {
        const port = await answering((request) => [trueAnswer(request, code)]);
        expect(await clientOf(port).ask(ASK.disconnect, ANA, inTime())).toEqual({ kind: 'silent', forged: 3 });
    });
    it('after forged ones counts', async () => {
        const port = await answering((request) => [
            makeResponse(CODE.disconnectAck, request, Buffer.from('wrong')),
            trueAnswer(request),
        ]);
        expect(await clientOf(port).ask(ASK.disconnect, ANA, inTime())).toEqual({ kind: 'ack' });
    });
    it('that says no without a reason, or with one of the wrong length, is a no', async () => {
        const port = await answering((request) => [
            makeResponse(CODE.disconnectNak, request, Buffer.from(SECRET), [[101, Buffer.of(1)]]),
        ]);
        expect(await clientOf(port).ask(ASK.disconnect, ANA, inTime())).toEqual({ kind: 'nak', cause: null });
    });
    it('to the one before does not answer the next with the same identifier', async () => {
        let first = null;
        const port = await answering((request) => {
            first ??= trueAnswer(request);
            return [first];
        });
        const client = clientOf(port, 200);
        expect(await client.ask(ASK.disconnect, ANA, inTime())).toEqual({ kind: 'ack' });
        for (let times = 0; times < 255; times++)
            void client.ask(ASK.coa, ANA, AbortSignal.abort());
        expect(await client.ask(ASK.coa, ANA, inTime())).toMatchObject({ kind: 'silent', forged: 3 });
    });
});
it('more questions than RADIUS has identifiers wait for each other', async () => {
    const client = clientOf(await answering((request) => [trueAnswer(request)]), 5_000);
    const answers = await Promise.all(Array.from({ length: 600 }, () => client.ask(ASK.disconnect, ANA, inTime())));
    expect(answers.filter(({ kind }) => kind === 'ack')).toHaveLength(600);
});
it('closes while a question is in flight: it is told, and nothing is left open', async () => {
    const client = clientOf(await answering(() => []), 5_000);
    const asked = client.ask(ASK.disconnect, ANA, inTime());
    await new Promise((resolve) => setImmediate(resolve));
    await client.close();
    expect(await asked).toMatchObject({ kind: 'silent' });
});
it('leaves no socket open where no way leads to the NAS, however often it is asked', async () => {
    // The kernel refuses to connect to it, as it does to a network that it has no route to.
    const client = new NasClient({ host: '255.255.255.255', port: 3799, secret: SECRET }, 300);
    const sockets = () => process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap').length;
    for (let times = 0; times < 3; times++)
        expect(await client.ask(ASK.disconnect, ANA, inTime())).toMatchObject({ kind: 'absent' });
    await client.close();
    await vi.waitFor(() => expect(sockets()).toBe(0));
});
const isMissing = findFreeRadius() === null && process.env.ISPCUBE_NO_SKIP !== '1';
describe.skipIf(isMissing)('FreeRADIUS (apt-get install freeradius freeradius-utils)', () => {
    it.each(['disconnect', 'coa'])('its server takes our %s as true, and we its answers', async (kind) => {
        const server = await startFreeRadius({ secret: SECRET, accounting: 'nothing', coaFor: 'ana' });
        onTestFinished(() => server.close());
        const client = clientOf(server.coaPort, 5_000);
        expect(await client.ask(ASK[kind], ANA, inTime())).toEqual({ kind: 'ack' });
        const [nobody = []] = waysToName({ username: 'nobody', sessionId: null, address: null });
        expect(await client.ask(ASK[kind], nobody, inTime())).toEqual({ kind: 'nak', cause: 503 });
        expect(await clientOf(server.coaPort, 1_000, 'another secret').ask(ASK[kind], ANA, inTime())).toMatchObject({
            kind: 'silent',
        });
    });
    it.each(['disconnect', 'coa'])('its client takes the simulated NAS for one: %s', async (kind) => {
        const nas = await startNasIncoming({ secret: SECRET });
        onTestFinished(() => nas.close());
        await nas.dial({ id: '81100001', user: 'ana', address: '10.20.0.7' });
        const asked = promisify(execFile)('radclient', ['-r', '1', '-t', '2', '-x', `127.0.0.1:${nas.port}`, kind, SECRET]);
        asked.child.stdin?.end('Message-Authenticator = 0x00\nUser-Name = "ana"\nAcct-Session-Id = "81100001"\n');
        expect((await asked).stdout).toContain(kind === 'coa' ? 'Received CoA-ACK' : 'Received Disconnect-ACK');
        expect([nas.sessions.length, nas.wrong]).toEqual([kind === 'coa' ? 1 : 0, 0]);
    });
});
