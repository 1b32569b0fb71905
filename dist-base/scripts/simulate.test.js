// The simulation in short: that it passes, that it says the same twice, and that its checks see what they are there to see. The
// apply that is killed runs here on both databases.
import { describe, expect, it, onTestFinished } from 'vitest';
import { eachDatabase, sqliteDatabase } from '../fixtures/database.js';
import { Applicant } from './simulate/applicant.js';
import { EXIT_LOCK_HELD } from './simulate/apply-task.js';
import { makeDraw } from './simulate/draw.js';
import { killRound } from './simulate/kill-round.js';
import { simulateMonths } from './simulate/months.js';
import { checkBalances, checkOrders } from './simulate/record-checks.js';
import { checkStreet } from './simulate/street-checks.js';
import { buildStreet, KEY, LIST, markOf } from './simulate/street.js';
import { Violation } from './simulate/violation.js';
const STREET = { cuts: 240, restores: 60, bystanders: 30, routers: 3, latencyMs: 1 };
const LOADING_MS = 120_000;
eachDatabase('an apply of 300 orders that is killed', (open) => {
    it('and started again ends exactly as planned, each order done once, nobody cut who paid meanwhile', async () => {
        const database = await open({ file: true });
        const done = await killRound(database, makeDraw(20260301), { ...STREET, kills: 2, payers: 12, faults: false });
        expect(done.killed).toBeGreaterThan(0);
        expect(done.paid).toBeGreaterThan(0);
        expect(done.checks).toBeGreaterThan(1000);
    }, LOADING_MS);
    it('two at once: one applies, the other is told that it cannot', async () => {
        const database = await open({ file: true });
        const street = await buildStreet(database, { ...STREET, latencyMs: 5 });
        const applicants = [new Applicant(), new Applicant()];
        onTestFinished(async () => {
            for (const one of applicants)
                await one.dismiss();
            await street.routers.close();
        });
        const task = { url: database.url, key: KEY, limits: {}, dieAtQuery: null, deadlineMs: LOADING_MS };
        const stages = [[], []];
        for (const [index, one] of applicants.entries())
            one.begin(task, (report) => void stages[index]?.push(report.stage));
        const ends = await Promise.all(applicants.map((one) => one.ended));
        expect(ends.map((end) => `${end.last?.stage} ${end.code}`).sort()).toEqual(['finished 0', `lock-held ${EXIT_LOCK_HELD}`]);
        expect(stages.filter((each) => each.includes('deciding'))).toHaveLength(1);
        expect(await checkStreet(database.db, street, new Map())).toBeGreaterThan(0);
    }, LOADING_MS);
});
describe('simulated months', () => {
    const open = sqliteDatabase();
    const plan = { customers: 8, routers: 2, days: 12, startOn: '2026-02-20' };
    it('hold what must hold, and the same seed tells the same story', async () => {
        const first = await simulateMonths((await open()).db, makeDraw(7), plan);
        const second = await simulateMonths((await open()).db, makeDraw(7), plan);
        expect(first).toEqual(second);
        expect(first.orders).toBeGreaterThan(0);
    }, 60_000);
    it('are checked by checks that see a cent too much, a generation that is missing, and an order that is done twice', async () => {
        const { db } = await open();
        await simulateMonths(db, makeDraw(7), plan);
        const accuse = (customer, message) => new Violation(message, [String(customer)]);
        const done = await db.selectFrom('log').selectAll().where('what', '=', 'cut-done').executeTakeFirstOrThrow();
        const { id: _id, ...line } = done;
        await db.insertInto('log').values(line).execute();
        await expect(checkOrders(db, accuse)).rejects.toThrow('was logged as done 2 times');
        await db
            .updateTable('orders')
            .set({ generation: 99 })
            .where('id', '=', done.orderId ?? 0)
            .execute();
        await expect(checkOrders(db, accuse)).rejects.toThrow('generation 99');
        expect(await checkBalances(db, accuse)).toBe(plan.customers);
        await db.updateTable('customers').set({ balanceCents: 1_234_567 }).where('id', '=', 1).execute();
        await expect(checkBalances(db, accuse)).rejects.toThrow('customer 1: balance 1234567');
    }, 60_000);
});
describe('a street', () => {
    const open = sqliteDatabase();
    it('is compared entry by entry: who should not be cut, who should be and is not, and what nobody ordered', async () => {
        const database = await open();
        const street = await buildStreet(database, { cuts: 2, restores: 0, bystanders: 1, routers: 1, latencyMs: 0 });
        onTestFinished(() => street.routers.close());
        const check = () => checkStreet(database.db, street, new Map());
        await expect(check()).rejects.toThrow('customer 000001 should be cut on router 1 and is not');
        const rows = street.dwellers.map((one) => ({ list: 'ispcube-cut', address: one.address, comment: markOf(one) }));
        await street.routers.tell(0, { add: { menu: LIST, rows } });
        await expect(check()).rejects.toThrow('customer 000003 is cut on router 1 and should not be');
        await street.routers.tell(0, {
            clear: LIST,
            add: { menu: LIST, rows: [{ list: 'ispcube-cut', address: '10.9.9.9', comment: 'ispcube:9:9' }] },
        });
        await expect(check()).rejects.toThrow('holds an entry that nobody ordered');
    });
});
