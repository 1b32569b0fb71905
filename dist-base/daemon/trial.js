// What the tests of the daemon share: what it works with on the database of a test, and a customer whose CPE answers. Only tests
// import it.
import { onTestFinished } from 'vitest';
import { Config } from '../core/config.js';
import { startCpe } from '../fixtures/peers/ssh.js';
import { PROGRAMS } from './drivers/airos/trial.js';
/** With the machine's clock, no chance and a silent log, unless a test wants otherwise. */
export function depsOf(database, { seal }, config = {}, more = {}) {
    return {
        config: Config.parse(config),
        db: database.db,
        takeLock: (name) => database.locks.take(name),
        dispatchBy: database.dialect === 'sqlite' ? 'database' : 'router',
        watch: (changed) => database.watch(changed, 20),
        log: { debug() { }, info() { }, warn() { }, error() { } },
        now: () => Date.now(),
        machineNow: () => Date.now(),
        seal,
        draw: () => 0,
        ...more,
    };
}
/** A new customer with one connection, and his CPE. */
export async function cpeOf(world, code, wish = {}) {
    const sim = await startCpe({ username: 'ubnt', password: 'clave', programs: PROGRAMS, ...wish });
    onTestFinished(() => sim.close());
    const customer = await world.customer(code);
    await world.cpeAt(customer, sim.port);
    return { customer, sim };
}
