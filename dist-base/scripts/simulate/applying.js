// A process that applies: makes a run and sees its orders through on real sockets, as `enforce apply` does, and tells its
// parent how far it is. It is there to be killed; a moment that no clock would hit, between two queries of one transaction,
// it finds by itself. It starts on a word of its parent, so that a new one can be ready when the one before dies.
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../cli/database.js';
import { makeRun } from '../../core/acts/runs.js';
import { Config } from '../../core/config.js';
import { makeSeal } from '../../core/seal.js';
import { hurryOrders } from '../../core/store/orders.js';
import { pause } from '../../daemon/deps.js';
import { startCarrier } from '../../daemon/index.js';
import { EXIT_LOCK_HELD } from './apply-task.js';
const tell = (report) => void process.send?.(report);
async function apply(task) {
    const database = await openDatabase(task.url);
    try {
        const lock = await database.locks.take('run');
        if (lock === null) {
            tell({ stage: 'lock-held' });
            return EXIT_LOCK_HELD;
        }
        const db = task.dieAtQuery === null ? database.db : database.db.withPlugin(mortal(task.dieAtQuery));
        tell({ stage: 'deciding' });
        const now = Date.now();
        const { opened } = await makeRun(db, { kind: 'apply', at: now, machineAt: now, by: 'cli:simulation', pause });
        tell({ stage: 'decided', opened: opened.length });
        const deps = {
            config: Config.parse({ limits: task.limits }),
            db,
            takeLock: (name) => database.locks.take(name),
            dispatchBy: database.dialect === 'sqlite' ? 'database' : 'router',
            watch: (changed) => database.watch(changed, 20),
            log: {
                debug() { },
                info() { },
                warn() { },
                error: (facts, message) => tell({ stage: 'failed', message: `${message} ${textOf(facts)}` }),
            },
            now: () => Date.now(),
            machineNow: () => Date.now(),
            seal: makeSeal(task.key),
            draw: () => 0.5,
        };
        return await carry(deps, database.db, performance.now() + task.deadlineMs);
    }
    finally {
        await database.close();
    }
}
const textOf = (facts) => 'err' in facts && facts.err instanceof Error ? (facts.err.stack ?? '') : JSON.stringify(facts);
async function carry(deps, db, giveUpAt) {
    const carrier = await startCarrier(deps);
    if (carrier === null) {
        tell({ stage: 'lock-held' });
        return EXIT_LOCK_HELD;
    }
    const waiting = await db.selectFrom('orders').select('id').where('state', '=', 'open').execute();
    await hurryOrders(db, waiting.map((order) => order.id), deps.now());
    carrier.dispatcher.nudge();
    for (;;) {
        const open = await countOpen(db);
        tell({ stage: 'carrying', open });
        if (open === 0 || performance.now() > giveUpAt) {
            await carrier.close();
            tell(open === 0 ? { stage: 'finished' } : { stage: 'stuck', open });
            return open === 0 ? 0 : 3;
        }
        await sleep(20);
    }
}
async function countOpen(db) {
    const row = await db
        .selectFrom('orders')
        .select((count) => count.fn.countAll().as('open'))
        .where('state', '=', 'open')
        .executeTakeFirstOrThrow();
    return row.open;
}
function mortal(dieAt) {
    let queries = 0;
    return {
        transformQuery({ node }) {
            if (++queries === dieAt)
                process.kill(process.pid, 'SIGKILL');
            return node;
        },
        transformResult: async ({ result }) => result,
    };
}
process.on('disconnect', () => process.exit(1));
process.once('message', (task) => {
    apply(task)
        .catch((error) => {
        tell({ stage: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
        return 1;
    })
        .then((code) => {
        process.exitCode = code;
        process.removeAllListeners('disconnect');
        process.disconnect();
    })
        .catch(() => process.exit(1)); // the parent is gone: nobody is left to tell
});
tell({ stage: 'ready' });
