// The driver against a simulated router: with a template of one's own, without a feed, and with every fault that a line, a log-in
// or a device can have.
import { describe, expect, it, onTestFinished } from 'vitest';
import { startListRouter } from '../../../fixtures/peers/ssh-lists.js';
import { openRouter } from './driver.js';
import { accessTo, changeTo, inTime, PLAIN, sum, targetOf } from './trial.js';
async function setUp({ template = {}, access = {}, options = {} } = {}) {
    const sim = await startListRouter(options);
    const configured = { ...PLAIN, ...template };
    const driver = openRouter(accessTo(sim.port, { template: { name: 'plain', configured }, ...access }));
    onTestFinished(async () => {
        await driver.close();
        await sim.close();
    });
    return { sim, driver, names: (list = 'ispcube-cut4') => [...(sim.lists.get(list)?.keys() ?? [])] };
}
const cuts = (...connections) => connections.map((connection) => changeTo('cut', connection));
/** Only what a fault is about is short, so that a busy machine changes nothing. */
const limitsOf = ({ mute, hangOnPassword, hangOnCommand }) => {
    if (mute === true)
        return { loginMs: 300 };
    if (hangOnPassword === true)
        return { loginMs: 2000 };
    return hangOnCommand === true ? { commandMs: 300 } : {};
};
describe('a template of the configuration', () => {
    it('cuts, proves and restores, over one connection that stays', async () => {
        const { sim, driver, names } = await setUp();
        expect((await driver.apply(cuts(1, 2), inTime())).map(sum)).toEqual([
            ['changed', 'cut'],
            ['changed', 'cut'],
        ]);
        expect([...(sim.lists.get('ispcube-cut4') ?? [])]).toEqual([
            ['10.0.0.1', 'ispcube:C1:1'],
            ['10.0.0.2', 'ispcube:C2:2'],
        ]);
        expect(sum((await driver.apply([changeTo('active', 1)], inTime()))[0])).toEqual(['changed', 'active']);
        expect(names()).toEqual(['10.0.0.2']);
        expect(sim.cpe.stats).toMatchObject({ connections: 1, tried: ['ubnt'] });
        expect(sim.cpe.stats.commands).toEqual([
            'list ispcube-cut4',
            'feed',
            'list ispcube-cut4',
            'list ispcube-cut4',
            'feed',
            'list ispcube-cut4',
        ]);
    });
    it.each([1, 8])('without a feed gives each line as a command, %i at once on the same connection', async (atOnce) => {
        const { sim, driver, names } = await setUp({ template: { feed: null, atOnce } });
        const many = Array.from({ length: 100 }, (_, index) => index + 1);
        const outcomes = await driver.apply(cuts(...many), inTime());
        expect(outcomes.every(({ ok }) => ok)).toBe(true);
        expect(names()).toHaveLength(100);
        expect(sim.cpe.stats.connections).toBe(1);
        sim.lists.get('ispcube-cut4')?.set('10.0.0.7', 'ispcube:C99:99');
        expect(sum((await driver.apply(cuts(7), inTime()))[0])).toEqual(['changed', 'cut']);
        expect(sim.lists.get('ispcube-cut4')?.get('10.0.0.7')).toBe('ispcube:C7:7');
    });
    it('of a device without exit status tells a refusal by its words', async () => {
        const { sim, driver } = await setUp({ template: { refused: '^not understood|is not welcome' } });
        sim.faults = { noStatus: true };
        expect(sum((await driver.apply(cuts(1), inTime()))[0])).toEqual(['changed', 'cut']);
        sim.faults = { noStatus: true, refuseAddress: '10.0.0.2' };
        expect((await driver.apply(cuts(2, 3), inTime())).map(sum)).toEqual([
            ['device-refused', 'active', true],
            ['changed', 'cut'],
        ]);
    });
    it('whose list bears no comments takes all of it for ours', async () => {
        const template = { isListOurs: true, cut: 'add {list}{family} {address}' };
        const { sim, driver, names } = await setUp({ template });
        await driver.apply(cuts(1, 2), inTime());
        expect([...(sim.lists.get('ispcube-cut4')?.values() ?? [])]).toEqual(['', '']);
        const look = await driver.look([targetOf(1)], inTime());
        expect(look).toMatchObject({ sights: [{ observed: 'cut', foreign: false }], strays: [{ key: '10.0.0.2', connection: null }] });
        await driver.apply([changeTo('active', 1), changeTo('none', 2)], inTime());
        expect(names()).toEqual([]);
    });
    it('knows no IPv6 where it says so, and refuses what it cannot cut', async () => {
        const { driver } = await setUp({ template: { hasIpv6: false } });
        const outcomes = await driver.apply([
            changeTo('cut', 1, { ipv6Prefix: '2001:db8::/56' }),
            changeTo('cut', 2, { way: 'pppoe', username: 'ana' }),
            changeTo('cut', 3, { address: null }),
            changeTo('cut', 4, { address: '10.0.0.4; reboot' }),
        ], inTime());
        expect(outcomes.map(sum)).toEqual(Array.from({ length: 4 }, () => ['device-refused', 'unknown', false]));
        expect(outcomes.map((one) => !one.ok && one.fault.message.replace(/^.*C\d: /, ''))).toEqual([
            "cannot be cut or restored: this router's template knows no IPv6",
            'cannot be served by this driver: it does not cut by pppoe',
            'cannot be cut or restored: no address',
            'cannot be cut or restored: "10.0.0.4; reboot" is no IPv4 address',
        ]);
    });
    it('that is nowhere, or a list that cannot be named, is said before anything is dialled', () => {
        const nowhere = { template: { name: 'vyos', configured: null } };
        expect(() => openRouter(accessTo(1, nowhere))).toThrow(/no template "vyos" .* built in are linux-nft, linux-ipset/);
        expect(() => openRouter(accessTo(1, { cutList: '-f' }))).toThrow(/cannot be a set/);
    });
});
describe('a run', () => {
    it('sends restores before cuts, and leaves cuts that it has not begun to who is in a hurry', async () => {
        const { sim, driver, names } = await setUp({ template: { feed: null } });
        sim.lists.get('ispcube-cut4')?.set('10.0.1.144', 'ispcube:C400:400');
        const many = Array.from({ length: 200 }, (_, index) => index + 1);
        let told = 0;
        const changes = [...cuts(...many), changeTo('active', 400)];
        const outcomes = await driver.apply(changes, inTime(), {
            hurry: () => told >= 49,
            proven: (some) => (told += some.length),
        });
        expect(sim.cpe.stats.commands[1]).toBe('del ispcube-cut4 10.0.1.144');
        expect([told + outcomes.length, names().length]).toEqual([49, 48]);
    });
    it('finds the one line among hundreds that is refused', async () => {
        const { sim, driver, names } = await setUp();
        sim.faults = { refuseAddress: '10.0.0.77' };
        const many = Array.from({ length: 200 }, (_, index) => index + 1);
        const outcomes = await driver.apply(cuts(...many), inTime());
        expect(outcomes.filter(({ ok }) => !ok).map(sum)).toEqual([['device-refused', 'active', true]]);
        expect(outcomes[76]).toMatchObject({ fault: { message: expect.stringMatching(/10\.0\.0\.77 is not welcome/) } });
        expect(names()).toHaveLength(199);
        expect(sim.cpe.stats.commands.length).toBeLessThan(40);
    });
    it('stops asking a device that refuses every line', async () => {
        const { sim, driver } = await setUp();
        sim.onCommand = (command) => (sim.faults = command === 'feed' ? { forbidden: true } : {});
        const outcomes = await driver.apply(cuts(...Array.from({ length: 300 }, (_, index) => index + 1)), inTime());
        expect(outcomes.every((one) => !one.ok && one.fault.code === 'device-refused')).toBe(true);
        expect(sim.cpe.stats.commands.length).toBeLessThan(80);
    });
    it('success is what was read back', async () => {
        const { sim, driver } = await setUp();
        sim.faults = { ignoreWrites: true };
        const [outcome] = await driver.apply(cuts(1), inTime());
        expect(sum(outcome)).toEqual(['device-refused', 'active', true]);
        expect(outcome).toMatchObject({ fault: { message: expect.stringMatching(/was told, and still shows: 10\.0\.0\.1 not on/) } });
    });
    it.each([
        [true, 1],
        [false, 0],
    ])('a line lost half way (done: %o) gives each change its own outcome, and the next run finds how it stands', async (isDone, left) => {
        const { sim, driver, names } = await setUp();
        sim.faults = { dropAt: { command: 'feed', isDone } };
        expect((await driver.apply(cuts(1), inTime())).map(sum)).toEqual([['device-silent', 'unknown', true]]);
        expect(names()).toHaveLength(left);
        sim.faults = {};
        expect(sum((await driver.apply(cuts(1), inTime()))[0])).toEqual([isDone ? 'already' : 'changed', 'cut']);
        expect(sim.cpe.stats.connections).toBe(2);
    });
    it('what was not begun when the line was lost was not sent', async () => {
        const { sim, driver } = await setUp({ template: { feed: null } });
        let adds = 0;
        sim.onCommand = (command) => {
            if (command.startsWith('add') && ++adds === 60)
                sim.faults = { dropAt: { command: 'add', isDone: true } };
        };
        const told = [];
        const many = Array.from({ length: 150 }, (_, index) => index + 1);
        const outcomes = await driver.apply(cuts(...many), inTime(), { proven: (some) => told.push(...some.map(sum)) });
        expect(told).toHaveLength(48);
        const sums = outcomes.map(sum);
        expect(sums.every(([code, observed]) => observed === 'unknown' && (code === 'device-silent' || code === 'device-unreachable'))).toBe(true);
        expect(sums.every(([code, , sent]) => sent === (code === 'device-silent'))).toBe(true);
        expect(sums.at(-1)).toEqual(['device-unreachable', 'unknown', false]);
        expect(sums.length).toBe(102);
    });
    it('a session that died while idle is replaced, and nothing is done twice', async () => {
        const { sim, driver, names } = await setUp();
        await driver.apply(cuts(1), inTime());
        sim.faults = { dropAt: { command: 'list', isDone: false } };
        sim.onCommand = () => (sim.faults = sim.cpe.stats.connections > 1 ? {} : sim.faults);
        expect(sum((await driver.apply(cuts(2), inTime()))[0])).toEqual(['changed', 'cut']);
        expect([names(), sim.cpe.stats.connections]).toEqual([['10.0.0.1', '10.0.0.2'], 2]);
    });
});
describe('faults', () => {
    it.each([
        ['resets the connection', { refuse: true }, 'device-unreachable', /could not be reached|left before the log-in/],
        ['never says a word', { mute: true }, 'device-unreachable', /accepted and then said nothing within 300 ms/],
        ['closes after the banner', { insteadOfBanner: 'SSH-2.0-dropbear\r\n' }, 'device-unreachable', /left before the log-in/],
        ['speaks HTTP', { insteadOfBanner: 'HTTP/1.0 400 Bad Request\r\n\r\n' }, 'device-unreachable', /left before the log-in/],
        ['has another password', { wrongPassword: true }, 'device-login', /did not let "ubnt" in/],
        ['leaves on the password', { wrongPassword: true, dropOnPassword: true }, 'device-login', /left on the log-in/],
        ['hangs on the password', { hangOnPassword: true }, 'device-unreachable', /did not answer to the log-in/],
        ['wants a new password', { expiredPassword: true }, 'device-login', /wants a new password/],
        ['runs no commands', { refuseCommands: true }, 'device-refused', /would run no command/],
        ['hangs on a command', { hangOnCommand: true }, 'device-unreachable', /did not answer to a command within 300 ms/],
        ['answers half a list', { halfOutput: 20 }, 'device-garbled', /is not whole/],
        ['drops in the middle of a list', { dropAfter: 20 }, 'device-unreachable', /closed the connection before it had answered/],
        ['answers something else', { page: '<html>\nlogin\nend\n' }, 'device-garbled', /does not know: "<html>"/],
        ['answers an address of nobody', { page: 'list x\n10.0.0.999\nend\n' }, 'device-garbled', /holds "10\.0\.0\.999"/],
        ['merged our entries', { page: 'list x\n10.0.0.0/30 # ispcube:C1:1\nend\n' }, 'device-garbled', /merges entries of ours/],
        ['answers for ever', { endless: true }, 'device-garbled', /said more than 16777216 bytes/],
        ['has not the program', { notFound: true }, 'device-refused', /not found; is it installed/],
        ['does not permit it', { forbidden: true }, 'device-refused', /not permitted; "ubnt" must be root/],
        ['does not say how it went', { noStatus: true }, 'device-unreachable', /without saying how it went/],
    ])('a router that %s is told from the others, and nothing is written', async (_, faults, code, message) => {
        const { sim, driver, names } = await setUp({ access: limitsOf(faults) });
        sim.lists.get('ispcube-cut4')?.set('10.5.0.1', 'by hand, and long enough to be cut in two');
        sim.faults = faults;
        await expect(driver.apply(cuts(1), inTime())).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
        await expect(driver.look([targetOf(1)], inTime())).rejects.toMatchObject({ code });
        expect((await driver.test(inTime())).some(({ ok }) => !ok)).toBe(true);
        expect(names()).toEqual(['10.5.0.1']);
        sim.faults = {};
        const patient = openRouter(accessTo(sim.port, { template: { name: 'plain', configured: PLAIN } }));
        onTestFinished(() => patient.close());
        expect(sum((await patient.apply(cuts(1), inTime()))[0])).toEqual(['changed', 'cut']);
    });
    it('another host key is refused, and no password is sent to it', async () => {
        const { sim, driver } = await setUp();
        await driver.apply(cuts(1), inTime());
        expect(driver.fingerprint).toBe(sim.cpe.hostKey);
        const pinned = openRouter(accessTo(sim.port, { tlsPin: driver.fingerprint, template: { name: 'plain', configured: PLAIN } }));
        onTestFinished(() => pinned.close());
        expect(await pinned.apply(cuts(1), inTime())).toMatchObject([{ ok: true, did: 'already' }]);
        sim.cpe.changeHostKey();
        const tried = sim.cpe.stats.tried.length;
        const other = openRouter(accessTo(sim.port, { tlsPin: driver.fingerprint, template: { name: 'plain', configured: PLAIN } }));
        onTestFinished(() => other.close());
        await expect(other.apply(cuts(1), inTime())).rejects.toMatchObject({
            code: 'device-refused',
            message: expect.stringMatching(/another host key .* no password was sent .*--forget-pin$/),
        });
        expect(sim.cpe.stats.tried).toHaveLength(tried);
    });
    it('an old device is spoken to only where its template says so', async () => {
        const options = { firmware: 'old' };
        const modern = await setUp({ options });
        await expect(modern.driver.apply(cuts(1), inTime())).rejects.toMatchObject({
            code: 'device-refused',
            message: expect.stringMatching(/no algorithm in common .*isLegacy: true$/),
        });
        const old = await setUp({ options, template: { isLegacy: true } });
        expect(await old.driver.apply(cuts(1), inTime())).toMatchObject([{ ok: true, did: 'changed' }]);
        expect(old.sim.cpe.stats.kex).toBe('diffie-hellman-group1-sha1');
    });
    it('asks by keyboard where that is the only way, and never repeats the password in what it says', async () => {
        const password = 'clave-secreta';
        const { sim, driver } = await setUp({ options: { login: 'keyboard', password }, access: { password } });
        expect(await driver.apply(cuts(1), inTime())).toMatchObject([{ ok: true }]);
        sim.faults = { page: `${password} is what you said\n` };
        await expect(driver.look([targetOf(1)], inTime())).rejects.toMatchObject({ message: expect.not.stringContaining(password) });
    });
    it('a list of one family that is refused fails those who need it, and strays are told of the other', async () => {
        const { sim, driver } = await setUp();
        sim.lists.delete('ispcube-cut6');
        sim.lists.get('ispcube-cut4')?.set('10.4.0.1', 'ispcube:C44:44');
        const targets = [targetOf(1), targetOf(2, { ipv6Prefix: '2001:db8::/56' })];
        const look = await driver.look(targets, inTime());
        expect(look.sights.map(({ observed }) => observed)).toEqual(['active', 'unknown']);
        expect(look.strays).toMatchObject([{ key: '10.4.0.1', connection: 44 }]);
        const outcomes = await driver.apply([changeTo('cut', 1), changeTo('cut', 2, { ipv6Prefix: '2001:db8::/56' })], inTime());
        expect(outcomes.map(sum)).toEqual([
            ['changed', 'cut'],
            ['device-refused', 'unknown', false],
        ]);
    });
    it('a call that waits behind another leaves with its own signal', async () => {
        const { sim, driver } = await setUp();
        await driver.apply(cuts(1), inTime());
        sim.faults = { hangOnCommand: true };
        const first = driver.look([targetOf(1)], inTime(600)).catch((e) => e);
        await expect(driver.look([targetOf(1)], inTime(50))).rejects.toMatchObject({ code: 'device-unreachable' });
        expect(await first).toMatchObject({ code: 'device-unreachable' });
    });
});
