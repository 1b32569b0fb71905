// One socket for all: who hears what, and what becomes of those who wait when it fails, is closed, or hears what nobody can read.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startAgent } from '../../../fixtures/peers/snmp.js';
import { STATION } from '../../../fixtures/peers/snmp-station.js';
import { readCpe } from './airos.js';
import { SharedSocket } from './socket.js';
import { cpeAt, inTime, openTrial, snmpTo } from './trial.js';
import { Window } from './window.js';
async function agentWith(options = {}) {
    const agent = await startAgent({ rows: STATION, ...options });
    onTestFinished(() => agent.close());
    return agent;
}
const codeOf = (visit) => (visit.ok ? 'ok' : visit.fault.code);
/** A line whose real socket the test holds. */
function openLine() {
    const sockets = [];
    const create = ((options) => {
        const socket = createSocket(options);
        sockets.push(socket);
        return socket;
    });
    const line = { socket: new SharedSocket(create), window: new Window() };
    onTestFinished(() => line.socket.close());
    return { line, sockets };
}
describe('one socket', () => {
    it('serves hundreds of devices and many questions to each, within the window', async () => {
        const agents = await Promise.all(Array.from({ length: 120 }, () => agentWith()));
        for (const agent of agents)
            agent.faults = { slowMs: 5 };
        const snmp = openTrial(new Window(50, 2));
        const visits = agents.flatMap(({ port }) => Array.from({ length: 4 }, () => cpeAt('127.0.0.1', snmpTo(port))));
        const answers = await Promise.all(visits.map((access) => snmp.readCpe(access, inTime())));
        expect(answers.map(codeOf).filter((code) => code !== 'ok')).toEqual([]);
        expect(snmp.stats()).toEqual({ sockets: 1, strangers: 0, mostInFlight: 50 });
        for (const { stats } of agents)
            expect([stats.heard, stats.mostAtOnce <= 2]).toEqual([4, true]);
    });
    it('tells devices apart by address and port', async () => {
        const [here, there] = [await agentWith({ host: '127.0.0.2' }), await agentWith({ host: '127.0.0.3' })];
        const twin = await agentWith({ host: '127.0.0.4', port: here.port, rows: STATION.replace('-64', '-80') });
        there.faults = { silent: true };
        const snmp = openTrial();
        const answers = await Promise.all([here, there, twin].map(({ host, port }) => snmp.readCpe(cpeAt(host, snmpTo(port, { timeoutMs: 200 })), inTime())));
        expect(answers.map((answer) => (answer.ok ? answer.reading.signalDbm : answer.fault.code))).toEqual([
            -64,
            'device-unreachable',
            -80,
        ]);
    });
    it('drops what comes from another port than the one that was asked, and counts it', async () => {
        const agent = await agentWith();
        agent.faults = { fromElsewhere: true };
        const snmp = openTrial();
        const answer = await snmp.readCpe(cpeAt('127.0.0.1', snmpTo(agent.port, { timeoutMs: 100, retries: 0 })), inTime());
        expect([codeOf(answer), snmp.stats().strangers]).toEqual(['device-unreachable', 1]);
    });
    it('is two where IPv6 is asked too, however the address is written', async () => {
        const snmp = openTrial();
        const [old, young] = [await agentWith(), await agentWith({ host: '::1' })];
        for (const access of [
            cpeAt('127.0.0.1', snmpTo(old.port)),
            cpeAt('::1', snmpTo(young.port)),
            cpeAt('0:0:0:0:0:0:0:1', snmpTo(young.port)),
        ])
            expect(codeOf(await snmp.readCpe(access, inTime()))).toBe('ok');
        expect(snmp.stats().sockets).toBe(2);
    });
});
describe('who waits is told', () => {
    it('when the socket fails; the next question opens another', async () => {
        const { line, sockets } = openLine();
        const agent = await agentWith();
        agent.faults = { silent: true };
        const access = cpeAt('127.0.0.1', snmpTo(agent.port, { timeoutMs: 5000 }));
        const waiting = [readCpe(line, access, inTime()), readCpe(line, access, inTime()), readCpe(line, access, inTime())];
        while (agent.stats.heard < 2)
            await new Promise((resolve) => setTimeout(resolve, 5));
        agent.faults = {};
        sockets[0]?.emit('error', new Error('recvmsg ENOMEM'));
        // The third was waiting for its turn at this device, and is asked over the new socket.
        expect((await Promise.all(waiting)).map(codeOf)).toEqual(['device-unreachable', 'device-unreachable', 'ok']);
        expect([line.socket.stats.opened, sockets[0]?.listenerCount('message')]).toEqual([2, 1]);
    });
    it('when all is closed, at once, and nothing is asked after that', async () => {
        const agent = await agentWith();
        agent.faults = { silent: true };
        const snmp = openTrial();
        const access = cpeAt('127.0.0.1', snmpTo(agent.port, { timeoutMs: 5000 }));
        const waiting = snmp.readCpe(access, inTime());
        while (agent.stats.heard === 0)
            await new Promise((resolve) => setTimeout(resolve, 5));
        const from = performance.now();
        await snmp.close();
        expect([codeOf(await waiting), codeOf(await snmp.readCpe(access, inTime()))]).toEqual([
            'device-unreachable',
            'device-unreachable',
        ]);
        expect([performance.now() - from < 1000, agent.stats.heard]).toEqual([true, 1]);
    });
    it('when the system refuses to send', async () => {
        const answer = await openTrial().readCpe(cpeAt('255.255.255.255', snmpTo(161)), inTime());
        expect([codeOf(answer), answer.ok ? '' : answer.fault.message]).toEqual([
            'device-unreachable',
            expect.stringMatching(/could not be asked: send EACCES/),
        ]);
    });
    it('when a listener trips over a datagram: nothing is thrown out of the socket', async () => {
        const { line } = openLine();
        const agent = createSocket('udp4');
        agent.bind(0, '127.0.0.1');
        await once(agent, 'listening');
        onTestFinished(() => void agent.close());
        const told = new Promise((resolve) => {
            const end = line.socket.endFor('127.0.0.1', agent.address().port, {
                lost: () => { },
                tripped: (error) => resolve(error.message),
            });
            end.on('message', () => {
                throw new TypeError('a field is missing');
            });
            agent.once('message', (_bytes, from) => agent.send('?', from.port, from.address));
            end.send(Buffer.from('hello'), 0, 5, 0, '', () => { });
        });
        expect(await told).toBe('a field is missing');
    });
});
it('ends every question whatever bytes come back, with a fault or a reading that can be true', async () => {
    const agent = await agentWith({ users: [{ name: 'isp', auth: { protocol: 'sha', key: 'auth-key-7' } }] });
    const snmp = openTrial();
    const change = fc.record({ at: fc.nat(400), byte: fc.nat(255) });
    const versions = [
        snmpTo(agent.port, { timeoutMs: 25, retries: 0 }),
        {
            ...snmpTo(agent.port),
            version: '3',
            username: 'isp',
            auth: { protocol: 'sha', key: 'auth-key-7' },
            privacy: null,
            timeoutMs: 25,
            retries: 0,
        },
    ];
    await fc.assert(fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), fc.nat(500), fc.constantFrom(...versions), async (changes, length, access) => {
        agent.faults = {
            garbage(answer) {
                const bytes = Buffer.from(answer.subarray(0, length < 60 ? length : answer.length));
                for (const { at, byte } of changes)
                    if (bytes.length > 0)
                        bytes[at % bytes.length] = byte;
                return bytes;
            },
        };
        const answer = await snmp.readCpe(cpeAt('127.0.0.1', access), inTime());
        if (!answer.ok) {
            expect(answer.fault.code).toMatch(/^device-/);
            return;
        }
        const { signalDbm, ccqPct } = answer.reading;
        expect(signalDbm === null || (signalDbm >= -120 && signalDbm < 0)).toBe(true);
        expect(ccqPct === null || (ccqPct > 0 && ccqPct <= 100)).toBe(true);
    }), { numRuns: 120 });
});
