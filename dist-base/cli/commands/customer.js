// `ispcube customer`: the list with its filters, one customer with all that is known of him, sign-up, edits, deletion,
// recoding, and his log.
import { addCustomer, deleteCustomer, recodeCustomer, setCustomer } from '../../core/acts/customers.js';
import { customerColumns } from '../../core/acts/imports/customer-columns.js';
import { formatAmount } from '../../core/rules/money.js';
import { connectionsOf } from '../../core/store/connections.js';
import { contactsOfCustomer } from '../../core/store/customer-edits.js';
import { listCustomers } from '../../core/store/customer-list.js';
import { requireCustomer } from '../../core/store/customers.js';
import { logOfCustomer } from '../../core/store/log.js';
import { countArgument } from '../arguments.js';
import { carryDeed } from '../carry.js';
import { example } from '../context.js';
import { decisionFor } from '../decision.js';
import { addFields, changesTexts, typedFields } from '../fields.js';
import { filterNamed } from '../named.js';
import { counted, table } from '../output.js';
export function register(program, context) {
    const customer = program.command('customer').description('list, show, add, change, delete and recode customers');
    example(customer, 'ispcube customer list --search ramirez', 'ispcube customer show 000123');
    const listing = customer
        .command('list')
        .description('customers by code; filters combine')
        .option('--search <words>', 'every word begins one of name, code, id number, phone, address, IP, user …')
        .option('--city <city>', 'accents and capitals do not matter')
        .option('--status <status>')
        .option('--company <n>')
        .option('--router <name>', 'with a connection on this router')
        .option('--deleted', 'deleted ones instead')
        .option('--after <code>', 'go on after this code')
        .option('--limit <n>', 'at most so many', '100')
        .action((options) => list(context, options));
    example(listing, 'ispcube customer list --search "ramirez belgrano" --city "Villa del Arroyo"');
    const showing = customer.command('show').description('all that is known of a customer').argument('<code>');
    example(showing.action((code) => show(context, code)), 'ispcube customer show 000123');
    for (const isNew of [true, false]) {
        const command = customer
            .command(isNew ? 'add' : 'set')
            .description(isNew ? 'sign a customer up' : 'change a customer; a blank value ("") clears')
            .argument('<code>');
        addFields(command, customerColumns, ['code']).action((code, options) => save(context, code, options, isNew));
        example(command, isNew
            ? 'ispcube customer add 000900 --name "Sosa, Elsa" --id-type DNI --id-number 23456789 --phone "+54 351 5550000"'
            : 'ispcube customer set 000123 --blockable no');
    }
    const deleting = customer
        .command('delete')
        .description('hide and cut a customer; documents and log stay, "recode" brings him back')
        .argument('<code>')
        .option('--comment <text>', 'why')
        .action((code, options) => remove(context, code, options.comment));
    example(deleting, 'ispcube customer delete 000123 --comment "moved away"');
    const recoding = customer
        .command('recode')
        .description('give a customer another code; brings a deleted one back')
        .argument('<code>')
        .argument('<new-code>')
        .action((code, to) => recode(context, code, to));
    example(recoding, 'ispcube customer recode ZZ000123 000123');
    const logging = customer
        .command('log')
        .description('what was done to a customer: when, by whom, why')
        .argument('<code>')
        .option('--limit <n>', 'the newest so many lines', '100')
        .action((code, options) => log(context, code, options.limit));
    example(logging, 'ispcube customer log 000123');
}
async function list(context, options) {
    const { out } = context;
    const limit = countArgument('--limit', options.limit, 1, 1_000_000);
    const company = options.company === undefined ? undefined : countArgument('--company', options.company, 1, 5);
    const wired = await context.open();
    const { search, status, deleted, after } = options;
    const named = await filterNamed(wired.db, options);
    const rows = await listCustomers(wired.db, { search, status, company, ...named, deleted, afterCode: after, limit });
    const json = rows.map((row) => ({
        code: row.code,
        name: row.name,
        nickname: row.nickname,
        city: row.city,
        status: row.status,
        company: row.company,
        balance: formatAmount(row.balanceCents),
        free: row.free === 1,
        blockable: row.blockable === 1,
        formerCode: row.formerCode,
    }));
    out.answer({ customers: json }, () => {
        const shown = json.map((row) => [
            row.code,
            row.name,
            row.city ?? '',
            row.status ?? '',
            row.balance,
            [row.free ? 'free' : '', row.blockable ? '' : 'not to be cut', row.formerCode === null ? '' : `was ${row.formerCode}`]
                .filter(Boolean)
                .join(', '),
        ]);
        const more = rows.length === limit ? `; more with --after ${rows.at(-1)?.code ?? ''}` : '';
        return [
            table(['code', 'name', 'city', 'status', { head: 'balance', align: 'right' }, ''], shown),
            `${counted(rows.length, 'customer')}${more}`,
        ]
            .filter(Boolean)
            .join('\n');
    });
}
async function show(context, code) {
    const { out } = context;
    const wired = await context.open();
    const customer = await requireCustomer(wired.db, code);
    const { id, portalPasswordSealed, balanceCents, createdAt, free, blockable, prenotice, contractSigned, ...fields } = customer;
    const contacts = await contactsOfCustomer(wired.db, id);
    const decision = await decisionFor(wired, code);
    const { zone } = await wired.terms();
    const connections = (await connectionsOf(wired.db, id)).map((row) => ({
        name: row.name,
        kind: row.kind,
        plan: row.planName,
        router: row.routerName,
        panel: row.panelName,
        username: row.username,
        ip: row.ip,
        ipv6Prefix: row.ipv6Prefix,
        mac: row.mac,
        inService: row.inService === 1,
        observed: row.observed,
        cpeHost: row.cpeHost,
        cpeVendor: row.cpeVendor,
        address: row.address,
    }));
    const flags = { free: free === 1, blockable: blockable === 1, prenotice: prenotice === 1, contractSigned: contractSigned === 1 };
    const of = (kind) => contacts.filter((contact) => contact.kind === kind).map((contact) => contact.value);
    const json = {
        ...fields,
        ...flags,
        email: of('email'),
        phone: of('phone'),
        hasPortalPassword: portalPasswordSealed !== null,
        balance: formatAmount(balanceCents),
        state: decision?.state ?? 'unknown',
        reason: decision?.reason ?? null,
        createdAt: zone.format(createdAt),
        connections,
    };
    out.answer(json, () => {
        const { connections: _connections, ...facts } = json;
        const lines = Object.entries(facts).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0));
        const rows = lines.map(([name, value]) => [
            name,
            Array.isArray(value) ? value.join('; ') : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value),
        ]);
        const places = connections.map((one) => [
            one.name,
            one.kind,
            one.plan ?? '',
            one.router ?? '',
            [one.username, one.ip, one.mac].filter(Boolean).join(' '),
            one.inService ? (one.observed ?? '') : 'not in service',
        ]);
        return [table([out.paint.bold(code), ''], rows), table(['connection', 'kind', 'plan', 'router', 'known by', 'state'], places)]
            .filter(Boolean)
            .join('\n\n');
    });
}
async function save(context, code, options, isNew) {
    const { out } = context;
    const typed = typedFields(options, customerColumns);
    const wired = await context.open();
    const told = { ...wired.told(), seal: wired.deps.seal };
    const saved = isNew ? await addCustomer(wired.db, { code, typed }, told) : await setCustomer(wired.db, { code, typed }, told);
    const carried = await carryDeed(wired, out, saved.orders);
    const decision = await decisionFor(wired, saved.code);
    const json = {
        customer: saved.code,
        new: isNew,
        changes: saved.changes,
        resembles: saved.resembling,
        state: decision?.state ?? 'unknown',
        reason: decision?.reason ?? null,
        ...carried,
    };
    out.answer(json, () => {
        if (isNew)
            return `signed up: ${saved.code}`;
        const texts = changesTexts(saved.changes);
        return texts.length === 0 ? `nothing changed at ${saved.code}` : [`changed ${saved.code}:`, ...texts].join('\n  ');
    });
    warnOfDuplicates(context, saved);
}
function warnOfDuplicates(context, saved) {
    for (const { code, name, same } of saved.resembling) {
        context.out.say(`note: the same ${same === 'address' ? 'address' : 'id number'} as ${code} ${name}: a duplicate, or a fraud?`);
    }
}
async function remove(context, code, comment) {
    const { out } = context;
    const wired = await context.open();
    const deleted = await deleteCustomer(wired.db, { code, comment }, wired.told());
    const carried = await carryDeed(wired, out, deleted.orders);
    out.answer({ customer: deleted.code, formerCode: deleted.formerCode, ...carried }, () => `${deleted.formerCode} is deleted and has the code ${deleted.code} now`);
}
async function recode(context, code, to) {
    const { out } = context;
    const wired = await context.open();
    const recoded = await recodeCustomer(wired.db, { code, to }, wired.told());
    const carried = await carryDeed(wired, out, recoded.orders);
    out.answer({ customer: recoded.code, before: recoded.before, broughtBack: recoded.broughtBack, ...carried }, () => recoded.code === recoded.before
        ? `${recoded.code} has that code already`
        : `${recoded.before} is ${recoded.code} now${recoded.broughtBack ? ', a customer again' : ''}`);
}
async function log(context, code, limit) {
    const { out } = context;
    const wired = await context.open();
    const customer = await requireCustomer(wired.db, code);
    const { zone } = await wired.terms();
    const rows = await logOfCustomer(wired.db, customer.id, countArgument('--limit', limit, 1, 100_000));
    const json = rows.map((row) => ({
        at: zone.format(row.at),
        by: row.by,
        what: row.what,
        facts: row.facts,
        run: row.runId,
        order: row.orderId,
    }));
    out.answer({ customer: code, log: json }, () => {
        const lines = json.map((line) => [line.at, line.what, line.by, factsText(line.facts)]);
        return table(['when', 'what', 'by', ''], lines) || `nothing was done to ${code} yet`;
    });
}
function factsText(facts) {
    return Object.entries(facts)
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => factText(name, value))
        .filter(Boolean)
        .join(', ');
}
function factText(name, value) {
    if (name === 'changes')
        return changesTexts(value).join('; ');
    if (name.endsWith('Cents') && typeof value === 'number')
        return `${name.slice(0, -5)} ${formatAmount(value)}`;
    return `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`;
}
