// `ispcube init`: a configuration, a secret key and a database in a folder. What is there already is kept, never overwritten: a
// lost key would make every sealed password unreadable.
import { existsSync } from 'node:fs';
import { access, chmod, constants, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { addPerson, checkUsername } from '../../core/acts/people.js';
import { saveSetting } from '../../core/acts/settings.js';
import { Fault, isFault } from '../../core/fault.js';
import { temporaryPassword } from '../../core/password.js';
import { ADMIN_ROLE } from '../../core/rules/permission.js';
import { newSecretKey } from '../../core/seal.js';
import { checkSetting, SETTINGS } from '../../core/settings.js';
import { countSealed } from '../../core/store/checks.js';
import { listPeople } from '../../core/store/people.js';
import { absolute, CONFIG_FILE, environment, loadConfig } from '../config.js';
import { ask, example } from '../context.js';
import { parseDatabaseUrl } from '../database.js';
import { reaching } from '../file-faults.js';
import { counted } from '../output.js';
import { wire } from '../wire.js';
export function register(program, context) {
    const command = program
        .command('init')
        .description('make a configuration, a database and a secret key')
        .option('--dir <dir>', 'where', '.')
        .option('--yes', 'no questions: defaults and flags')
        .option('--database <url>', 'sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE')
        .option('--time-zone <zone>', `the zone of the ISP (${SETTINGS.timeZone.text})`)
        .option('--currency <code>', `of all amounts (${SETTINGS.currency.text})`)
        .option('--operator <username>', `who may log in to the pages first, and lets others in (${OPERATOR})`)
        .option('--new-key', 'make a new key although passwords are sealed under one that is gone')
        .action((options) => init(context, options));
    example(command, 'ispcube init --yes', 'ispcube init --dir /etc/ispcube --database postgres://ispcube:…@db/ispcube --time-zone America/Asuncion --currency PYG');
}
async function init(context, options) {
    const { out, io } = context;
    const folder = resolve(io.cwd, options.dir);
    const configFile = join(folder, CONFIG_FILE);
    for (const { name, check } of QUESTIONS)
        if (options[name] !== undefined)
            check(options[name]);
    const isThere = existsSync(configFile);
    if (isThere)
        await refuseOther(io, configFile, options.database);
    // Before anybody is asked: his answers would be lost.
    await reaching(folder, 'made', () => mkdir(folder, { recursive: true }));
    await reaching(folder, 'written', () => access(folder, constants.W_OK));
    const answers = isThere ? options : await answersFor(context, options);
    const made = {
        config: await writeNew(configFile, configText(answers.database ?? DATABASE), 0o600),
        gitignore: await writeNew(join(folder, '.gitignore'), GITIGNORE, 0o644),
    };
    const wired = await wire(io, { configFile, migrations: 'create' });
    try {
        const key = await makeKey(wired, join(folder, 'ispcube.key'), options.newKey ?? false);
        for (const name of ['timeZone', 'currency']) {
            const value = answers[name];
            if (value !== undefined)
                await saveSetting(wired.db, { key: name, value }, wired.told());
        }
        const json = {
            folder,
            config: configFile,
            configMade: made.config,
            key: key.file,
            keyMade: key.isMade,
            database: wired.database.place,
        };
        const first = await firstPerson(wired, answers.operator ?? OPERATOR);
        out.answer({ ...json, operator: first }, () => [
            `${made.config ? 'made' : 'kept'} ${configFile}`,
            `${key.isMade ? 'made' : 'kept'} ${key.file}${key.isMade ? ' (keep a copy elsewhere: without it the passwords of the routers are lost)' : ''}`,
            `the database is ready: ${wired.database.place}`,
            ...(first === null
                ? []
                : [`${first.user} may log in to the pages with the password ${first.password}; the first log-in asks for another`]),
            'next: ispcube router add …, or ispcube import routers FILE.csv; then ispcube doctor',
        ].join('\n'));
    }
    finally {
        await wired.close();
    }
}
/** Somebody has to let the others in. Null where there is somebody already. */
async function firstPerson(wired, username) {
    if ((await listPeople(wired.db)).length > 0)
        return null;
    const password = temporaryPassword();
    const person = { username, name: username, role: ADMIN_ROLE, password, isTemporary: true };
    return { user: (await addPerson(wired.db, person, wired.told())).username, password };
}
/** A key is made where there is none, but not behind the back of passwords that another one sealed. */
async function makeKey(wired, usual, anyway) {
    const { keyFrom } = wired.loaded;
    const file = keyFrom === 'ISPCUBE_SECRET_KEY' ? usual : keyFrom;
    if (keyFrom === 'ISPCUBE_SECRET_KEY' || existsSync(file))
        return { file: keyFrom, isMade: false };
    const sealed = await countSealed(wired.db);
    if (sealed > 0 && !anyway) {
        const message = `${counted(sealed, 'password')} in ${wired.database.place} cannot be read without the key that was in ${file}: put back your copy of it; if it is lost for good, say --new-key and set each of them again`;
        throw new Fault('secret-unreadable', message, { file, sealed });
    }
    return { file, isMade: await writeNew(file, `${newSecretKey()}\n`, 0o600) };
}
/** Nobody shall think that another database is in use than the one that the configuration names. */
async function refuseOther(io, configFile, asked) {
    if (asked === undefined)
        return;
    const { databaseUrl } = await loadConfig(io, configFile);
    const [said, wanted] = [addressText(databaseUrl, configFile), addressText(asked, configFile)];
    if (said.whole === wanted.whole)
        return;
    const from = environment(io).ISPCUBE_DATABASE_URL ? 'ISPCUBE_DATABASE_URL' : configFile;
    const message = `--database: ${wanted.shown} is not what ${from} says, ${said.shown}; change it there, or leave --database out`;
    throw new Fault('input-invalid', message, { asked: wanted.shown, configured: said.shown });
}
/** In one form, to be compared, and without its password, to be shown. */
function addressText(url, configFile) {
    const address = parseDatabaseUrl(absolute(url, dirname(configFile)));
    if (address.dialect === 'sqlite')
        return { whole: address.path, shown: `sqlite:${address.path}` };
    return { whole: address.url.href, shown: address.url.href.replace(/\/\/[^@/]*@/, '//…@') };
}
const DATABASE = 'sqlite:./ispcube.db';
const OPERATOR = 'admin';
const QUESTIONS = [
    { name: 'database', question: 'Database', otherwise: DATABASE, check: parseDatabaseUrl },
    {
        name: 'timeZone',
        question: 'Time zone of the ISP',
        otherwise: SETTINGS.timeZone.text,
        check: (text) => checkSetting('timeZone', text),
    },
    {
        name: 'currency',
        question: 'Currency',
        otherwise: SETTINGS.currency.text,
        check: (text) => checkSetting('currency', text),
    },
    { name: 'operator', question: 'User name of the first operator', otherwise: OPERATOR, check: checkUsername },
];
async function answersFor(context, options) {
    const answers = {};
    for (const { name, question, otherwise, check } of QUESTIONS) {
        answers[name] = options[name] ?? (options.yes ? otherwise : await askUntil(context, question, otherwise, check));
    }
    return answers;
}
/** Asks again, with the reason, until the answer can be used. */
async function askUntil(context, question, otherwise, check) {
    for (;;) {
        const answer = await ask(context, `${question} [${otherwise}]: `);
        if (answer === null)
            throw new Fault('input-invalid', 'init asks questions on a terminal; elsewhere say --yes to take the defaults and flags');
        try {
            check(answer || otherwise);
            return answer || otherwise;
        }
        catch (e) {
            if (!isFault(e))
                throw e;
            context.out.say(e.message);
        }
    }
}
/** False where the file is there already. */
async function writeNew(file, text, mode) {
    if (existsSync(file))
        return false;
    await reaching(file, 'written', () => writeFile(file, text, { flag: 'wx', mode }));
    await chmod(file, mode); // a umask may have taken more away than was meant, never less
    return true;
}
/** What holds secrets, and people's data in whatever state: copies, leftovers, what a restore put aside. */
const GITIGNORE = 'ispcube.key\nfiles/\n*.db\n*.db-*\n*.db.*\n*.part\n*.lock\n';
const configText = (database) => `// What this installation of ISPCube is made of. What the ISP changes while it runs is in the database: ispcube settings list
// Environment beats this file: ISPCUBE_DATABASE_URL, ISPCUBE_SECRET_KEY, ISPCUBE_ALLOW_TIME_TRAVEL.

export default {
  database: ${JSON.stringify(database).replaceAll('"', "'")},
  secretKeyFile: './ispcube.key',
}
`;
