// Who may send accounting: added, removed, and handed to the listener with the secrets in the clear. A router with a RADIUS
// secret is a client by its address; a relay, or a whole network of access points behind one secret, is added by itself.
import { Fault } from '../fault.js';
import { parseIpv4, parseIpv6Prefix } from '../rules/identity.js';
import { within } from '../store/db.js';
import { addLog } from '../store/log.js';
import { deleteRadiusClient, insertRadiusClient, listRadiusClients, routersWithRadiusSecret } from '../store/radius-clients.js';
const NAME = /^[\w.-]{1,64}$/;
/** Shorter secrets are guessed from one packet in hours (RFC 2865 §3 wants 16 octets). */
const SECRET_MIN = 8;
/** `10.0.0.0/24`, `10.0.0.7`, `2001:db8::/32`; null when it is none of these, or says everybody. */
export function parseClientPrefix(text) {
    const [address = '', length, ...more] = text.trim().split('/');
    if (more.length > 0)
        return null;
    const v4 = parseIpv4(address);
    if (v4 === null)
        return text.includes(':') && !text.endsWith('/0') ? parseIpv6Prefix(length === undefined ? `${text}/128` : text) : null;
    if (length === undefined)
        return v4;
    if (!/^\d{1,2}$/.test(length) || Number(length) < 1 || Number(length) > 32)
        return null;
    return `${v4}/${Number(length)}`;
}
export async function addRadiusClient(db, ask, told) {
    const { name, secret } = ask;
    if (!NAME.test(name))
        throw new Fault('input-invalid', `name: "${name}" is not acceptable; expected letters, digits, dots and dashes`, { name });
    const prefix = parseClientPrefix(ask.prefix);
    if (prefix === null) {
        const message = `prefix: "${ask.prefix}" is not acceptable; expected an address or a prefix such as 10.0.0.0/24 or 2001:db8::/32`;
        throw new Fault('input-invalid', message, { prefix: ask.prefix });
    }
    if (secret.length < SECRET_MIN)
        throw new Fault('input-invalid', `the secret is too short: at least ${SECRET_MIN} characters, 16 or more are wise`);
    return within(db, async (tx) => {
        const taken = (await listRadiusClients(tx)).find((one) => one.name === name || one.prefix === prefix);
        if (taken)
            throw new Fault('record-conflict', `the client ${taken.name} (${taken.prefix}) is there already; remove it first`, { name });
        const secretSealed = told.seal.seal(secret, sealedAt(name));
        const id = await insertRadiusClient(tx, { name, prefix, secretSealed });
        await addLog(tx, [
            { at: told.now, by: told.by, what: 'added', about: { kind: 'radius-client', id }, facts: { name, prefix } },
        ]);
        return { name, prefix };
    });
}
export async function removeRadiusClient(db, name, told) {
    await within(db, async (tx) => {
        if (!(await deleteRadiusClient(tx, name)))
            throw new Fault('record-missing', `there is no RADIUS client "${name}"; ispcube radius client list shows them all`, {
                name,
            });
        await addLog(tx, [{ at: told.now, by: told.by, what: 'removed', facts: { radiusClient: name } }]);
    });
}
const sealedAt = (name) => ({ table: 'radius_clients', column: 'secret', row: name });
/** For the listener. One that cannot be used is told and left out: it must not silence the others. */
export async function radiusClients(db, seal) {
    const list = { clients: [], left: [] };
    const take = (name, prefix, open) => {
        if (prefix === null)
            return void list.left.push({ name, why: 'packets come from an address, and its host is a name' });
        try {
            list.clients.push({ name, prefix, secret: Buffer.from(open()) });
        }
        catch (e) {
            list.left.push({ name, why: e instanceof Error ? e.message : String(e) });
        }
    };
    for (const { name, prefix, secretSealed } of await listRadiusClients(db))
        take(name, prefix, () => seal.open(secretSealed, sealedAt(name)));
    for (const { name, host, radiusSecretSealed } of await routersWithRadiusSecret(db))
        take(name, parseClientPrefix(host), () => seal.open(radiusSecretSealed, { table: 'routers', column: 'radius_secret', row: name }));
    return list;
}
