// The driver against a real nft, in a network namespace, over a real dropbear.
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { findNamespaces, startLinuxRouter } from '../../../fixtures/peers/linux-router.js';
import { startStreet } from '../../../fixtures/peers/linux-street.js';
import { DROPBEAR_PASSWORD, DROPBEAR_USER } from '../../../fixtures/peers/ssh-dropbear.js';
import { entry, openRouter } from './driver.js';
import { accessTo, changeTo, inTime, sum, targetOf } from './trial.js';
import { linuxNft } from './vendors/linux-nft.js';
const isSkipped = findNamespaces() === null && process.env.CI !== 'true' && process.env.ISPCUBE_NO_SKIP !== '1';
const LISTS = { cut: 'ispcube-cut', notice: 'ispcube-notice' };
const WHO = { username: DROPBEAR_USER, password: DROPBEAR_PASSWORD };
describe.skipIf(isSkipped)('a Linux router with nftables', () => {
    let box;
    let driver;
    beforeEach(async () => {
        box = await startLinuxRouter();
        driver = openRouter(accessTo(box.port, WHO));
        onTestFinished(async () => {
            await driver.close();
            await box.close();
        });
    });
    const load = (lines) => box.shell(`nft -f - <<'END'\n${lines}\nEND`);
    const rules = () => load(entry.rules(LISTS));
    const add = (set, element) => load(`add element inet ispcube ${set} { ${element} }`);
    const set = async (name = 'ispcube-cut4') => {
        const text = await box.run('nft', 'list', 'set', 'inet', 'ispcube', name);
        return /elements = \{([\s\S]*?)\}/.exec(text)?.[1]?.replaceAll(/\s+/g, ' ').trim() ?? '';
    };
    const one = async (change) => sum((await driver.apply([changeTo(...change)], inTime()))[0]);
    it('cuts, says that it was done already, and restores; IPv6 prefixes too', async () => {
        await rules();
        const ipv6Prefix = '2001:db8:7:100::/56';
        expect(await one(['cut', 1, { ipv6Prefix, customerCode: '000123' }])).toEqual(['changed', 'cut']);
        expect([await set(), await set('ispcube-cut6')]).toEqual([
            '10.0.0.1 comment "ispcube:000123:1"',
            `${ipv6Prefix} comment "ispcube:000123:1"`,
        ]);
        expect(await one(['cut', 1, { ipv6Prefix }])).toEqual(['already', 'cut']);
        const [done] = await driver.apply([changeTo('active', 1, { ipv6Prefix })], inTime());
        expect(sum(done)).toEqual(['changed', 'active']);
        expect(done).toMatchObject({ proof: `10.0.0.1 not on ispcube-cut4, ${ipv6Prefix} not on ispcube-cut6` });
        expect([await set(), await set('ispcube-cut6')]).toEqual(['', '']);
        expect(await one(['active', 1, { ipv6Prefix }])).toEqual(['already', 'active']);
        expect(driver.fingerprint).toBe(box.hostKey);
    });
    it('cuts two thousand in a few commands over one connection, and restores them', async () => {
        await rules();
        const connections = Array.from({ length: 2000 }, (_, index) => index + 1);
        const proven = [];
        const cuts = connections.map((connection) => changeTo('cut', connection));
        const outcomes = await driver.apply(cuts, inTime(50_000), { proven: (some) => proven.push(some.length) });
        expect(proven).toEqual([500, 500, 500]);
        expect(outcomes).toHaveLength(500);
        expect((await set()).split(',')).toHaveLength(2000);
        expect(await box.commands()).toHaveLength(9);
        expect(box.open).toBe(1);
        const restored = await driver.apply(connections.map((connection) => changeTo('active', connection)), inTime(50_000));
        expect(restored.filter(({ ok }) => ok)).toHaveLength(2000);
        expect(await set()).toBe('');
        expect(box.open).toBe(1);
    }, 60_000);
    it('leaves entries of another hand alone and says that they cut', async () => {
        await rules();
        await add('ispcube-cut4', '10.0.0.0/28 comment "obra"');
        await add('ispcube-cut4', '10.9.0.1-10.9.0.7');
        await add('ispcube-cut4', '10.8.0.1');
        expect(await one(['cut', 1])).toEqual(['already', 'cut']);
        const [refused] = await driver.apply([changeTo('active', 1)], inTime());
        expect(sum(refused)).toEqual(['device-refused', 'cut', false]);
        expect(refused).toMatchObject({ fault: { message: expect.stringMatching(/not ours \(10\.0\.0\.0\/28, comment "obra"\)/) } });
        const look = await driver.look([targetOf(1), targetOf(2, { address: '10.9.0.3' }), targetOf(3, { address: '10.7.0.3' })], inTime());
        expect(look.sights.map(({ observed, foreign }) => [observed, foreign])).toEqual([
            ['cut', true],
            ['cut', true],
            ['active', false],
        ]);
        expect(look.strays).toEqual([{ where: 'ispcube-cut4', key: '10.8.0.1', connection: null, comment: '' }]);
        expect(look.device).toMatchObject({ version: expect.stringMatching(/^nftables v/), board: expect.stringMatching(/^Linux /) });
        expect(look.device?.uptimeS).toBeGreaterThan(0);
        expect(await set()).toBe('10.0.0.0/28 comment "obra", 10.8.0.1, 10.9.0.1-10.9.0.7');
    });
    it('tells a line that nft refuses from those that it takes', async () => {
        await rules();
        await add('ispcube-cut6', '2001:db8:7:105::/64 comment "obra"');
        const prefix = (connection) => `2001:db8:${connection}:100::/56`;
        const outcomes = await driver.apply([5, 6, 7, 8, 9].map((connection) => changeTo('cut', connection, { address: null, ipv6Prefix: prefix(connection) })), inTime());
        expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, true, false, true, true]);
        expect(outcomes[2]).toMatchObject({ sent: true, observed: 'active', fault: { code: 'device-refused' } });
        expect(outcomes[2]).toMatchObject({ fault: { message: expect.stringMatching(/interval overlaps/) } });
    });
    it('renames an entry of somebody who left, so that a restore of his does not open it', async () => {
        await rules();
        await add('ispcube-cut4', '10.0.0.1 comment "ispcube:C7:7"');
        expect(await one(['cut', 1])).toEqual(['changed', 'cut']);
        expect(await set()).toBe('10.0.0.1 comment "ispcube:C1:1"');
        expect(await one(['active', 7])).toEqual(['already', 'active']);
        expect(await set()).toBe('10.0.0.1 comment "ispcube:C1:1"');
    });
    it('clears the place that was left and nothing else', async () => {
        await rules();
        await one(['cut', 1]);
        expect(await one(['none', 1, { address: '10.3.0.1' }])).toEqual(['already', 'none']);
        expect(await set()).toBe('10.0.0.1 comment "ispcube:C1:1"');
        expect(await one(['none', 1])).toEqual(['changed', 'none']);
        expect(await set()).toBe('');
    });
    it('ends live connections of who is cut, and of nobody else', async () => {
        await rules();
        const open = (from, to, port) => box.shell(`conntrack -I -s ${from} -d ${to} -p udp --sport ${port} --dport 53 -t 100 2>&1`);
        await open('10.0.0.1', '198.51.100.1', 1000);
        await open('198.51.100.1', '10.0.0.1', 1001);
        await open('10.0.0.2', '198.51.100.1', 1002);
        await open('2001:db8:1:100::7', '2001:db8::1', 1003);
        const [done] = await driver.apply([changeTo('cut', 1, { ipv6Prefix: '2001:db8:1:100::/56' })], inTime());
        expect(done).toMatchObject({ ok: true, proof: expect.stringMatching(/, 3 connections ended$/) });
        expect(await box.shell('conntrack -L 2>/dev/null; conntrack -L -f ipv6 2>/dev/null')).toMatch(/^udp .*src=10\.0\.0\.2 [^\n]*\n$/);
    });
    it('stops the packets of who is cut, also of a connection that lives, and lets DNS and everybody else pass', async () => {
        await rules();
        // As nearly every firewall has it: what is established passes, before anything else is asked.
        await load('table inet own { chain forward { type filter hook forward priority filter; ct state established accept; }; }');
        const street = await startStreet(box);
        onTestFinished(() => street.close());
        expect(await street.answers(4000)).toBe(true);
        await one(['cut', 2]);
        expect(await street.answers(4000)).toBe(true);
        await one(['cut', 1]);
        expect([await street.answers(4000), await street.answers(53)]).toEqual([false, true]);
        await one(['active', 1]);
        expect(await street.answers(4000)).toBe(true);
        // Without the tool that ends connections the rule alone has to do it.
        const bare = openRouter(accessTo(box.port, { ...WHO, template: { name: 'bare', configured: { ...linuxNft.template, end: null } } }));
        onTestFinished(() => bare.close());
        expect(sum((await bare.apply([changeTo('cut', 1)], inTime()))[0])).toEqual(['changed', 'cut']);
        expect(await street.answers(4000)).toBe(false);
    });
    it('rules may be loaded twice, and who is cut stays cut', async () => {
        await rules();
        await one(['cut', 1]);
        const before = await box.run('nft', 'list', 'ruleset');
        await rules();
        expect(await box.run('nft', 'list', 'ruleset')).toBe(before);
    });
    it('test says what is there and what is missing', async () => {
        const bad = async () => (await driver.test(inTime())).filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`);
        expect(await bad()).toEqual([
            expect.stringMatching(/^list ispcube-cut4: .*No such file or directory.*router rules caja-1$/),
            expect.stringMatching(/^list ispcube-cut6: /),
            expect.stringMatching(/^cut rule: no rule of a forward chain stops/),
            expect.stringMatching(/^cut rule IPv6: /),
        ]);
        await rules();
        expect(await bad()).toEqual([]);
        expect((await driver.test(inTime())).map(({ name }) => name)).toEqual([
            'log-in',
            'host key',
            'version',
            'list ispcube-cut4',
            'list ispcube-cut6',
            'writing',
            'cut rule',
            'cut rule IPv6',
            'flowtables',
            'live connections',
        ]);
        await load('insert rule inet ispcube forward ct state established,related accept');
        expect(await bad()).toEqual([
            expect.stringMatching(/^cut rule: in chain "inet ispcube forward" a rule above/),
            expect.stringMatching(/^cut rule IPv6: /),
        ]);
        // An accept in another chain of the hook ends only the walk through that chain.
        await rules();
        await load('table inet own { chain forward { type filter hook forward priority -20; ct state established accept; }; }');
        expect(await bad()).toEqual([]);
        await load('add set inet ispcube merged4 { type ipv4_addr; flags interval; auto-merge; }');
        const merged = openRouter(accessTo(box.port, { ...WHO, cutList: 'merged' }));
        onTestFinished(() => merged.close());
        await expect(merged.apply([changeTo('cut', 1)], inTime())).rejects.toMatchObject({
            code: 'device-refused',
            message: expect.stringMatching(/the set merged4 has auto-merge/),
        });
    });
    it('goes through sudo where the user is not root, and says so where sudo does not let him', async () => {
        const scripts = { id: 'echo 1000', sudo: '[ "$1" = -n ] && shift && exec "$@"' };
        const refusing = { ...scripts, sudo: 'echo "sudo: a password is required" >&2; exit 1' };
        const [open, shut] = [await startLinuxRouter({ scripts }), await startLinuxRouter({ scripts: refusing })];
        onTestFinished(() => Promise.all([open.close(), shut.close()]).then(() => undefined));
        const [may, mayNot] = [open, shut].map(({ port }) => openRouter(accessTo(port, WHO)));
        onTestFinished(() => Promise.all([may?.close(), mayNot?.close()]).then(() => undefined));
        await open.shell(`nft -f - <<'END'\n${entry.rules(LISTS)}\nEND`);
        expect(await may?.apply([changeTo('cut', 1)], inTime())).toMatchObject([{ ok: true, did: 'changed' }]);
        expect((await may?.test(inTime()))?.every(({ ok }) => ok)).toBe(true);
        await expect(mayNot?.apply([changeTo('cut', 1)], inTime())).rejects.toMatchObject({
            code: 'device-refused',
            message: expect.stringMatching(/a password is required; "ubnt" must be root, or sudo must let it run/),
        });
    });
    it('without the set a cut is refused with what to do, and nothing is cut', async () => {
        await expect(driver.apply([changeTo('cut', 1)], inTime())).rejects.toMatchObject({
            code: 'device-refused',
            message: expect.stringMatching(/No such file or directory.*paste the lines of: ispcube router rules caja-1/),
        });
    });
});
