// The driver against a NAS on loopback that speaks for itself: what is proven, what is only acknowledged, and what every fault
// comes to. Nothing here knows a database: what accounting knows is said in the order.
import { describe, expect, it, onTestFinished } from 'vitest';
import { freeUdpPort } from '../../../fixtures/peers/free-port.js';
import { startNasIncoming } from '../../../fixtures/peers/nas-incoming.js';
import { entry } from './driver.js';
import { inTime, nasAt, orderTo, SECRET, sessionOf } from './trial.js';
const ANA = { id: '81100001', user: 'ana', address: '10.20.0.7' };
async function nas(faults = {}, isOnline = true) {
    const one = await startNasIncoming({ secret: SECRET });
    onTestFinished(() => one.close());
    if (isOnline)
        await one.dial(ANA);
    one.faults = faults;
    return one;
}
function driver(port, given = {}) {
    const one = entry.open(nasAt(port, given));
    onTestFinished(() => one.close());
    return one;
}
const online = { sessions: [sessionOf(ANA.id)] };
async function cut(sim, known = online) {
    return (await driver(sim.port).apply([orderTo('cut', known)], inTime()))[0];
}
const code = (outcome) => (outcome?.ok === false ? outcome.fault.code : outcome?.ok);
const message = (outcome) => (outcome?.ok === false ? outcome.fault.message : '');
describe('a cut', () => {
    it('of who is online: his session is named, and its end only acknowledged', async () => {
        const sim = await nas();
        expect(await cut(sim)).toEqual({
            ...{ order: 1, place: 1, generation: 1, ok: 'sent', what: ANA.id, sessions: [1], gone: [] },
        });
        expect(sim.sessions).toEqual([]);
        const [asked] = sim.asked;
        expect([asked?.code, asked?.attributes.get(1)?.toString(), asked?.attributes.get(44)?.toString()]).toEqual([
            40,
            'ana',
            ANA.id,
        ]);
        expect([...(asked?.attributes.keys() ?? [])]).toEqual([80, 1, 44, 8, 55]);
    });
    it('of who is not: nothing is sent, and that is the proof', async () => {
        const sim = await nas();
        expect(await cut(sim, { lastEnd: 'session 7 ended' })).toMatchObject({
            ...{ ok: true, observed: 'cut', did: 'already', proof: 'session 7 ended; no open session' },
        });
        expect([sim.asked, sim.sessions.length]).toEqual([[], 1]);
    });
    it('of whose session began under the cut profile: it stays', async () => {
        const sim = await nas();
        const limited = { cutBy: 'profile', sessions: [sessionOf(ANA.id, { isInTheWay: false })] };
        expect(await cut(sim, limited)).toMatchObject({ ok: true, observed: 'cut', did: 'already' });
        expect(sim.sessions).toHaveLength(1);
    });
    it('of a session that the NAS knows nothing of: its word proves it, and the session is said to be gone', async () => {
        const sim = await nas({}, false);
        expect(await cut(sim)).toMatchObject({ ok: true, observed: 'cut', did: 'changed', gone: [1] });
        // The address was left out the second time, in case that it was it that did not match.
        expect(sim.asked.map(({ attributes }) => attributes.has(8))).toEqual([true, false]);
    });
    it('of a session that accounting tells of from elsewhere: that this NAS has none proves nothing', async () => {
        const sim = await nas({}, false);
        const outcome = await cut(sim, { sessions: [sessionOf(ANA.id, { nas: '10.9.9.9' })] });
        expect(outcome).toMatchObject({ ok: false, observed: 'active', answered: true, fault: { code: 'device-refused' } });
        expect(message(outcome)).toContain('accounting tells of it from 10.9.9.9');
    });
    it('of a session whose address is another by now: it is found without', async () => {
        const sim = await nas();
        expect(await cut(sim, { sessions: [sessionOf(ANA.id, { address: '10.20.0.99' })] })).toMatchObject({ ok: 'sent' });
        expect(sim.sessions).toEqual([]);
    });
    it('that was acknowledged, with the session open still: reported as seen, and not sent again by that', async () => {
        const sim = await nas();
        const outcome = await cut(sim, { ...online, acknowledgedAt: Date.UTC(2026, 10, 11, 9) });
        expect(outcome).toMatchObject({ ok: false, observed: 'active', sent: true, onRecord: true, fault: { code: 'device-silent' } });
        expect(message(outcome)).toContain(`was acknowledged 2026-11-11T09:00:00.000Z, but accounting shows session ${ANA.id} open`);
        expect(sim.asked).toEqual([]);
    });
    it('of a name that accounting can give to nobody is left alone', async () => {
        const sim = await nas();
        expect(code(await cut(sim, { unowned: 1 }))).toBe('record-conflict');
        expect(sim.asked).toEqual([]);
    });
    it('of two sessions, one of which is gone already', async () => {
        const sim = await nas();
        const known = { sessions: [sessionOf(ANA.id), sessionOf('gone', { id: 2 })] };
        expect(await cut(sim, known)).toMatchObject({ ok: 'sent', sessions: [1], gone: [2] });
    });
    it('of a session at another NAS of ours goes there', async () => {
        const here = await nas({}, false);
        const there = await nas();
        const door = { host: '127.0.0.1', port: there.port, secret: SECRET };
        expect(await cut(here, { sessions: [sessionOf(ANA.id, { door })] })).toMatchObject({ ok: 'sent' });
        expect([here.asked.length, there.sessions.length]).toEqual([0, 0]);
    });
    it('of a hundred is spread, and left off when something more urgent comes', async () => {
        const sim = await nas({}, false);
        const changes = Array.from({ length: 100 }, (_, index) => orderTo('cut', online, index + 1));
        const radius = { secret: SECRET, port: sim.port, kicksPerSecond: 100 };
        const paced = driver(sim.port, { radius });
        const from = performance.now();
        const outcomes = await paced.apply(changes, inTime(), { hurry: () => sim.asked.length >= 40 });
        expect(performance.now() - from).toBeGreaterThan(180);
        expect(outcomes.length).toBeGreaterThanOrEqual(20);
        expect(outcomes.length).toBeLessThan(60);
        expect(outcomes.every((outcome) => outcome.ok === true)).toBe(true);
    });
});
it('a slice of cuts ends after seconds, with what was proven meanwhile before all others', async () => {
    const sim = await nas({}, false);
    const changes = Array.from({ length: 200 }, (_, index) => orderTo('cut', index === 199 ? {} : online, index + 1));
    const slow = driver(sim.port, { radius: { secret: SECRET, port: sim.port, kicksPerSecond: 10 } });
    const outcomes = await slow.apply(changes, inTime(30_000));
    expect(outcomes.at(-1)?.order).toBe(200);
    expect(outcomes.length).toBeGreaterThan(10);
    expect(outcomes.length).toBeLessThan(100);
}, 30_000);
describe('where nobody tells of sessions', () => {
    it('the NAS is asked by name: none of that name is proof', async () => {
        const sim = await nas({}, false);
        expect(await cut(sim, { isHeard: false })).toMatchObject({ ok: true, observed: 'cut', proof: expect.stringContaining('503') });
    });
    it('a session that it had is ended, and it is asked again before that is believed', async () => {
        const sim = await nas();
        expect(await cut(sim, { isHeard: false })).toMatchObject({ ok: 'sent', sessions: [] });
        expect(await cut(sim, { isHeard: false, acknowledgedAt: 1 })).toMatchObject({ ok: true, observed: 'cut' });
    });
    it('who is let in again and again is not claimed to be cut', async () => {
        const sim = await nas({ onlyAcks: true });
        const outcome = await cut(sim, { isHeard: false, acknowledgedAt: 1 });
        expect(outcome).toMatchObject({ ok: false, observed: 'unknown', answered: true, fault: { code: 'device-refused' } });
        expect(message(outcome)).toContain('turn accounting on');
    });
});
describe('a restore', () => {
    const restore = async (sim, known) => (await driver(sim.port).apply([orderTo('active', known)], inTime()))[0];
    it.each([
        ['is not online', {}],
        ['was never cut on the NAS', { sessions: [sessionOf(ANA.id, { isInTheWay: false })] }],
        ['is rejected when cut, and nobody tells of sessions', { isHeard: false }],
        ['has a name of which accounting is unsure', { unowned: 1 }],
    ])('of who %s touches nobody', async (_, known) => {
        const sim = await nas();
        expect(await restore(sim, known)).toMatchObject({ ok: true, observed: 'active', did: 'already' });
        expect([sim.asked.length, sim.sessions.length]).toEqual([0, 1]);
    });
    it('of who is online with the cut profile ends that session', async () => {
        const sim = await nas();
        expect(await restore(sim, { ...online, cutBy: 'profile' })).toMatchObject({ ok: 'sent', sessions: [1] });
        expect(sim.sessions).toEqual([]);
    });
    it('of who may be in the cut profile without anybody telling throws him out once', async () => {
        const sim = await nas({ onlyAcks: true });
        expect(await restore(sim, { isHeard: false, cutBy: 'profile' })).toMatchObject({
            ok: true,
            observed: 'active',
            did: 'changed',
        });
        expect(sim.asked).toHaveLength(1);
    });
});
describe('a NAS that', () => {
    it.each([
        ['is silent', { silent: true }, 'device-silent', false],
        ['answers with another secret', { wrongSecret: true }, 'device-silent', false],
        ['answers from another port', { otherPort: true }, 'device-silent', false],
        ['refuses without saying why', { nak: null }, 'device-refused', true],
        ['refuses by policy', { nak: 501 }, 'device-refused', true],
        ['answers twice', { twice: true }, 'sent', false],
        ['sends garbage before it answers', { garbage: true }, 'sent', false],
        ['takes no address', { refuses: [8] }, 'sent', false],
    ])('%s', async (_, faults, expected, answered) => {
        const sim = await nas(faults);
        const outcome = await cut(sim);
        expect(code(outcome)).toBe(expected);
        expect(outcome?.ok === false && outcome.answered === true).toBe(answered);
        if (outcome?.ok === false)
            expect(outcome).toMatchObject({ observed: 'active', sent: expected === 'device-silent' });
    });
    it('says why by number and name', async () => {
        expect(message(await cut(await nas({ nak: 504 })))).toContain('Error-Cause 504 Session-Context-Not-Removable');
    });
    it('signs with another secret is told from one that is silent', async () => {
        expect(message(await cut(await nas({ wrongSecret: true })))).toContain('secret');
    });
    it('loses two answers gets the same octets three times, and does it once', async () => {
        const sim = await nas({ drops: 2 });
        const patient = driver(sim.port, { commandMs: 3_000 });
        expect(await patient.apply([orderTo('cut', online)], inTime())).toMatchObject([{ ok: 'sent' }]);
        expect(sim.asked.map(({ isAgain }) => isAgain)).toEqual([false, true, true]);
        expect(new Set(sim.asked.map(({ id }) => id)).size).toBe(1);
    });
    it('loses them all is asked three times and no more', async () => {
        const sim = await nas({ silent: true });
        await cut(sim);
        expect(sim.asked).toHaveLength(3);
    });
    it('has no open port: nothing was sent', async () => {
        const outcome = (await driver(await freeUdpPort()).apply([orderTo('cut', online)], inTime()))[0];
        expect(outcome).toMatchObject({ ok: false, sent: false, fault: { code: 'device-unreachable' } });
    });
    it('has a name that nobody knows: nothing was sent', async () => {
        const gone = driver(1, { host: 'nas.invalid' });
        expect((await gone.apply([orderTo('cut', online)], inTime()))[0]).toMatchObject({
            sent: false,
            fault: { code: 'device-unreachable' },
        });
    });
    it('told of a session by a text that no packet holds, or of more than can be asked at once: the other orders go on', async () => {
        const sim = await nas();
        const long = { sessions: [sessionOf('ñ'.repeat(300))] };
        const many = { sessions: Array.from({ length: 300 }, (_, at) => sessionOf(`stale-${at}`, { id: at + 2 })) };
        // No deadline is to be met here, and a machine that is busy answers 300 questions late.
        const outcomes = await driver(sim.port, { commandMs: 10_000 }).apply([orderTo('cut', long, 1), orderTo('cut', online, 2), orderTo('cut', many, 3)], inTime());
        const [first, second, third] = [1, 2, 3].map((order) => outcomes.find((outcome) => outcome.order === order));
        expect([code(first), message(first)]).toEqual(['record-conflict', expect.stringContaining('so long')]);
        expect(second).toMatchObject({ ok: 'sent', sessions: [1] });
        // Identifiers come free as answers do, and the rest is asked with them.
        expect(third).toMatchObject({ ok: true, observed: 'cut' });
        expect(sim.asked.length).toBeGreaterThan(300);
    });
    it('gave a session an id in Latin-1: it is named so too', async () => {
        const sim = await nas();
        await cut(sim, { sessions: [sessionOf('señal', { username: 'peña', address: null })] });
        expect(sim.asked.map(({ attributes }) => [attributes.get(1)?.toString('latin1'), attributes.get(44)?.toString('hex')])).toEqual([
            [Buffer.from('peña').toString('latin1'), Buffer.from('señal').toString('hex')],
            ['peña', Buffer.from('señal', 'latin1').toString('hex')],
        ]);
    });
    it('is silent does not keep the other hundreds waiting, and what the records prove is proven', async () => {
        const sim = await nas({ silent: true });
        const changes = Array.from({ length: 200 }, (_, index) => orderTo('active', index === 199 ? {} : online, index + 1));
        const outcomes = await driver(sim.port).apply(changes, inTime());
        expect(outcomes.filter((outcome) => outcome.ok === false && !outcome.sent).length).toBe(191);
        expect(outcomes.at(-1)).toMatchObject({ ok: true });
        expect(sim.asked.length).toBe(24);
    });
    it('answers others: what one order met is not held against it', async () => {
        const sim = await nas({ nak: 501 });
        const outcomes = await driver(sim.port).apply([orderTo('cut', online), orderTo('cut', {}, 2)], inTime());
        expect(outcomes).toMatchObject([{ ok: false, answered: true }, { ok: true }]);
    });
});
it('three hundred restores at once: identifiers are used again, and every answer finds its question', async () => {
    const sim = await nas();
    const changes = Array.from({ length: 300 }, (_, index) => orderTo('active', { sessions: [sessionOf(`s${index}`, { id: index })] }, index + 1));
    const outcomes = await driver(sim.port, { window: 64 }).apply(changes, inTime());
    expect(outcomes.map((outcome) => outcome.order)).toEqual(changes.map((change) => change.order));
    expect(outcomes.every((outcome) => outcome.ok === true && outcome.gone?.length === 1)).toBe(true);
    expect(sim.wrong).toBe(0);
});
it('a task that is over leaves what it has not begun', async () => {
    const sim = await nas({ silent: true });
    const changes = Array.from({ length: 30 }, (_, index) => orderTo('active', online, index + 1));
    const outcomes = await driver(sim.port).apply(changes, inTime(100));
    expect([outcomes.length, outcomes.every((outcome) => outcome.ok === false && outcome.sent)]).toEqual([8, true]);
});
describe('test', () => {
    const tested = async (sim) => (await driver(sim.port).test(inTime()))[0];
    it('proves port and secret without touching anybody', async () => {
        const sim = await nas();
        expect(await tested(sim)).toMatchObject({ name: 'log-in', ok: true, detail: expect.stringContaining('no such session') });
        expect(sim.sessions).toHaveLength(1);
    });
    it('a NAS that is silent is told what to do, on the port that was asked', async () => {
        const sim = await nas({ silent: true });
        const detail = expect.stringContaining(`/radius incoming set accept=yes port=${sim.port})`);
        expect(await tested(sim)).toMatchObject({ ok: false, detail });
    });
    it('and one with another secret', async () => {
        expect(await tested(await nas({ wrongSecret: true }))).toMatchObject({
            ok: false,
            detail: expect.stringContaining('another secret'),
        });
    });
    it('a port that nobody listens on', async () => {
        const [check] = await driver(await freeUdpPort()).test(inTime());
        expect(check).toMatchObject({ ok: false, detail: expect.stringContaining('nothing takes Disconnect-Requests') });
    });
    it('a router without a secret', async () => {
        const bare = driver(1, { radius: null });
        await expect(bare.apply([orderTo('cut', online)], inTime())).rejects.toMatchObject({ code: 'device-login' });
        expect(() => bare.test(inTime())).toThrow('--radius-secret');
    });
});
it.each([
    ['nothing', {}, 'unknown'],
    ['a session as ordered', { ordered: 'active', sessions: [sessionOf('a', { isInTheWay: false })] }, 'active'],
    ['the cut profile', { ordered: 'cut', sessions: [sessionOf('a', { isInTheWay: false })] }, 'cut'],
    ['a session in spite of the cut', { ordered: 'cut', sessions: [sessionOf('a')] }, 'active'],
    ['the cut profile in spite of the restore', { ordered: 'active', sessions: [sessionOf('a')] }, 'cut'],
    ['a session of a connection that is closed', { ordered: 'none', sessions: [sessionOf('a')] }, 'unknown'],
])('a look that sees %s', async (_, known, observed) => {
    const { radius, ...target } = orderTo('active', known);
    const look = await driver(1).look([{ ...target, radius }], inTime());
    expect([look.device, look.sights[0]?.observed]).toEqual([null, observed]);
});
