// The sweeps that the daemon makes by itself: a router that has forgotten who is cut is found out, whatever its driver.
import { expect, it, onTestFinished, vi } from 'vitest';
import { eachDatabase } from '../../fixtures/database.js';
import { startListRouter } from '../../fixtures/peers/ssh-lists.js';
import { World } from '../../fixtures/world.js';
import { startDaemon } from '../index.js';
import { depsOf } from '../trial.js';
eachDatabase('sweeps', (open) => {
    it('a router over SSH that was restarted is seen to cut nobody', async () => {
        const database = await open({ file: true });
        const world = new World(database.db);
        world.now = Date.now();
        const sim = await startListRouter();
        onTestFinished(() => sim.close());
        const id = await world.addRouter('caja-1', 'ssh');
        const passwordSealed = world.seal.seal('ubnt', { table: 'routers', column: 'password', row: 'caja-1' });
        const there = { port: sim.port, username: 'ubnt', passwordSealed, template: 'caja-propia' };
        await world.db.updateTable('routers').set(there).where('id', '=', id).execute();
        await world.customer('000001');
        await world.db
            .updateTable('places')
            .set({ observed: 'cut', observedAt: world.now - 1 })
            .execute();
        const templates = {
            'caja-propia': {
                look: 'list {list}{family}',
                entry: '^(?<address>[0-9a-f.:/]+)(?: # (?<comment>.*))?$',
                skip: '^(?:list .*|end)$',
                feed: 'feed',
                cut: 'add {list}{family} {address} {comment}',
                restore: 'del {list}{family} {address}',
            },
        };
        const deps = depsOf(database, world, { ssh: { templates }, http: { listen: null }, radius: { listen: [] } });
        const daemon = await startDaemon(deps);
        onTestFinished(() => daemon.close());
        const observed = async () => (await database.db.selectFrom('places').select('observed').executeTakeFirstOrThrow()).observed;
        await vi.waitFor(async () => expect(await observed()).toBe('active'), { timeout: 15_000, interval: 20 });
    });
});
