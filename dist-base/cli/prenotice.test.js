// `prenotice run` at a desk: who gets a notice and who does not, on a simulated router, with and without a daemon.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { desks, listed } from '../fixtures/desk.js';
import { freeTcpPort } from '../fixtures/peers/free-port.js';
import { run } from './run.js';
const { openShop, router, daemon } = desks(run);
const AT = '2026-11-08T12:00';
async function shop() {
    const sim = await router();
    const desk = await openShop(sim);
    expect((await desk.ispcube('settings', 'set', 'prenotice.enabled', 'true')).code).toBe(0);
    return { sim, desk };
}
describe('prenotice run', () => {
    test('carries what is due to the router, says who gets one, who does not and why', async () => {
        const { sim, desk } = await shop();
        const dry = await desk.ispcube('prenotice', 'run', '--at', AT, '--dry-run', '--json');
        expect([dry.code, dry.json.begun, listed(sim)]).toEqual([0, 0, []]);
        expect(dry.json.customers.map((row) => row.notice)).toEqual(['due', 'due', null]);
        const said = await desk.ispcube('prenotice', 'run', '--at', AT, '--dry-run');
        expect(said.out).toContain('\n2 notices due, none begun (dry run); not due: 1 free, 1 owes-too-little');
        const done = await desk.ispcube('prenotice', 'run', '--at', AT, '--json');
        expect(done.code, done.err).toBe(0);
        expect(done.json).toEqual({
            at: '2026-11-08T12:00:00-03:00',
            begun: 2,
            held: { free: 1, 'owes-too-little': 1 },
            customers: [
                { customer: 'A1', name: 'Ana', notice: 'shown', owes: '5000.00', address: '10.0.0.1', why: null },
                { customer: 'A2', name: 'Beto', notice: 'shown', owes: '5000.00', address: '10.0.0.2', why: null },
                { customer: 'A3', name: 'Carla', notice: null, owes: '5000.00', address: null, why: 'free' },
            ],
        });
        expect(listed(sim)).toEqual(['10.0.0.1', '10.0.0.2']);
    });
    test('comes again when its hours have passed; explain says it of one customer', async () => {
        const { desk } = await shop();
        await desk.ispcube('prenotice', 'run', '--at', AT);
        const again = await desk.ispcube('prenotice', 'run', '--at', '2026-11-08T12:10');
        expect([again.code, again.out]).toEqual([
            0,
            expect.stringContaining('the last notice began less than prenotice.everyHours ago'),
        ]);
        expect(again.out).toContain('0 notices begun; not due: 2 noticed-lately, 1 free, 1 owes-too-little');
        expect((await desk.ispcube('enforce', 'explain', 'A3', '--at', AT)).out).toContain('Pre-notice: not due, free (gratis).');
        expect((await desk.ispcube('enforce', 'explain', 'A1', '--at', '2026-11-08T18:30', '--json')).json.notice).toEqual({
            due: true,
            why: null,
        });
    });
    test('who pays is off the list at once, without a daemon too', async () => {
        const { sim, desk } = await shop();
        await desk.ispcube('prenotice', 'run', '--at', AT);
        const paid = await desk.ispcube('pay', 'A1', '5000', '--at', '2026-11-08T12:00:05', '--json');
        expect([paid.code, listed(sim)]).toEqual([0, ['10.0.0.2']]);
    });
    test('nobody where the ISP shows none', async () => {
        const sim = await router();
        const desk = await openShop(sim);
        const { code, json } = await desk.ispcube('prenotice', 'run', '--at', AT, '--json');
        expect([code, json.begun, json.held]).toEqual([0, 0, { 'isp-off': 4 }]);
        const said = await desk.ispcube('prenotice', 'run', '--at', AT);
        expect(said.out).toBe('pre-notices are off, nobody gets one; ispcube settings set prenotice.enabled true\n');
    });
    test('a missing rule for notices is a failure where they are shown, for doctor as for router test', async () => {
        const desk = await openShop(await router());
        const verdicts = async () => {
            const tested = await desk.ispcube('router', 'test', 'norte-1', '--json');
            const doctor = await desk.ispcube('doctor', '--json');
            const rule = tested.json.checks.find(({ name }) => name === 'notice rule');
            const found = doctor.json.checks.find(({ name }) => name === 'router norte-1');
            const others = tested.json.checks.filter(({ name, ok }) => name !== 'notice rule' && !ok);
            return { rule, found, others };
        };
        const off = await verdicts();
        expect([off.rule?.ok, off.found?.ok]).toEqual([true, off.others.length === 0]);
        expect(off.found?.detail).not.toContain('notice rule');
        expect((await desk.ispcube('settings', 'set', 'prenotice.enabled', 'true')).code).toBe(0);
        const on = await verdicts();
        expect([on.rule?.ok, on.found?.ok]).toEqual([false, false]);
        expect(on.found?.detail).toMatch(on.others.length === 0 ? /^notice rule: / : /; and \d more: ispcube router test norte-1$/);
    });
    test('doctor asks the page, and tells it from another program on its port', async () => {
        const desk = await openShop(await router());
        const port = await freeTcpPort();
        const finding = async () => {
            const { json } = await desk.ispcube('doctor', '--json');
            return json.checks.find(({ name }) => name === 'notice');
        };
        expect(await finding()).toMatchObject({ ok: true, detail: expect.stringContaining('no page') });
        expect((await desk.ispcube('settings', 'set', 'prenotice.enabled', 'true')).code).toBe(0);
        expect(await finding()).toMatchObject({ ok: false, detail: expect.stringContaining('set notice.listen') });
        const own = { database: 'sqlite:./isp.db', http: { listen: null }, notice: { listen: `127.0.0.1:${port}` } };
        await desk.file('ispcube.config.ts', `export default ${JSON.stringify(own)}`);
        expect(await finding()).toMatchObject({ ok: false, detail: expect.stringContaining('does not answer') });
        const other = createServer((_, response) => response.end('hello')).listen(port, '127.0.0.1');
        await once(other, 'listening');
        expect(await finding()).toMatchObject({ ok: false, detail: expect.stringContaining('another program answers') });
        other.closeAllConnections();
        other.close();
        await once(other, 'close');
        await daemon(desk);
        await expect.poll(finding, { timeout: 10_000 }).toMatchObject({ ok: true, detail: `the page answers on 127.0.0.1:${port}` });
    });
    test('a router that does not answer: exit 3, and which', async () => {
        const { sim, desk } = await shop();
        sim.faults = { hang: true };
        const { code, json, err } = await desk.ispcube('prenotice', 'run', '--at', AT, '--json');
        expect([code, json.begun, json.customers[0].notice]).toEqual([3, 2, 'failed']);
        expect(err).toContain('norte-1');
    });
    test('an instant ahead is refused without time travel', async () => {
        const sim = await router();
        const desk = await openShop(sim, {});
        const { code, err } = await desk.ispcube('prenotice', 'run', '--at', '2999-01-01');
        expect([code, err]).toEqual([2, expect.stringContaining('still ahead')]);
    });
    test('beside a daemon, which carries them', async () => {
        const { sim, desk } = await shop();
        expect((await desk.ispcube('settings', 'set', 'prenotice.toDay', '31')).code).toBe(0);
        // A daemon goes by the clock of the machine, by which these invoices fell due long ago.
        for (const code of ['A1', 'A2'])
            expect((await desk.ispcube('customer', 'set', code, '--blockable', 'no')).code).toBe(0);
        await daemon(desk);
        await expect.poll(() => listed(sim), { timeout: 10_000 }).toEqual(['10.0.0.1', '10.0.0.2']);
        const { code, json } = await desk.ispcube('prenotice', 'run', '--json');
        expect([code, json.held['noticed-lately']]).toEqual([0, 2]);
    });
});
