// `ispcube user`: who may log in to the pages. A password is typed, read from standard input, or made here and shown once; one that
// somebody else than its owner knows has to be changed at the first log-in.
import { temporaryPassword } from '../../core/password.js';
import { addPerson, changeThePerson, setPersonPassword } from '../../core/acts/people.js';
import { Fault } from '../../core/fault.js';
import { listPeople, listRoles } from '../../core/store/people.js';
import { askSecret, example, readStdin } from '../context.js';
import { table } from '../output.js';
export function register(program, context) {
    const user = program.command('user').description('who may log in to the pages, and as what');
    example(user, 'ispcube user add ana --role operador', 'ispcube user list');
    const adding = user
        .command('add')
        .description('let somebody in; without --password-stdin a password is made and shown once')
        .argument('<username>')
        .option('--name <text>', 'how he is called; the user name unless given')
        .option('--role <name>', 'what he may do', 'operador')
        .option('--email <address>', 'his e-mail')
        .option('--collector <name>', 'which collector he is, for roles that see only their own customers')
        .option('--password-stdin', 'his password comes by standard input')
        .action((username, options) => add(context, username, options));
    example(adding, 'ispcube user add ana --role operador', 'ispcube user add beto --role cobrador --collector "Beto Ruiz"');
    const listing = user
        .command('list')
        .description('everybody, with role, second factor and last log-in; and the roles')
        .action(() => list(context));
    example(listing, 'ispcube user list');
    const changing = user
        .command('passwd')
        .description('set a password; all his browsers are logged out')
        .argument('<username>')
        .option('--password-stdin', 'the password comes by standard input')
        .action((username, options) => passwd(context, username, options));
    example(changing, 'ispcube user passwd ana');
    const setting = user
        .command('set')
        .description('change name, role, e-mail or collector, or take the second factor off')
        .argument('<username>')
        .option('--name <text>')
        .option('--role <name>')
        .option('--email <address>')
        .option('--collector <name>')
        .option('--no-totp', 'take the second factor off, for who lost his telephone')
        .action((username, options) => set(context, username, options));
    example(setting, 'ispcube user set ana --role supervisor', 'ispcube user set ana --no-totp');
    for (const [word, disabled, about] of [
        ['disable', true, 'let somebody in no more; all his browsers are logged out'],
        ['enable', false, 'let him in again, and forget failed log-ins'],
    ]) {
        const command = user
            .command(word)
            .description(about)
            .argument('<username>')
            .action((username) => able(context, username, disabled));
        example(command, `ispcube user ${word} ana`);
    }
}
async function add(context, username, options) {
    const { out } = context;
    const wired = await context.open();
    const { password, isMade } = await passwordFor(context, options);
    const { name = username, role = 'operador', email = null, collector = null } = options;
    const added = await addPerson(wired.db, { username, name, role, email, collector, password, isTemporary: true }, wired.told());
    out.answer({ user: added.username, role, ...(isMade ? { password } : {}) }, () => isMade
        ? `${added.username} may log in as ${role} with the password ${password}; the first log-in asks for another`
        : `${added.username} may log in as ${role}; the first log-in asks for another password`);
}
async function passwd(context, username, options) {
    const wired = await context.open();
    const { password, isMade } = await passwordFor(context, options);
    await setPersonPassword(wired.db, { username, password, isTemporary: true }, wired.told());
    context.out.answer({ user: username, ...(isMade ? { password } : {}) }, () => isMade
        ? `${username} logs in with the password ${password}; the next log-in asks for another`
        : `the password of ${username} is set; the next log-in asks for another`);
}
/** From standard input, from the terminal, or made here. */
async function passwordFor(context, options) {
    if (options.passwordStdin)
        return { password: await readStdin(context), isMade: false };
    const typed = await askSecret(context, 'password (empty = one is made): ');
    if (typed !== null && typed !== '')
        return { password: typed, isMade: false };
    return { password: temporaryPassword(), isMade: true };
}
async function list(context) {
    const wired = await context.open();
    const { zone } = await wired.terms();
    const people = (await listPeople(wired.db)).map((one) => ({
        user: one.username,
        name: one.name,
        role: one.role,
        collector: one.collector,
        secondFactor: one.totpSealed !== null,
        disabled: one.disabledAt !== null,
        seen: one.seenAt === null ? null : zone.format(one.seenAt - (one.seenAt % 1000)),
    }));
    const roles = (await listRoles(wired.db)).map(({ name }) => name);
    context.out.answer({ users: people, roles }, () => {
        if (people.length === 0)
            return `nobody yet; ispcube user add NAME --role administrador lets the first one in\nroles: ${roles.join(', ')}`;
        const rows = people.map((one) => [
            one.user,
            one.name,
            one.collector === null ? one.role : `${one.role} (${one.collector})`,
            one.secondFactor ? 'yes' : '',
            one.disabled ? 'may not log in' : (one.seen ?? 'never logged in'),
        ]);
        return `${table(['user', 'name', 'role', 'second factor', 'last log-in'], rows)}\nroles: ${roles.join(', ')}`;
    });
}
async function set(context, username, options) {
    const { name, role, email, collector } = options;
    const given = { name, role, email, collector };
    const change = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    if (Object.keys(change).length === 0 && options.totp !== false)
        throw new Fault('input-invalid', 'nothing to change; see: ispcube user set --help');
    const wired = await context.open();
    const person = await changeThePerson(wired.db, username, { ...change, ...(options.totp === false ? { withoutTotp: true } : {}) }, wired.told());
    context.out.answer({ user: person.username, role: person.role, name: person.name }, () => `${person.username} is changed`);
}
async function able(context, username, disabled) {
    const wired = await context.open();
    const person = await changeThePerson(wired.db, username, { disabled }, wired.told());
    context.out.answer({ user: person.username, disabled }, () => disabled ? `${person.username} may log in no more` : `${person.username} may log in`);
}
