// `ispcube cpe password|snmp|set`: what CPEs and radios are asked with. Secrets are typed unseen or come by standard input;
// none is ever shown.
import { addCredential, CREDENTIALS_MAX, removeCredential, removeSnmp, setSnmp } from '../../core/acts/cpe-accesses.js';
import { setCpeSettings } from '../../core/acts/visits.js';
import { Fault } from '../../core/fault.js';
import { listCredentials, listSnmpAccesses } from '../../core/store/cpe-accesses.js';
import { listRouters } from '../../core/store/routers.js';
import { countArgument, oneOfArgument, yesNoArgument } from '../arguments.js';
import { askSecret, example, readStdin } from '../context.js';
import { table } from '../output.js';
export function registerAccess(cpe, context) {
    passwordCommands(cpe.command('password').description(`the passwords that CPEs are tried with, ${CREDENTIALS_MAX} at most`), context);
    snmpCommands(cpe.command('snmp').description('how CPEs, or the radios of a router, are asked over SNMP'), context);
    const setting = cpe
        .command('set')
        .description('what holds for the CPE of one customer')
        .argument('<code>', 'code of the customer')
        .option('--connection <name>', 'only this one')
        .option('--legacy <yes|no>', 'allow it the key exchanges and ciphers of old firmware')
        .option('--forget-key', 'take the host key that it shows next for the right one')
        .action((code, options) => set(context, code, options));
    example(setting, 'ispcube cpe set 000123 --legacy yes', 'ispcube cpe set 000123 --forget-key');
}
function passwordCommands(password, context) {
    const adding = password
        .command('add')
        .description('one more, tried after the others')
        .argument('<user>', 'who logs in: ubnt')
        .option('--password-stdin', 'read the password from standard input')
        .action((user, options) => addPassword(context, user, options));
    example(adding, 'ispcube cpe password add ubnt', 'ispcube cpe password add ubnt --password-stdin < password');
    example(password
        .command('list')
        .description('in the order in which they are tried')
        .action(() => listPasswords(context)), 'ispcube cpe password list');
    const removing = password
        .command('remove')
        .description('try it no more')
        .argument('<number>', 'as the list shows it')
        .action((number) => removePassword(context, number));
    example(removing, 'ispcube cpe password remove 2');
    example(password, 'ispcube cpe password list');
}
async function addPassword(context, username, options) {
    const wired = await context.open();
    const password = options.passwordStdin ? await readStdin(context) : await askSecret(context, `Password of ${username}: `);
    if (password === null)
        throw new Fault('input-invalid', 'the password is asked for on a terminal; elsewhere say --password-stdin');
    const { position } = await addCredential(wired.db, { username, password }, { ...wired.told(), seal: wired.deps.seal });
    context.out.answer({ number: position, user: username }, () => `added as number ${position}; CPEs that let nobody in are tried again`);
}
async function listPasswords(context) {
    const wired = await context.open();
    const shown = (await listCredentials(wired.db)).map(({ position, username }) => ({ number: position, user: username }));
    context.out.answer({ passwords: shown }, () => table(['number', 'user'], shown.map((one) => [one.number, one.user])) || 'no passwords yet; add one with: ispcube cpe password add USER');
}
async function removePassword(context, number) {
    const wired = await context.open();
    await removeCredential(wired.db, countArgument('number', number, 1, 1000), wired.told());
    context.out.answer({ removed: Number(number) }, () => `number ${number} is tried no more`);
}
const VERSIONS = ['1', '2c', '3'];
const AUTHS = ['md5', 'sha', 'sha256'];
const PRIVACIES = ['des', 'aes'];
function snmpCommands(snmp, context) {
    const setting = snmp
        .command('set')
        .description('set it; the community, or the keys of version 3, are asked for')
        .option('--router <name>', 'of the radios of this router; without it, of all CPEs')
        .option('--snmp-version <version>', `one of ${VERSIONS.join(', ')}`, '2c')
        .option('--port <port>', 'UDP port', '161')
        .option('--user <name>', 'version 3')
        .option('--auth <protocol>', `version 3: one of ${AUTHS.join(', ')}`)
        .option('--privacy <protocol>', `version 3: one of ${PRIVACIES.join(', ')}`)
        .option('--secret-stdin', 'read the community, or the keys (a line each: authentication, privacy), from standard input')
        .action((options) => setAccess(context, options));
    example(setting, 'ispcube cpe snmp set', 'ispcube cpe snmp set --router panel-3 --snmp-version 3 --user lectura --auth sha --privacy aes');
    example(snmp
        .command('list')
        .description('who is asked over SNMP, and how')
        .action(() => listAccesses(context)), 'ispcube cpe snmp list');
    const removing = snmp
        .command('remove')
        .description('ask over SNMP no more')
        .option('--router <name>', 'of the radios of this router; without it, of all CPEs')
        .action((options) => removeAccess(context, options));
    example(removing, 'ispcube cpe snmp remove --router panel-3');
    example(snmp, 'ispcube cpe snmp list');
}
async function setAccess(context, options) {
    const { router } = options;
    const version = oneOfArgument('--snmp-version', options.snmpVersion, VERSIONS);
    const port = countArgument('--port', options.port, 1, 65_535);
    const wired = await context.open();
    const secrets = options.secretStdin === true ? (await readStdin(context)).split(/\r?\n/) : null;
    const secret = async (what) => {
        const text = secrets === null ? await askSecret(context, `${what}: `) : (secrets.shift() ?? null);
        if (text === null || text.trim() === '')
            throw new Fault('input-invalid', `the ${what.toLowerCase()} is missing: it is asked for on a terminal; elsewhere say --secret-stdin`);
        return text.trim();
    };
    const access = version === '3'
        ? { version, port, ...(await user3(options, secret)) }
        : { version, port, community: await secret('Community') };
    await setSnmp(wired.db, { router: router ?? null, access }, { ...wired.told(), seal: wired.deps.seal });
    const whose = router === undefined ? 'CPEs are' : `the radios of ${router} are`;
    context.out.answer({ of: router ?? 'cpes', version, port }, () => `${whose} asked over SNMP ${version}, port ${port}`);
}
/** RFC 3414 §11.2: keys of less than eight characters are no keys. */
const KEY_MIN = 8;
async function user3({ user, auth, privacy }, secret) {
    if (user === undefined || user === '')
        throw new Fault('input-invalid', '--user: version 3 needs a user');
    if (privacy !== undefined && auth === undefined)
        throw new Fault('input-invalid', '--privacy needs --auth too');
    const keyed = async (what) => {
        const key = await secret(what);
        if (key.length < KEY_MIN)
            throw new Fault('input-invalid', `the ${what.toLowerCase()} has less than ${KEY_MIN} characters`);
        return key;
    };
    return {
        username: user,
        auth: auth === undefined ? null : { protocol: oneOfArgument('--auth', auth, AUTHS), key: await keyed('Authentication key') },
        privacy: privacy === undefined
            ? null
            : { protocol: oneOfArgument('--privacy', privacy, PRIVACIES), key: await keyed('Privacy key') },
    };
}
async function listAccesses(context) {
    const wired = await context.open();
    const names = new Map((await listRouters(wired.db)).map((row) => [row.id, row.name]));
    const shown = (await listSnmpAccesses(wired.db)).map(({ routerId, version, port }) => ({
        of: routerId === null ? 'cpes' : (names.get(routerId) ?? ''),
        version,
        port,
    }));
    context.out.answer({ snmp: shown }, () => table(['of', 'version', 'port'], shown.map((one) => [one.of, one.version, one.port])) || 'nobody is asked over SNMP; set it with: ispcube cpe snmp set');
}
async function removeAccess(context, { router }) {
    const wired = await context.open();
    await removeSnmp(wired.db, router ?? null, wired.told());
    context.out.answer({ removed: router ?? 'cpes' }, () => `${router ?? 'CPEs'}: no longer asked over SNMP`);
}
async function set(context, code, { connection, legacy, forgetKey }) {
    if (legacy === undefined && forgetKey !== true)
        throw new Fault('input-invalid', 'say what to set: --legacy yes|no, or --forget-key');
    const isLegacy = legacy === undefined ? undefined : yesNoArgument('--legacy', legacy);
    const wired = await context.open();
    const changed = await setCpeSettings(wired.db, { code, connection, isLegacy, forgetKey: forgetKey === true }, wired.told());
    context.out.answer({ customer: code, connections: changed }, () => `${changed.join(', ')}: set; it is asked again now`);
}
