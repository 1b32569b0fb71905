// `ispcube radius`: who may send accounting, what FreeRADIUS is given (../freeradius), who was online when and with which
// address, and how much a customer used.
import { addRadiusClient, radiusClients, removeRadiusClient } from '../../core/acts/radius-clients.js';
import { TRAFFIC_STEPS, trafficOf } from '../../core/acts/traffic.js';
import { Fault } from '../../core/fault.js';
import { requireCustomer } from '../../core/store/customers.js';
import { sessionsOfCustomer } from '../../core/store/sessions.js';
import { loginsOfCustomer } from '../../core/store/traffic.js';
import { oneOfArgument } from '../arguments.js';
import { askSecret, example, readStdin } from '../context.js';
import { registerFreeRadius } from '../freeradius/command.js';
import { table } from '../output.js';
import { instantOf, stretchOf } from '../stretch.js';
export function register(program, context) {
    const radius = program.command('radius').description('sessions and traffic from RADIUS accounting, and who may send it');
    const sessions = radius
        .command('sessions')
        .description('when a customer was online, with which address, newest first')
        .argument('<code>', 'code of the customer')
        .option('--from <instant>', 'not before')
        .option('--to <instant>', 'begun before')
        .option('--limit <n>', 'at most so many', '50')
        .action((code, options) => sessionsCommand(context, code, options));
    example(sessions, 'ispcube radius sessions 000123', 'ispcube radius sessions 000123 --from 2026-11-01');
    const traffic = radius
        .command('traffic')
        .description('how much a customer used (default: the last seven days, by day)')
        .argument('<code>', 'code of the customer')
        .option('--from <instant>', 'from here on')
        .option('--to <instant>', 'and before this')
        .option('--step <step>', `one of ${TRAFFIC_STEPS.join(', ')}`, 'day')
        .action((code, options) => trafficCommand(context, code, options));
    example(traffic, 'ispcube radius traffic 000123', 'ispcube radius traffic 000123 --from 2026-11-16T00:00 --step hour');
    clientCommands(radius.command('client').description('who may send accounting, besides routers that have a RADIUS secret'), context);
    registerFreeRadius(radius, context);
    example(radius, 'ispcube radius traffic 000123');
}
function clientCommands(client, context) {
    const adding = client
        .command('add')
        .description('let an address or a prefix send accounting')
        .argument('<name>', 'how you call it')
        .argument('<prefix>', '10.0.0.7, 10.0.0.0/24 or 2001:db8::/32')
        .option('--secret-stdin', 'read the secret from standard input')
        .action((name, prefix, options) => addClient(context, name, prefix, options));
    example(adding, 'ispcube radius client add freeradius 127.0.0.1', 'ispcube radius client add aps 10.20.0.0/16 --secret-stdin < secret');
    example(client
        .command('list')
        .description('all of them, the routers too')
        .action(() => listClients(context)), 'ispcube radius client list');
    const removing = client
        .command('remove')
        .description('hear it no more')
        .argument('<name>')
        .action((name) => removeClient(context, name));
    example(removing, 'ispcube radius client remove aps');
    example(client, 'ispcube radius client list');
}
async function addClient(context, name, prefix, options) {
    const wired = await context.open();
    const secret = options.secretStdin ? (await readStdin(context)).trim() : await askSecret(context, `Secret of ${name}: `);
    if (secret === null)
        throw new Fault('input-invalid', 'the secret is asked for on a terminal; elsewhere say --secret-stdin');
    const added = await addRadiusClient(wired.db, { name, prefix, secret }, { ...wired.told(), seal: wired.deps.seal });
    context.out.answer(added, () => `${added.name} may send accounting from ${added.prefix}`);
}
async function listClients(context) {
    const wired = await context.open();
    const { clients, left } = await radiusClients(wired.db, wired.deps.seal);
    const shown = clients.map(({ name, prefix }) => ({ name, prefix }));
    context.out.answer({ clients: shown, left }, () => [
        shown.length === 0
            ? 'nobody may send accounting: ispcube radius client add, or give routers a RADIUS secret'
            : table(['name', 'from'], shown.map((one) => [one.name, one.prefix])),
        ...left.map(({ name, why }) => context.out.paint.yellow(`${name} is not heard: ${why}`)),
    ].join('\n'));
}
async function removeClient(context, name) {
    const wired = await context.open();
    await removeRadiusClient(wired.db, name, wired.told());
    context.out.answer({ removed: name }, () => `${name} is heard no more`);
}
async function sessionsCommand(context, code, options) {
    const { out } = context;
    const wired = await context.open();
    const customer = await requireCustomer(wired.db, code);
    const terms = await wired.terms();
    const from = options.from === undefined ? 0 : instantOf(terms.zone, '--from', options.from);
    const to = options.to === undefined ? Number.MAX_SAFE_INTEGER : instantOf(terms.zone, '--to', options.to);
    const limit = Math.min(Math.max(Number(options.limit) || 50, 1), 10_000);
    const time = (at) => (at === null ? null : terms.zone.format(at - (at % 1000)));
    const rows = await sessionsOfCustomer(wired.db, customer.id, { from, to, limit });
    const shown = rows.map((row) => ({
        connection: row.connection,
        user: row.user,
        from: time(row.startedAt),
        to: time(row.stoppedAt),
        heard: time(row.heardAt),
        seconds: row.seconds,
        upOctets: row.upBase + row.upOctets,
        downOctets: row.downBase + row.downOctets,
        address: row.address,
        ipv6: row.delegatedPrefix ?? row.ipv6Prefix ?? row.ipv6Address,
        mac: row.calling,
        nas: row.nas,
        ended: row.ended,
    }));
    out.answer({ customer: code, sessions: shown }, () => {
        if (shown.length === 0)
            return `${code} has no session in that time`;
        const cells = shown.map((one) => [
            one.connection,
            one.from,
            one.to ?? out.paint.green('online'),
            size(one.downOctets),
            size(one.upOctets),
            [one.address, one.ipv6].filter(Boolean).join(' '),
            one.mac,
            one.ended === 'lost' ? out.paint.yellow('lost') : one.ended,
        ]);
        const right = (head) => ({ head, align: 'right' });
        return table(['connection', 'from', 'to', right('down'), right('up'), 'address', 'mac', 'ended'], cells);
    });
}
const DAY_MS = 86_400_000;
async function trafficCommand(context, code, options) {
    const { out } = context;
    const step = oneOfArgument('--step', options.step, TRAFFIC_STEPS);
    const wired = await context.open();
    const customer = await requireCustomer(wired.db, code);
    const terms = await wired.terms();
    const stepMs = { '5m': 300_000, hour: 3_600_000, day: DAY_MS }[step];
    const { from, to } = stretchOf(terms.zone, options, { now: wired.deps.now(), defaultMs: 7 * DAY_MS, stepMs });
    const logins = await loginsOfCustomer(wired.db, customer.id);
    const lines = await trafficOf(wired.db, logins, { from, to, step, zone: terms.zone });
    const nameOf = (at) => (step === 'day' ? terms.zone.dayOf(at) : terms.zone.format(at));
    const shown = lines.map(({ at, ...octets }) => ({ at: nameOf(at), ...octets }));
    out.answer({ customer: code, step, total: sumOf(lines), lines: shown }, () => logins.length === 0
        ? `${code} never logged in over RADIUS: is its user the one of the connection? (ispcube customer show ${code})`
        : trafficText(lines, nameOf, out));
}
function sumOf(lines) {
    const sum = { upOctets: 0, downOctets: 0 };
    for (const { upOctets, downOctets } of lines) {
        sum.upOctets += upOctets;
        sum.downOctets += downOctets;
    }
    return sum;
}
const BAR = 40;
/** A table with a bar a line. */
export function trafficText(lines, nameOf, out) {
    if (lines.length === 0)
        return 'no traffic in that time';
    const total = sumOf(lines);
    const most = Math.max(...lines.map((line) => line.downOctets + line.upOctets));
    const bar = (octets, paint) => paint('█'.repeat(Math.round((octets / most) * BAR)));
    const rows = lines.map((line) => [
        nameOf(line.at),
        size(line.downOctets),
        size(line.upOctets),
        bar(line.downOctets, out.paint.green) + bar(line.upOctets, out.paint.yellow),
    ]);
    const right = (head) => ({ head, align: 'right' });
    return [
        table(['from', right('down'), right('up'), ''], rows),
        `in all: ${size(total.downOctets)} down, ${size(total.upOctets)} up`,
    ].join('\n');
}
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
/** Decimal, as invoices and speeds are: 1 GB = 10⁹ octets. */
function size(octets) {
    let value = octets;
    let unit = 0;
    while (value >= 1000 && unit < UNITS.length - 1) {
        value /= 1000;
        unit++;
    }
    return `${unit === 0 ? value : value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${UNITS[unit]}`;
}
