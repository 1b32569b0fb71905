// The ISP's generic passwords for CPEs, five at most, and its accesses over SNMP: added, removed, and handed to the poll in the
// clear. Everything secret is sealed; a list shows names and versions.
import { Fault } from '../fault.js';
import { deleteCredential, deleteSnmpAccess, insertCredential, listCredentials, listSnmpAccesses, storeSnmpAccess, updateCredential, } from '../store/cpe-accesses.js';
import { settingOf } from '../settings.js';
import { wakeIdle, wakeLogins } from '../store/cpes.js';
import { within } from '../store/db.js';
import { addLog } from '../store/log.js';
import { listRouters, routerByName } from '../store/routers.js';
import { storedSettings } from '../store/settings.js';
/** Requirement C20: tried one after the other, a sixth is refused. */
export const CREDENTIALS_MAX = 5;
function checkCredential({ username, password }) {
    if (!/^[\w.@-]{1,64}$/.test(username))
        throw new Fault('input-invalid', `user: "${username}" is not acceptable; expected letters, digits, dots and dashes`, {
            username,
            columns: ['username'],
        });
    if (password === '' || password.length > 200)
        throw new Fault('input-invalid', 'the password is empty or longer than 200 characters', { columns: ['password'] });
}
export async function addCredential(db, ask, told) {
    const { username, password } = ask;
    checkCredential(ask);
    return within(db, async (tx) => {
        const stored = await listCredentials(tx);
        if (stored.length >= CREDENTIALS_MAX) {
            const message = `there are ${CREDENTIALS_MAX} passwords already, and each CPE is tried with all of them; remove one first (ispcube cpe password list)`;
            throw new Fault('record-conflict', message, { passwords: stored.length });
        }
        const position = (stored.at(-1)?.position ?? 0) + 1;
        const passwordSealed = told.seal.seal(password, credentialAt(position));
        const id = await insertCredential(tx, { position, username, passwordSealed });
        await wakeLogins(tx, told.now);
        await wakeWaiting(tx, told.now);
        await addLog(tx, [
            { at: told.now, by: told.by, what: 'added', about: { kind: 'cpe-password', id }, facts: { username, position } },
        ]);
        return { position };
    });
}
/** Another password, or another user, in the same place: the order in which they are tried stays. */
export async function replaceCredential(db, ask, told) {
    const { position, username, password } = ask;
    checkCredential(ask);
    await within(db, async (tx) => {
        const passwordSealed = told.seal.seal(password, credentialAt(position));
        const id = await updateCredential(tx, position, { username, passwordSealed });
        if (id === null)
            throw new Fault('record-missing', `there is no password ${position}; ispcube cpe password list shows them all`, {
                position,
            });
        await wakeLogins(tx, told.now);
        const about = { kind: 'cpe-password', id };
        await addLog(tx, [
            { at: told.now, by: told.by, what: 'edited', about, facts: { username, position, changes: { password: '…' } } },
        ]);
    });
}
export async function removeCredential(db, position, told) {
    await within(db, async (tx) => {
        if (!(await deleteCredential(tx, position)))
            throw new Fault('record-missing', `there is no password ${position}; ispcube cpe password list shows them all`, {
                position,
            });
        await addLog(tx, [{ at: told.now, by: told.by, what: 'removed', facts: { cpePassword: position } }]);
    });
}
/** Of a router where one is named, else of all CPEs. */
export async function setSnmp(db, ask, told) {
    await within(db, async (tx) => {
        const routerId = await routerIdOf(tx, ask.router);
        const { version, port, ...secrets } = ask.access;
        const accessSealed = told.seal.seal(JSON.stringify(secrets), snmpAt(ask.router));
        await storeSnmpAccess(tx, { routerId, version, port, accessSealed });
        await wakeWaiting(tx, told.now);
        await addLog(tx, [
            {
                at: told.now,
                by: told.by,
                what: 'edited',
                facts: { snmp: ask.router ?? 'cpes', changes: { version, port, access: '…' } },
            },
        ]);
    });
}
export async function removeSnmp(db, router, told) {
    await within(db, async (tx) => {
        const whose = router === null ? 'CPEs' : `router ${router}`;
        if (!(await deleteSnmpAccess(tx, await routerIdOf(tx, router))))
            throw new Fault('record-missing', `no SNMP access is set for ${whose}`, { router });
        await addLog(tx, [{ at: told.now, by: told.by, what: 'removed', facts: { snmp: router ?? 'cpes' } }]);
    });
}
const wakeWaiting = async (tx, now) => wakeIdle(tx, now, settingOf(await storedSettings(tx), 'cpe.everyS') * 1000);
async function routerIdOf(tx, name) {
    if (name === null)
        return null;
    const router = await routerByName(tx, name);
    if (router)
        return router.id;
    throw new Fault('record-missing', `there is no router "${name}"; ispcube router list shows them all`, { router: name });
}
/** Throws `secret-unreadable` where one of them does not open: half of the passwords would look like wrong ones. */
export async function openAccesses(db, seal, limits) {
    const credentials = (await listCredentials(db)).map(({ id, position, username, passwordSealed }) => {
        return { id, username, password: seal.open(passwordSealed, credentialAt(position)) };
    });
    const accesses = { credentials, cpes: null, byRouter: new Map() };
    const rows = await listSnmpAccesses(db);
    const names = rows.length === 0 ? new Map() : new Map((await listRouters(db)).map((row) => [row.id, row.name]));
    for (const { routerId, version, port, accessSealed } of rows) {
        const name = routerId === null ? null : names.get(routerId);
        if (name === undefined)
            continue; // its router was removed
        const secrets = JSON.parse(seal.open(accessSealed, snmpAt(name)));
        const access = { version, port, ...secrets, timeoutMs: limits.snmpMs, retries: limits.snmpRetries };
        if (routerId === null)
            accesses.cpes = access;
        else
            accesses.byRouter.set(routerId, access);
    }
    return accesses;
}
const credentialAt = (position) => ({ table: 'cpe_credentials', column: 'password', row: String(position) });
const snmpAt = (router) => ({ table: 'snmp_accesses', column: 'access', row: router ?? '' });
