// A full disk, as SQLite meets it: no more pages than there are. What was begun is undone as a whole and told as `store-full`, and
// when there is space again everything goes on from where it was, in the same process.
import { sql } from 'kysely';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { takeWork } from '../core/acts/handout.js';
import { settleOutcomes } from '../core/acts/outcomes.js';
import { pay } from '../core/acts/payments.js';
import { makeRun } from '../core/acts/runs.js';
import { Config } from '../core/config.js';
import { ordersById } from '../core/store/orders.js';
import { pause } from '../daemon/deps.js';
import { startCarrier } from '../daemon/index.js';
import { sqliteDatabase } from '../fixtures/database.js';
import { startRouter } from '../fixtures/peers/routeros.js';
import { money, World } from '../fixtures/world.js';
const LIST = '/ip/firewall/address-list';
const DEBTORS = 150;
describe('a full disk', () => {
    const open = sqliteDatabase();
    let database;
    let world;
    beforeEach(async () => {
        database = await open({ file: true });
        world = new World(database.db);
        world.now = Date.now();
        await world.settings({ controlHour: '00:00', maxCuts: '100000' });
        await world.addRouter('norte');
        for (const id of await world.customers(1, DEBTORS))
            await world.document(id, 'FX', '5000.00', { issuedOn: '2026-01-01', dueOn: '2026-01-10' });
    });
    const fill = async () => {
        const { rows } = await sql `pragma page_count`.execute(database.db.withoutPlugins());
        await sql.raw(`pragma max_page_count = ${rows[0]?.page_count ?? 0}`).execute(database.db);
    };
    const free = () => sql.raw('pragma max_page_count = 1000000').execute(database.db);
    const run = () => makeRun(database.db, { kind: 'control', at: world.now, machineAt: world.now, by: 'test', pause });
    const counts = async () => {
        const count = async (table) => (await database.db
            .selectFrom(table)
            .select((row) => row.fn.countAll().as('rows'))
            .executeTakeFirstOrThrow()).rows;
        return {
            orders: await count('orders'),
            log: await count('log'),
            runs: await count('runs'),
            documents: await count('documents'),
        };
    };
    it('undoes a run as a whole, and the next one makes it', async () => {
        const before = await counts();
        await fill();
        await expect(run()).rejects.toMatchObject({ code: 'store-full' });
        expect(await counts()).toEqual(before);
        await free();
        expect((await run()).opened).toHaveLength(DEBTORS);
    });
    it('undoes a payment with its order and its log, and the same payment again is booked once', async () => {
        await run();
        await fill();
        const booked = [];
        const payOne = async (code) => {
            const { number } = await pay(database.db, { code, amountCents: money('5000.00'), reference: `full-${code}` }, world.told);
            booked.push(number);
        };
        const before = await counts();
        const failed = [];
        for (let index = 1; index <= DEBTORS && failed.length === 0; index++) {
            const code = String(index).padStart(6, '0');
            await payOne(code).catch((error) => {
                expect(error).toMatchObject({ code: 'store-full' });
                failed.push(code);
            });
        }
        expect(failed).toHaveLength(1);
        expect((await counts()).documents).toBe(before.documents + booked.length);
        expect(await world.balances()).toBe(true);
        await free();
        for (const code of failed)
            await payOne(code);
        expect((await counts()).documents).toBe(before.documents + booked.length);
        expect(await world.balances()).toBe(true);
    });
    it('keeps orders taken whose outcome could not be written; they are looked at again', async () => {
        await run();
        const work = await takeWork(database.db, world.router, DEBTORS, world.handout);
        const handed = work?.orders ?? [];
        const outcomes = (work?.changes ?? []).map(({ order, place, generation, desired }) => {
            const proof = 'a long answer of a router, as long as what it has to say '.repeat(20);
            return { order, place, generation, ok: true, observed: desired, did: 'changed', proof };
        });
        await fill();
        await expect(settleOutcomes(database.db, world.router, handed, outcomes, world.handout)).rejects.toMatchObject({
            code: 'store-full',
        });
        const open = await ordersById(database.db, handed.map((order) => order.id));
        expect(open.filter((order) => order.isHanded === 1)).toHaveLength(DEBTORS);
        await free();
        expect((await takeWork(database.db, world.router, DEBTORS, world.handout))?.changes).toHaveLength(DEBTORS);
        await settleOutcomes(database.db, world.router, handed, outcomes, world.handout);
        expect(await database.db.selectFrom('orders').select('id').where('state', '=', 'open').execute()).toEqual([]);
    });
    it('does not end the dispatcher: with space again it goes on by itself, and each order is done once', async () => {
        const sim = await startRouter({ username: 'api', password: 'secret' });
        onTestFinished(() => sim.close());
        const passwordSealed = world.seal.seal('secret', { table: 'routers', column: 'password', row: 'norte' });
        await database.db.updateTable('routers').set({ port: sim.port, passwordSealed }).execute();
        const { opened } = await run();
        await fill();
        const errors = [];
        const carrier = await startCarrier({
            config: Config.parse({}),
            db: database.db,
            takeLock: (name) => database.locks.take(name),
            dispatchBy: 'database',
            watch: (changed) => database.watch(changed, 20),
            log: { debug() { }, info() { }, warn() { }, error: (facts) => void errors.push('err' in facts ? facts.err : facts) },
            now: () => Date.now(),
            machineNow: () => Date.now(),
            seal: world.seal,
            draw: () => 0,
        });
        onTestFinished(async () => carrier?.close());
        await vi.waitFor(() => expect(errors).toContainEqual(expect.objectContaining({ code: 'store-full' })), {
            timeout: 15_000,
            interval: 20,
        });
        await free();
        await vi.waitFor(async () => expect(await database.db.selectFrom('orders').select('id').where('state', '=', 'open').execute()).toEqual([]), { timeout: 15_000, interval: 50 });
        expect(sim.rows(LIST)).toHaveLength(DEBTORS);
        const done = await database.db.selectFrom('log').select('orderId').where('what', '=', 'cut-done').execute();
        expect(new Set(done.map((line) => line.orderId)).size).toBe(done.length);
        expect(done).toHaveLength(opened.length);
    }, 40_000);
});
