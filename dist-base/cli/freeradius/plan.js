// What FreeRADIUS has to know of this installation: where it asks and by which token, where accounting goes and under which
// secret, which NAS there are. What is missing is made (the token, FreeRADIUS as a client of the listener), and kept from
// then on: asking again gives the same files.
import { createHmac, randomBytes } from 'node:crypto';
import { addRadiusClient, radiusClients } from '../../core/acts/radius-clients.js';
import { makeRadiusToken } from '../../core/acts/radius-token.js';
import { Fault } from '../../core/fault.js';
import { AUTHORIZE_PATH } from '../../daemon/radius/authorize.js';
import { parseDatabaseUrl } from '../database.js';
const RELAY = { name: 'freeradius', prefix: '127.0.0.1' };
export const SQL_ROLE = 'ispcube_radius';
const AUTH_PORT = 1812;
const ACCT_PORT = 1813;
export async function freeRadiusPlan(wired, wish) {
    const { db, deps } = wired;
    const question = questionUrl(wired.config.http.listen);
    const relayTo = relayAddress(wired.config.radius.listen);
    if (wish.sql && wired.database.dialect !== 'postgres')
        throw new Fault('input-invalid', '--sql: the views are in PostgreSQL alone; with SQLite FreeRADIUS goes by what ISPCube answers');
    const told = { ...wired.told(), seal: deps.seal };
    const token = await makeRadiusToken(db, { anew: wish.newToken }, told);
    const { clients, left } = await radiusClients(db, deps.seal);
    const [unheard] = left;
    if (unheard !== undefined)
        throw new Fault('input-invalid', `${unheard.name} cannot be written down: ${unheard.why}`);
    let secret = clients.find(({ prefix }) => prefix === RELAY.prefix)?.secret.toString();
    if (secret === undefined) {
        secret = randomBytes(24).toString('base64url');
        await addRadiusClient(db, { ...RELAY, secret }, told);
    }
    const others = clients
        .filter(({ prefix }) => prefix !== RELAY.prefix)
        .map(({ name, prefix, secret: shared }) => ({ name, prefix, secret: shared.toString() }));
    for (const one of [{ ...RELAY, secret }, ...others])
        refuseUnwritable(one);
    return {
        question,
        token,
        relay: { ...relayTo, secret },
        clients: others,
        authPort: AUTH_PORT,
        acctPort: ACCT_PORT,
        sql: wish.sql ? sqlAccess(wired.loaded.databaseUrl, token) : null,
    };
}
/** Its parser replaces variables whatever stands around them, and a line ends where it ends. */
function refuseUnwritable({ name, secret }) {
    if (!/\$(\{|ENV\{)|[\u0000-\u001f]/.test(secret))
        return;
    throw new Fault('input-invalid', `the secret of ${name} cannot be written for FreeRADIUS: give it one without \${ and without control characters`, { name });
}
/** As this machine reaches what is listened to. */
function reachable(listen) {
    const at = listen.lastIndexOf(':');
    const host = listen.slice(0, at).replace(/^\[(.*)\]$/, '$1');
    return { host: host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host, port: Number(listen.slice(at + 1)) };
}
export function questionUrl(listen) {
    if (listen === null)
        throw new Fault('input-invalid', 'http.listen is null: FreeRADIUS has nowhere to ask; set http.listen');
    const { host, port } = reachable(listen);
    return `http://${host.includes(':') ? `[${host}]` : host}:${port}${AUTHORIZE_PATH}`;
}
function relayAddress(listen) {
    const [first] = listen;
    const relay = first === undefined ? null : reachable(first);
    if (relay !== null && relay.port !== ACCT_PORT)
        return { address: relay.host, port: relay.port };
    const message = `radius.listen: FreeRADIUS takes port ${ACCT_PORT} and relays accounting to ISPCube on another; set radius: { listen: ['127.0.0.1:1814'] }`;
    throw new Fault('input-invalid', message, { listen: [...listen] });
}
/** The role's password follows from the token, so that nothing else is to be kept. */
function sqlAccess(url, token) {
    const address = parseDatabaseUrl(url);
    if (address.dialect !== 'postgres')
        throw new Fault('input-invalid', '--sql needs PostgreSQL');
    return {
        host: address.url.searchParams.get('host') ?? address.url.hostname.replace(/^\[(.*)\]$/, '$1'),
        port: Number(address.url.port || 5432),
        database: decodeURIComponent(address.url.pathname.slice(1)),
        login: SQL_ROLE,
        password: createHmac('sha256', token).update(SQL_ROLE).digest('base64url'),
    };
}
/** For somebody who may make roles: it reads the views, and nothing else. */
export const roleText = ({ login, password }) => [
    `create role ${login} login;`,
    `alter role ${login} password '${password}';`,
    `grant select on radreply, radusergroup, radgroupcheck, radgroupreply to ${login};`,
].join('\n');
