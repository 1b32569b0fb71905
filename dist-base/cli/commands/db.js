// `ispcube db`: bring the schema up, take and put back copies, and check that what is stored agrees with itself.
import { resolve } from 'node:path';
import { balanceDifferences } from '../../core/store/balances.js';
import { Fault } from '../../core/fault.js';
import { settle } from '../../core/rules/debt.js';
import { formatAmount } from '../../core/rules/money.js';
import { accountsAfter } from '../../core/store/accounts.js';
import { fileIntegrity, looseReferences, strayOrders } from '../../core/store/checks.js';
import { migrate, pendingMigrations } from '../../core/store/migrate.js';
import { pause } from '../../daemon/deps.js';
import { environment, loadConfig } from '../config.js';
import { ask, example } from '../context.js';
import { openDatabase, parseDatabaseUrl } from '../database.js';
import { backupPostgres, backupSqlite, proveCopy, proveDump, restoreSqlite, runPostgres } from '../database-backup.js';
import { counted } from '../output.js';
export function register(program, context) {
    const db = program.command('db').description('migrate, back up, restore and check the database');
    example(db, 'ispcube db backup /var/backups/ispcube-$(date +%F).db', 'ispcube db check');
    example(db
        .command('migrate')
        .description('bring the schema up to this version')
        .action(() => migrateCommand(context)), 'ispcube db migrate');
    const backup = db
        .command('backup')
        .description('a consistent copy, taken while everything runs')
        .argument('<file>', 'that is not there yet');
    example(backup.action((file) => backupCommand(context, file)), 'ispcube db backup /var/backups/ispcube-$(date +%F).db');
    const restore = db
        .command('restore')
        .description('put a copy back; only while nothing runs')
        .argument('<file>')
        .option('--yes', 'do not ask');
    example(restore.action((file, options) => restoreCommand(context, file, options.yes ?? false)), 'ispcube db restore /var/backups/ispcube-2026-11-16.db');
    example(db
        .command('check')
        .description('does what is stored agree with itself?')
        .action(() => check(context)), 'ispcube db check');
}
async function place(context) {
    const { config } = context.flags;
    const loaded = await loadConfig(context.io, config);
    return { loaded, address: parseDatabaseUrl(loaded.databaseUrl) };
}
async function migrateCommand(context) {
    const { loaded } = await place(context);
    const database = await openDatabase(loaded.databaseUrl);
    try {
        const pending = await pendingMigrations(database.db);
        const done = await migrate(database.db, database.dialect);
        context.out.answer({ database: database.place, applied: done, pending: pending.filter((name) => !done.includes(name)) }, () => done.length === 0 ? `${database.place} is up to date` : `${database.place}: applied ${done.join(', ')}`);
    }
    finally {
        await database.close();
    }
}
async function backupCommand(context, file) {
    const { loaded, address } = await place(context);
    const target = resolve(context.io.cwd, file);
    if (address.dialect === 'postgres')
        await backupPostgres(address.url.href, target, environment(context.io));
    else if (address.path === ':memory:')
        throw new Fault('input-invalid', 'a database in memory cannot be backed up');
    else
        await backupSqlite(address.path, target);
    context.out.answer({ file: target }, () => `backed up to ${target}; keep the secret key (${loaded.keyFrom}) with it, in another place`);
}
const YES = new Set(['yes', 'si', 'sí']);
async function restoreCommand(context, file, isSure) {
    const { address } = await place(context);
    const source = resolve(context.io.cwd, file);
    const shown = address.dialect === 'sqlite' ? address.path : `${address.url.host}${address.url.pathname}`;
    if (!isSure) {
        // First, so that nobody is asked about what cannot be done.
        if (address.dialect === 'sqlite')
            proveCopy(source);
        else
            await proveDump(source);
        const answer = await ask(context, `Put ${source} in the place of ${shown}? (yes) `);
        if (answer === null)
            throw new Fault('input-invalid', 'restore asks on a terminal; elsewhere say --yes');
        if (!YES.has(answer.normalize('NFC').toLowerCase()))
            throw new Fault('input-invalid', 'nothing was restored');
    }
    const kept = address.dialect === 'sqlite'
        ? await restoreSqlite(address.path, source, stamp())
        : await restorePostgres(context, address.url.href, source);
    context.out.answer({ file: source, database: shown, kept }, () => `restored ${shown} from ${source}${kept === null ? '' : `; what was there before: ${kept}`}`);
}
const stamp = () => new Date().toISOString().replaceAll(/[:.]/g, '-');
/** Under both locks; PostgreSQL's own programs drop and make the tables. */
async function restorePostgres(context, url, source) {
    await proveDump(source);
    const database = await openDatabase(url);
    try {
        for (const name of ['run', 'dispatch']) {
            if ((await database.locks.take(name)) === null)
                throw new Fault('lock-held', `somebody works on ${database.place}; stop it first`);
        }
        await runPostgres('pg_restore', [
            '--clean',
            '--if-exists',
            '--no-owner',
            '--no-privileges',
            '--single-transaction',
            `--dbname=${new URL(url).pathname.slice(1)}`,
            source,
        ], url, environment(context.io));
        return null;
    }
    finally {
        await database.close();
    }
}
async function check(context) {
    const { out } = context;
    const wired = await context.open();
    const findings = [
        ...(await integrity(wired)),
        ...(await balances(wired)),
        await documents(wired, out.progress),
        ...(await orders(wired)),
    ];
    const isWell = findings.every((finding) => finding.ok);
    out.answer({ database: wired.database.place, ok: isWell, checks: findings }, () => findings
        .map((finding) => `${finding.ok ? out.paint.green('ok') : out.paint.red('no')}  ${finding.name}: ${finding.detail}`)
        .join('\n'));
    context.exit(isWell ? 0 : 1);
}
async function integrity({ db, database }) {
    const sound = await fileIntegrity(db, database.dialect);
    if (sound === null)
        return [];
    const loose = await looseReferences(db, database.dialect);
    return [
        {
            name: 'integrity',
            ok: sound === 'ok',
            detail: sound === 'ok' ? 'the file is sound' : `${sound}; restore a backup: ispcube db restore FILE`,
        },
        {
            name: 'references',
            ok: loose === 0,
            detail: loose === 0 ? 'every row refers to one that is there' : `${counted(loose, 'row')} refer to nothing`,
        },
    ];
}
async function balances({ db }) {
    const differences = await balanceDifferences(db);
    const shown = differences
        .slice(0, 5)
        .map((one) => `${one.code} ${formatAmount(one.storedCents)} instead of ${formatAmount(one.rebuiltCents)}`);
    const detail = differences.length === 0
        ? 'stored balances agree with the documents'
        : `${counted(differences.length, 'balance')} differ (${shown.join(', ')}); mend with: ispcube balance rebuild`;
    return [{ name: 'balances', ok: differences.length === 0, detail }];
}
/** Settles everybody's account: where the parts do not sum to the balance, nobody is cut. */
async function documents(wired, progress) {
    const { zone } = await wired.terms();
    const today = zone.dayOf(wired.deps.now());
    const broken = [];
    let customers = 0;
    for (let after = 0;;) {
        const accounts = await accountsAfter(wired.db, after, 500);
        if (accounts.length === 0)
            break;
        after = accounts.at(-1)?.id ?? after;
        customers += accounts.length;
        for (const { code, facts } of accounts) {
            try {
                settle(facts.documents, today);
            }
            catch (e) {
                broken.push(`${code}: ${e instanceof Error ? e.message : String(e)}`);
            }
        }
        progress(`${customers} accounts settled`);
        await pause();
    }
    const detail = broken.length === 0
        ? `${counted(customers, 'account')} add up`
        : `${counted(broken.length, 'account')} do not add up and are left as they are: ${broken.slice(0, 5).join('; ')}`;
    return { name: 'documents', ok: broken.length === 0, detail };
}
async function orders({ db }) {
    const strays = await strayOrders(db);
    const detail = strays.length === 0
        ? 'every open order has its place and router'
        : `${counted(strays.length, 'open order')} of removed routers or other generations: ${strays.slice(0, 10).join(', ')}`;
    return [{ name: 'orders', ok: strays.length === 0, detail }];
}
