// Does a cut take effect on this router? The lines to paste, and the question whether they stand there, on the simulated
// router: the lines themselves are put there as a person would paste them.
import { describe, expect, it } from 'vitest';
import { entry } from './driver.js';
import { setUp } from './trial-router.js';
import { inTime } from './trial.js';
const FILTER = '/ip/firewall/filter';
const NAT = '/ip/firewall/nat';
const LISTS = { cut: 'ispcube-cut', notice: 'ispcube-notice' };
async function check(driver, name) {
    const found = (await driver.test(inTime())).find((one) => one.name === name);
    if (!found)
        throw new Error(`no check ${name}`);
    return found;
}
/** What the default set-up of a router lets pass. */
function defaults(sim) {
    sim.add(FILTER, { chain: 'input', action: 'accept', 'connection-state': 'established,related' });
    sim.add(FILTER, { chain: 'forward', action: 'fasttrack-connection', 'connection-state': 'established,related' });
    sim.add(FILTER, { chain: 'forward', action: 'accept', 'connection-state': 'established,related,untracked' });
    sim.add(FILTER, { chain: 'forward', action: 'drop', 'connection-state': 'invalid' });
}
/** Carries out the `add` lines of a paste, the jump first: what its `move` line does. */
function paste(sim, text, menu = FILTER, chain = 'forward') {
    const kept = sim.rows(menu);
    sim.clear(menu);
    const added = [];
    for (const line of text.split('\n')) {
        if (!line.startsWith(`/${menu.slice(1).replaceAll('/', ' ')} add `))
            continue;
        const row = {};
        for (const [, name = '', quoted, plain] of line.matchAll(/([a-z-]+)=(?:"([^"]*)"|(\S+))/g))
            row[name] = quoted ?? plain ?? '';
        added.push(row);
    }
    const jumps = added.filter((row) => row.chain === chain);
    for (const row of [...jumps, ...kept, ...added.filter((one) => one.chain !== chain)]) {
        const { '.id': _id, bytes: _bytes, packets: _packets, invalid: _invalid, dynamic: _dynamic, ...values } = row;
        sim.add(menu, values);
    }
}
describe('the test of a router', () => {
    it('is content where everything is in place', async () => {
        const { sim, driver } = await setUp();
        sim.add(FILTER, { chain: 'forward', action: 'reject', 'src-address-list': 'ispcube-cut' });
        sim.add(NAT, { chain: 'dstnat', action: 'dst-nat', protocol: 'tcp', 'dst-port': '80', 'src-address-list': 'ispcube-notice' });
        const checks = await driver.test(inTime());
        expect(checks.filter(({ ok }) => !ok)).toEqual([]);
        expect(checks.map(({ name }) => name)).toEqual([
            'log-in',
            'encryption',
            'version',
            'reading',
            'writing',
            'cut rule',
            'fasttrack',
            'notice rule',
            'cut rule IPv6',
        ]);
        expect(checks[2]?.detail).toContain('RouterOS 7.20.1 (stable) on RB5009UG+S+, "sim"');
    });
    it('finds the rule missing, off, in another chain or for another list, and says what to do', async () => {
        const { sim, driver } = await setUp();
        const wrong = [
            { chain: 'input', action: 'drop', 'src-address-list': 'ispcube-cut' },
            { chain: 'forward', action: 'drop', 'src-address-list': 'others' },
            { chain: 'forward', action: 'drop', 'src-address-list': 'ispcube-cut', disabled: 'yes' },
            { chain: 'forward', action: 'accept', 'src-address-list': 'ispcube-cut' },
            { chain: 'forward', action: 'jump', 'jump-target': 'nowhere', 'src-address-list': 'ispcube-cut' },
        ];
        for (const row of wrong)
            sim.add(FILTER, row);
        const { ok, detail } = await check(driver, 'cut rule');
        expect([ok, detail.includes('has no effect'), detail.includes('ispcube router rules norte-2')]).toEqual([false, true, true]);
    });
    it('finds what lets connections pass above the rule', async () => {
        const { sim, driver } = await setUp();
        defaults(sim);
        sim.add(FILTER, { chain: 'forward', action: 'drop', 'src-address-list': 'ispcube-cut' });
        expect(await check(driver, 'cut rule')).toMatchObject({
            ok: false,
            detail: expect.stringContaining('*2 fasttrack-connection'),
        });
        sim.remove(FILTER, '*2');
        expect((await check(driver, 'cut rule')).detail).toContain('*3 accept (established,related,untracked) stands above the cut rule *5');
        sim.remove(FILTER, '*3');
        expect(await check(driver, 'cut rule')).toMatchObject({ ok: true });
        sim.clear(FILTER);
        sim.add(FILTER, { chain: 'forward', action: 'accept' });
        sim.add(FILTER, { chain: 'forward', action: 'drop', 'src-address-list': 'ispcube-cut' });
        expect(await check(driver, 'cut rule')).toMatchObject({ ok: false });
    });
    it('wants FastTrack to leave the cut alone', async () => {
        const { sim, driver } = await setUp();
        const id = sim.add(FILTER, { chain: 'forward', action: 'fasttrack-connection', 'connection-state': 'established,related' });
        expect(await check(driver, 'fasttrack')).toMatchObject({ ok: false });
        sim.change(FILTER, id, { 'src-address-list': '!ispcube-cut', 'dst-address-list': '!ispcube-cut' });
        expect(await check(driver, 'fasttrack')).toMatchObject({ ok: true });
    });
    it('names the policies that are missing', async () => {
        const { sim, driver } = await setUp();
        sim.clear('/user');
        sim.add('/user', { name: 'admin', group: 'read' });
        const { ok, detail } = await check(driver, 'writing');
        expect([ok, detail]).toEqual([false, expect.stringContaining('group "read" lacks write')]);
        sim.faults.trap = { '/user/print': 'not enough permissions (9)', [`/ppp/secret/print`]: 'not enough permissions (9)' };
        expect(await check(driver, 'writing')).toMatchObject({ ok: true });
        expect(await check(driver, 'reading')).toMatchObject({
            ok: false,
            detail: expect.stringContaining('/ppp/secret: not enough permissions (9)'),
        });
    });
    it('is one line where there is no log-in, and never throws', async () => {
        const { sim, driver } = await setUp({}, { loginMs: 100, commandMs: 100 });
        sim.faults.wrongPassword = true;
        expect(await driver.test(inTime())).toEqual([
            { name: 'log-in', ok: false, detail: expect.stringContaining('invalid user name or password (6)') },
        ]);
        sim.faults = { refuse: true };
        expect(await driver.test(inTime())).toEqual([
            { name: 'log-in', ok: false, detail: expect.stringContaining('nothing was changed') },
        ]);
        sim.faults = { hangAfter: 4 };
        expect((await driver.test(inTime())).at(-1)).toMatchObject({ name: 'session', ok: false });
        expect(await driver.test(AbortSignal.abort())).toEqual([{ name: 'log-in', ok: false, detail: expect.any(String) }]);
    });
});
describe('the lines to paste', () => {
    it('make the test content on a router with a default set-up', async () => {
        const { sim, driver } = await setUp();
        defaults(sim);
        expect(await check(driver, 'cut rule')).toMatchObject({ ok: false });
        paste(sim, entry.rules(LISTS));
        expect(await check(driver, 'cut rule')).toMatchObject({ ok: true, detail: expect.stringContaining('jump stands above') });
    });
    it('leave DNS and the portal open, refuse the rest, in both families, and name both lists', () => {
        const text = entry.rules({ cut: 'mo"rosos', notice: 'AVISO' });
        const order = [
            'protocol=udp dst-port=53',
            'protocol=tcp dst-port=53',
            'dst-address-list=ispcube-allowed',
            'reject-with=icmp-admin-prohibited',
        ];
        for (const menu of ['/ip firewall', '/ipv6 firewall']) {
            const lines = text.split('\n').filter((line) => line.startsWith(`${menu} filter add chain=ispcube-cut`));
            expect(lines.map((line, i) => line.includes(order[i] ?? '?'))).toEqual([true, true, true, true]);
        }
        expect(text).toContain('src-address-list="mo\\"rosos"');
        expect(text).toContain('src-address-list="AVISO"');
    });
    it('send plain HTTP of both lists to the page, first of all, and let who is cut reach it', async () => {
        const text = entry.rules(LISTS, null, { addresses: ['192.0.2.80', '2001:db8::80'], port: 8880 });
        const { sim, driver } = await setUp();
        sim.add(NAT, { chain: 'dstnat', action: 'redirect', protocol: 'tcp', 'dst-port': '80', 'to-ports': '8080' });
        expect(await check(driver, 'notice rule')).toMatchObject({
            ok: false,
            for: 'notice',
            detail: expect.stringContaining('ispcube router rules norte-2'),
        });
        paste(sim, text, NAT, 'dstnat');
        const page = { action: 'dst-nat', protocol: 'tcp', 'dst-port': '80', 'to-addresses': '192.0.2.80', 'to-ports': '8880' };
        expect(sim.rows(NAT).slice(0, 2)).toMatchObject([
            { ...page, 'src-address-list': 'ispcube-notice' },
            { ...page, 'src-address-list': 'ispcube-cut' },
        ]);
        expect(await check(driver, 'notice rule')).toMatchObject({ ok: true, detail: expect.stringContaining('to 192.0.2.80:8880') });
        expect(text).toContain('chain=ispcube-cut action=accept protocol=tcp dst-address=192.0.2.80 dst-port=8880');
        expect(text).toContain('chain=ispcube-cut action=accept protocol=tcp dst-address=2001:db8::80 dst-port=8880');
        expect(text).toMatch(/^\/ipv6 firewall nat add .*src-address-list="ispcube-notice".*2001:db8::80/m);
        expect(text).not.toContain('443');
    });
    it('have names to fill in, as comments, where the page is not known', () => {
        const text = entry.rules(LISTS);
        expect(text).toMatch(/^# {3}\/ip firewall nat add .*to-addresses=NOTICE-PAGE-ADDRESS to-ports=NOTICE-PAGE-PORT/m);
        expect(text).not.toMatch(/^\/ip(v6)? firewall nat/m);
        expect(text).toContain('notice.publicAddresses');
    });
    it('a rule for everybody above the notice rule takes its callers away', async () => {
        const { sim, driver } = await setUp();
        sim.add(NAT, { chain: 'dstnat', action: 'redirect', protocol: 'tcp', 'dst-port': '80', comment: 'proxy' });
        const id = sim.add(NAT, {
            chain: 'dstnat',
            action: 'redirect',
            protocol: 'tcp',
            'dst-port': '80,8080',
            'src-address-list': 'ispcube-notice',
        });
        expect((await check(driver, 'notice rule')).detail).toContain('*1 redirect (proxy) takes HTTP before the notice rule *2');
        sim.remove(NAT, '*1');
        expect(await check(driver, 'notice rule')).toMatchObject({ ok: true });
        sim.change(NAT, id, { disabled: 'yes' });
        expect(await check(driver, 'notice rule')).toMatchObject({ ok: false });
    });
});
