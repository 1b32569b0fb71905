// Cuts and restores through the command, to a simulated router and back: the flows of an ISP's day, what goes wrong in them,
// and the worked examples of promises that need a router that is silent for days.
import { describe, expect, test } from 'vitest';
import { eachDatabase } from '../fixtures/database.js';
import { desks, listed } from '../fixtures/desk.js';
import { run } from './run.js';
const { openDesk, openShop, router } = desks(run);
const LIST = '/ip/firewall/address-list';
async function state(desk, code, at) {
    const { json } = await desk.ispcube('enforce', 'explain', code, '--at', at, '--json');
    return `${json.state} ${json.reason}`;
}
eachDatabase('the day of an ISP', (open) => {
    test('plan, apply, pay, explain: what is paid is served again on the router', async () => {
        const sim = await router();
        const database = await open({ file: true });
        const env = { ISPCUBE_DATABASE_URL: database.url, ISPCUBE_ALLOW_TIME_TRAVEL: 'true' };
        const desk = await openShop(sim, env);
        const at = '2026-11-11T06:00';
        const plan = await desk.ispcube('enforce', 'plan', '--at', at, '--json');
        expect(plan.json).toMatchObject({
            at: '2026-11-11T06:00:00-03:00',
            totals: { connections: 4, cut: 2, restore: 0, unchanged: 2 },
        });
        expect(plan.json.changes[0]).toEqual({
            customer: 'A1',
            connection: 'A1/casa',
            router: 'norte-1',
            from: 'unknown',
            to: 'cut',
            reason: 'overdue',
            overdueDebt: '5000.00',
            threshold: '1000.00',
            cutDay: '2026-11-11',
        });
        expect(listed(sim)).toEqual([]);
        const applied = await desk.ispcube('enforce', 'apply', '--at', at, '--json');
        expect(applied.code, applied.err).toBe(0);
        expect(applied.json.totals).toMatchObject({ cut: 2, failed: 0, waiting: 0 });
        expect(applied.json.changes.map((change) => change.outcome)).toEqual(['done', 'done']);
        expect(listed(sim)).toEqual(['10.0.0.1', '10.0.0.2']);
        expect((await desk.ispcube('enforce', 'apply', '--at', at, '--json')).json.changes).toEqual([]);
        const partly = await desk.ispcube('pay', 'A1', '3999.99', '--at', '2026-11-12T10:00', '--json');
        expect(partly.json).toMatchObject({ state: 'cut', balance: '1000.01' });
        const paid = await desk.ispcube('pay', 'A1', '0.01', '--reference', 'r-1', '--at', '2026-11-12T10:05', '--json');
        expect(paid.json).toMatchObject({ booked: true, state: 'active', orders: [{ to: 'active', outcome: 'done' }] });
        expect(listed(sim)).toEqual(['10.0.0.2']);
        const again = await desk.ispcube('pay', 'A1', '0.01', '--reference', 'r-1', '--at', '2026-11-12T10:06', '--json');
        expect([again.code, again.json.booked]).toEqual([0, false]);
        expect((await desk.ispcube('enforce', 'explain', 'A2')).out).toMatch(/A2\/casa: address-list 10\.0\.0\.2 on norte-1\n.*observed cut/);
        const ledger = await desk.ispcube('ledger', 'A1', '--json');
        expect(ledger.json.documents.map((row) => row.kind)).toEqual(['FX', 'RC', 'RC']);
    });
});
describe('enforcement', () => {
    test('a negative adjustment is an argument, not an option', async () => {
        const desk = await openShop(await router());
        const { code, json } = await desk.ispcube('adjust', 'A4', '-100.00', '--comment', 'router damaged', '--json');
        expect([code, json.kind, json.amount, json.balance]).toEqual([0, 'DX', '100.00', '100.00']);
        expect((await desk.ispcube('adjust', 'A4', '+100', '--comment', 'not his fault', '--json')).json.kind).toBe('CX');
        expect((await desk.ispcube('adjust', 'A4', '1.234', '--comment', 'x')).code).toBe(2);
        const voided = await desk.ispcube('void', 'A4', 'DX X-00000001', '--comment', 'by mistake', '--json');
        expect(voided.json).toMatchObject({ kind: 'CX', voids: 'DX X-00000001' });
    });
    test('the guard: nobody is cut, exit 4, until a number is confirmed', async () => {
        const sim = await router();
        const desk = await openShop(sim);
        await desk.ispcube('settings', 'set', 'maxCuts', '1');
        const at = '2026-11-11T07:00';
        const held = await desk.ispcube('enforce', 'apply', '--at', at, '--json');
        expect([held.code, held.json.guard.ok, held.json.changes[0].outcome]).toEqual([4, false, 'refused']);
        expect(held.err).toContain('--confirm-cuts 2');
        expect(listed(sim)).toEqual([]);
        expect((await desk.ispcube('enforce', 'apply', '--at', at, '--confirm-cuts', '2')).code).toBe(0);
        expect(listed(sim)).toHaveLength(2);
    });
    test('a silent router: exit 3, tried again at once by the next run', async () => {
        const sim = await router();
        const desk = await openShop(sim);
        sim.faults = { hang: true };
        const failed = await desk.ispcube('enforce', 'apply', '--at', '2026-11-11T06:00', '--json');
        expect([failed.code, failed.json.totals.failed, failed.json.changes[0].outcome]).toEqual([3, 2, 'failed']);
        expect(failed.json.changes[0].error).toContain('norte-1');
        expect((await desk.ispcube('router', 'test', 'norte-1', '--json')).code).toBe(3);
        const view = await desk.ispcube('status', '--json');
        expect(view.json.waiting).toEqual([expect.objectContaining({ router: 'norte-1', desired: 'cut', orders: 2, failing: 2 })]);
        sim.faults = {};
        expect((await desk.ispcube('enforce', 'apply', '--at', '2026-11-11T06:01')).code).toBe(0);
        expect(listed(sim)).toEqual(['10.0.0.1', '10.0.0.2']);
    });
    test('a deed waits no longer than it may, says what still waits, and exits 0', async () => {
        const sim = await router();
        const desk = await openShop(sim);
        await desk.ispcube('enforce', 'apply', '--at', '2026-11-11T06:00');
        await desk.file('ispcube.config.ts', `export default { database: 'sqlite:./isp.db', limits: { commandMs: 15_000, catchUpMs: 1_000 } }`);
        sim.faults = { hangAfter: 0 };
        const from = performance.now();
        const paid = await desk.ispcube('pay', 'A1', '5000', '--at', '2026-11-11T07:00', '--json');
        expect(performance.now() - from).toBeLessThan(8_000);
        expect([paid.code, paid.json.orders[0]]).toEqual([0, expect.objectContaining({ outcome: 'waiting' })]);
        sim.faults = {};
        expect((await desk.ispcube('enforce', 'apply', '--at', '2026-11-11T07:01')).code).toBe(0);
        expect(listed(sim)).toEqual(['10.0.0.2']);
    });
    test('two runs at once: the second one says who holds the lock', async () => {
        const sim = await router({ latencyMs: 60 });
        const desk = await openShop(sim);
        const both = await Promise.all([1, 2].map(() => desk.ispcube('enforce', 'apply', '--at', '2026-11-11T06:00', '--json')));
        expect(both.map((one) => String(one.code)).sort()).toEqual(['0', '5']);
        expect(listed(sim)).toEqual(['10.0.0.1', '10.0.0.2']);
    });
    test('an unknown router, customer or setting', async () => {
        const desk = await openShop(await router());
        expect((await desk.ispcube('enforce', 'plan', '--router', 'sur-9')).code).toBe(6);
        expect((await desk.ispcube('enforce', 'apply', '--router', 'sur-9', '--at', '2026-11-11')).code).toBe(6);
        expect((await desk.ispcube('pay', 'Z9', '10')).code).toBe(6);
        const unknown = await desk.ispcube('settings', 'set', 'unblockTreshold', '5');
        expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('unblockTreshold')]);
        expect((await desk.ispcube('settings', 'set', 'noCutWeekdays', 'mon,tue,wed,thu,fri,sat,sun')).code).toBe(2);
    });
    test('without time travel a run looks at most at now, a deed is done now, a plan looks anywhere', async () => {
        const desk = await openShop(await router(), {});
        expect((await desk.ispcube('enforce', 'apply', '--at', '2099-01-01')).code).toBe(2);
        expect((await desk.ispcube('promise', 'check', '--at', '2099-01-01')).code).toBe(2);
        expect((await desk.ispcube('pay', 'A1', '10', '--at', '2026-11-12')).code).toBe(2);
        expect((await desk.ispcube('enforce', 'plan', '--at', '2099-01-01')).code).toBe(0);
        expect((await desk.ispcube('enforce', 'plan', '--at', 'tomorrow')).code).toBe(2);
    });
    test('before the hours a cut waits, says from when on, and the exit is 0', async () => {
        const sim = await router();
        const desk = await openShop(sim);
        const { code, json } = await desk.ispcube('enforce', 'apply', '--at', '2026-11-12T05:00', '--json');
        expect([code, json.totals.waiting, json.changes[0].outcome]).toEqual([0, 2, 'waiting']);
        expect(json.changes[0].runsAt).toBe('2026-11-12T06:00:00-03:00');
        expect(listed(sim)).toEqual([]);
    });
    test('by hand: cut, restore, and the question that a live promise raises', async () => {
        const sim = await router();
        const desk = await openShop(sim);
        expect((await desk.ispcube('cut', 'A4', '--comment', 'gear stolen', '--at', '2026-11-09T10:00')).code).toBe(0);
        expect(listed(sim)).toEqual(['10.0.0.4']);
        const paid = await desk.ispcube('pay', 'A4', '10', '--at', '2026-11-09T11:00');
        expect(paid.err).toContain('ispcube restore A4');
        expect((await desk.ispcube('restore', 'A4', '--at', '2026-11-09T12:00')).code).toBe(0);
        expect(listed(sim)).toEqual([]);
        await desk.ispcube('promise', 'add', 'A1', '2026-11-16', '--at', '2026-11-09T12:00');
        const asked = await desk.ispcube('restore', 'A1', '--at', '2026-11-09T13:00');
        expect([asked.code, asked.err]).toEqual([2, expect.stringContaining('--keep-promise')]);
        expect((await desk.ispcube('restore', 'A1', '--keep-promise', '--withdraw-promise')).code).toBe(2);
        expect((await desk.ispcube('restore', 'A1', '--withdraw-promise', '--at', '2026-11-09T13:00')).code).toBe(0);
        expect((await desk.ispcube('promise', 'list', '--live', '--json')).json.promises).toEqual([]);
    });
    test('drift: read, shown, mended; observe takes what routers hold', async () => {
        const sim = await router();
        const desk = await openShop(sim);
        await desk.ispcube('enforce', 'apply', '--at', '2026-11-11T06:00');
        const [gone] = sim.rows(LIST);
        sim.remove(LIST, gone?.['.id'] ?? '');
        const foreign = sim.add(LIST, { list: 'ispcube-cut', address: '10.0.0.4', comment: 'another hand' });
        const observed = await desk.ispcube('enforce', 'plan', '--observe', '--at', '2026-11-11T07:00', '--json');
        expect(observed.json.changes).toEqual([
            expect.objectContaining({ customer: 'A1', from: 'active', to: 'cut' }),
            expect.objectContaining({ customer: 'A4', from: 'cut', to: 'active' }),
        ]);
        const { code, json } = await desk.ispcube('enforce', 'drift', '--router', 'norte-1', '--mend', '--at', '2026-11-11T07:00', '--json');
        const kinds = json.differences.map((line) => `${line.connection} ${line.kind}`);
        expect(kinds).toEqual(expect.arrayContaining(['A1/casa not-cut', 'A4/casa foreign-cut']));
        expect(listed(sim)).toContain('10.0.0.1');
        expect(sim.rows(LIST).map((row) => row['.id'])).toContain(foreign);
        expect([0, 3]).toContain(code);
    });
});
describe('promises over a router (worked examples)', () => {
    test('4: promised on the 12th for the 16th: restored at once, cut on the 16th', async () => {
        const sim = await router();
        const desk = await openShop(sim);
        await desk.ispcube('enforce', 'apply', '--at', '2026-11-11');
        const promised = await desk.ispcube('promise', 'add', 'A1', '2026-11-16', '--at', '2026-11-12T10:00', '--json');
        expect(promised.json).toMatchObject({
            controlAt: '2026-11-16T06:00:00-03:00',
            reason: 'promise-pending',
            orders: [{ outcome: 'done' }],
        });
        expect(listed(sim)).toEqual(['10.0.0.2']);
        const checked = await desk.ispcube('promise', 'check', '--at', '2026-11-16', '--json');
        expect([checked.code, checked.json.promises.broken, checked.json.changes[0].reason]).toEqual([0, 1, 'promise-broken']);
        expect(listed(sim)).toEqual(['10.0.0.1', '10.0.0.2']);
    });
    test('5: unreachable from the 16th, back on the 19th: cut then', async () => {
        const sim = await router();
        const desk = await openShop(sim);
        await desk.ispcube('enforce', 'apply', '--at', '2026-11-11');
        await desk.ispcube('promise', 'add', 'A1', '2026-11-16', '--at', '2026-11-12T10:00');
        sim.faults = { hang: true };
        for (const on of ['2026-11-16', '2026-11-17', '2026-11-18'])
            expect((await desk.ispcube('enforce', 'apply', '--at', on)).code).toBe(3);
        sim.faults = {};
        expect((await desk.ispcube('enforce', 'apply', '--at', '2026-11-19')).code).toBe(0);
        expect(listed(sim)).toEqual(['10.0.0.1', '10.0.0.2']);
        expect(await state(desk, 'A1', '2026-11-19T07:00')).toBe('cut promise-broken');
        expect((await desk.ispcube('enforce', 'apply', '--at', '2026-11-22', '--json')).json.promises.enforced).toBe(1);
    });
    test('5: unreachable through the 21st: unenforced on the 22nd, with an alert; once back, cut as overdue', async () => {
        const sim = await router();
        const desk = await openShop(sim);
        await desk.ispcube('promise', 'add', 'A1', '2026-11-16', '--at', '2026-11-09T10:00');
        sim.faults = { hang: true };
        for (const on of ['2026-11-16', '2026-11-21'])
            expect((await desk.ispcube('enforce', 'apply', '--at', on)).code).toBe(3);
        expect((await desk.ispcube('enforce', 'apply', '--at', '2026-11-22', '--json')).json.promises.unenforced).toBe(1);
        sim.faults = {};
        const back = await desk.ispcube('enforce', 'apply', '--at', '2026-11-22T08:00', '--json');
        expect(back.json.changes[0]).toMatchObject({ customer: 'A1', reason: 'overdue', outcome: 'done' });
        expect((await desk.ispcube('customer', 'log', 'A1')).out).toContain('alert');
    });
    test('6: paid in full while the node is unreachable: the order is cancelled, the promise kept', async () => {
        const sim = await router();
        const desk = await openShop(sim);
        await desk.ispcube('promise', 'add', 'A1', '2026-11-16', '--at', '2026-11-09T10:00');
        sim.faults = { hang: true };
        await desk.ispcube('enforce', 'apply', '--at', '2026-11-16');
        expect((await desk.ispcube('pay', 'A1', '5000', '--at', '2026-11-17T10:00', '--json')).json.state).toBe('active');
        sim.faults = {};
        await desk.ispcube('enforce', 'apply', '--at', '2026-11-18');
        expect(listed(sim)).toEqual(['10.0.0.2']);
        const { json } = await desk.ispcube('promise', 'list', '--json');
        expect(json.promises[0].state).toBe('kept');
    });
});
describe('demo', () => {
    test('tells its story and ends; with --json standard output is the story alone', { timeout: 60_000 }, async () => {
        const desk = await openDesk();
        const { code, json, err } = await desk.ispcube('demo', '--once', '--customers', '40', '--routers', '2', '--json');
        expect(code, err).toBe(0);
        expect(json.run.done).toBeGreaterThan(0);
        expect(json.payments[0].provenOnRouter).toBe(true);
        expect(json.disconnect.proof).toContain('told by Stop');
        expect(json.drift.map((line) => line.kind)).toContain('foreign-cut');
        expect(err).toContain('ispcube enforce explain');
    });
});
