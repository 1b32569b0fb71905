// The composition root: configuration → log → database → what the daemon and the commands are given, and one close() that
// undoes it in reverse. Nothing else builds these, nothing else reads the machine's clock for a decision. A database is
// made only by who asks for that (a mistyped path must not look like an ISP without customers), and so is one brought up that an
// older program left behind.
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { Fault } from '../core/fault.js';
import { migrate, pendingMigrations } from '../core/store/migrate.js';
import { migrations } from '../core/store/migrations/index.js';
import { loadTerms } from '../core/store/settings.js';
import { makeGeocode } from '../web/geocode/index.js';
import { lazySeal, loadConfig } from './config.js';
import { openDatabase, parseDatabaseUrl } from './database.js';
import { makeLog } from './log.js';
export async function wire(io, wish = {}) {
    const loaded = await loadConfig(io, wish.configFile);
    const opened = await makeLog(loaded, io, wish.logs ?? false);
    const { log } = opened;
    try {
        refuseMissing(loaded.databaseUrl, wish.migrations ?? 'refuse');
        const database = await openDatabase(loaded.databaseUrl, {
            log: {
                warn: (facts, message) => log.warn(Object(facts), typeof message === 'string' ? message : ''),
            },
        });
        try {
            await bringUp(database, wish.migrations ?? 'refuse');
            return assemble(loaded, database, opened);
        }
        catch (e) {
            await database.close();
            throw e;
        }
    }
    catch (e) {
        await opened.close();
        throw e;
    }
}
async function bringUp(database, wish) {
    const { db, dialect } = database;
    if (wish === 'create')
        return void (await migrate(db, dialect));
    const pending = await pendingMigrations(db);
    if (pending.length === 0 || wish === 'ignore')
        return;
    if (pending.length === migrations.length)
        throw noDatabase(database.place);
    if (wish === 'apply')
        return void (await migrate(db, dialect));
    const message = `the database ${database.place} was made by an older ispcube (pending: ${pending.join(', ')}); back it up, then run: ispcube db migrate`;
    throw new Fault('input-invalid', message, { pending });
}
/** Opening an SQLite file makes it, so it is asked for before. */
function refuseMissing(url, wish) {
    const address = parseDatabaseUrl(url);
    if (wish === 'create' || address.dialect !== 'sqlite' || address.path === ':memory:' || existsSync(address.path))
        return;
    throw noDatabase(address.path);
}
const noDatabase = (place) => new Fault('input-invalid', `there is no ISPCube database ${place}: is the path right, the disk mounted? To make a new one: ispcube init, or ispcube db migrate`, { place });
function assemble(loaded, database, opened) {
    const { config } = loaded;
    const { log } = opened;
    const by = `cli:${userName()}`;
    let aheadMs = 0;
    const now = () => Date.now() + aheadMs;
    const deps = {
        config,
        db: database.db,
        takeLock: (name) => database.locks.take(lockName(name)),
        dispatchBy: database.dialect === 'sqlite' ? 'database' : 'router',
        watch: (changed) => database.watch(changed),
        log,
        now,
        machineNow: () => Date.now(),
        seal: lazySeal(loaded.secretKey),
        draw: () => Math.random(),
    };
    return {
        loaded,
        config,
        database,
        db: database.db,
        deps,
        log,
        by,
        told: () => ({ now: now(), by }),
        terms: () => loadTerms(database.db),
        travelTo(at) {
            aheadMs = at - Date.now();
        },
        async close() {
            await database.close();
            await opened.close();
        },
    };
}
/** What the pages are given of it; `nudge` wakes the daemon of this process, where there is one. */
export const webDeps = ({ config, db, deps, loaded, log }, nudge) => ({
    ...{ config, db, log, nudge },
    filesFolder: resolve(loaded.folder, config.files.folder),
    now: deps.now,
    machineNow: deps.machineNow,
    seal: deps.seal,
    takeLock: deps.takeLock,
    // Drivers are loaded when somebody wants to read what they write.
    routerRules: async (router) => (await import('./router-rules.js')).routerRules(deps, router),
    geocode: makeGeocode(config.map),
});
/** Names of locks are parts of file names. */
const lockName = (name) => name.replaceAll(':', '-');
function userName() {
    try {
        return userInfo().username;
    }
    catch {
        return String(process.getuid?.() ?? 'unknown'); // a user without a name, as in some containers
    }
}
