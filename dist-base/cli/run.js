// argv → command → exit code. Only the file of the first word is loaded, because `--help` and completion must answer at once;
// the others are known here by name and summary. Whatever is thrown becomes a message and an exit code: a fault by the
// table of core/fault.ts, a wrong usage 2, anything else 1.
import { Command, CommanderError } from 'commander';
import { FAULTS, isFault } from '../core/fault.js';
import { makeOutput } from './output.js';
/** As shells have it for Ctrl-C. */
const INTERRUPTED = 130;
export const WORDS = {
    init: { about: 'make a configuration, a database and a secret key', load: () => import('./commands/init.js') },
    start: { about: 'run everything in this process (the default way)', load: () => import('./commands/start.js') },
    daemon: { about: 'run the daemon alone: orders, daily control, drift', load: () => import('./commands/daemon.js') },
    web: { about: 'serve the pages alone', load: () => import('./commands/web.js') },
    demo: { about: 'a whole ISP on this machine, with simulated routers', load: () => import('./commands/demo.js') },
    doctor: { about: 'check the installation and say what to do', load: () => import('./commands/doctor.js') },
    db: { about: 'migrate, back up, restore and check the database', load: () => import('./commands/db.js') },
    import: {
        about: 'import routers, plans, customers, connections or documents from CSV',
        load: () => import('./commands/import.js'),
    },
    export: { about: 'export customers or documents to CSV or XLSX', load: () => import('./commands/export.js') },
    customer: { about: 'list, show, add, change, delete and recode customers', load: () => import('./commands/customer.js') },
    ledger: { about: 'the current account of a customer', load: () => import('./commands/ledger.js') },
    pay: { about: 'register a payment; restores at once where the rules allow', load: () => import('./commands/pay.js') },
    adjust: { about: 'adjust a balance by a credit or debit note', load: () => import('./commands/adjust.js') },
    void: { about: 'void a document by a counter-document', load: () => import('./commands/void.js') },
    balance: { about: 'rebuild stored balances from the documents', load: () => import('./commands/balance.js') },
    promise: { about: 'payment promises: add, withdraw, list, check', load: () => import('./commands/promise.js') },
    enforce: { about: 'plan, apply and explain cuts and restores; compare routers', load: () => import('./commands/enforce.js') },
    prenotice: { about: 'web notices before the cut', load: () => import('./commands/prenotice.js') },
    cut: { about: 'cut a customer by hand', load: () => import('./commands/cut.js') },
    restore: { about: 'enable a customer by hand', load: () => import('./commands/restore.js') },
    router: { about: 'list, add, change, remove and test routers', load: () => import('./commands/router.js') },
    radius: {
        about: 'sessions and traffic from RADIUS accounting, and who may send it',
        load: () => import('./commands/radius.js'),
    },
    cpe: { about: 'the signal of customers: asked now, listed, and as it was', load: () => import('./commands/cpe.js') },
    user: { about: 'who may log in to the pages, and as what', load: () => import('./commands/user.js') },
    settings: { about: 'list, read and change the settings of the ISP', load: () => import('./commands/settings.js') },
    status: { about: 'orders waiting, routers sick, promises of today', load: () => import('./commands/status.js') },
    top: { about: 'the status, live', load: () => import('./commands/top.js') },
    completion: { about: 'completion for bash, zsh or fish', load: () => import('./commands/completion.js') },
};
export async function run(argv, io) {
    const out = makeOutput(io, argv.includes('--json'));
    let code = 0;
    let wired = null;
    const usage = { printed: '', stoppedAt: null };
    const program = makeProgram(out.json ? { stdout: { write: (text) => (usage.printed += text) }, stderr: io.stderr } : io);
    program.addHelpText('beforeAll', ({ error, command }) => {
        if (error)
            usage.stoppedAt = command;
        return '';
    });
    const context = {
        io,
        out,
        flags: {
            json: argv.includes('--json'),
            verbose: argv.includes('--verbose'),
            get config() {
                return program.opts().config;
            },
        },
        async open(wish) {
            const { wire } = await import('./wire.js');
            wired ??= await wire(io, { ...wish, configFile: context.flags.config, logs: wish?.logs ?? context.flags.verbose });
            return wired;
        },
        exit(given) {
            code = given;
        },
    };
    try {
        await registerWords(program, context, firstWord(argv));
        await program.parseAsync([...argv], { from: 'user' });
    }
    catch (e) {
        code = exitOf(e, out, usage, context.flags.verbose);
    }
    finally {
        await wired?.close();
    }
    return code;
}
export function makeProgram(io) {
    const program = new Command('ispcube')
        .description('ISPCube: the customers and the network of an Internet provider')
        .version('0.1.0', '--version', 'print the version')
        .option('--config <file>', 'configuration (default: ./ispcube.config.ts)')
        .option('--json', 'print one JSON document on standard output')
        .option('--verbose', 'log to standard error, and show where unexpected errors come from')
        .helpOption('-h, --help', 'show help')
        .helpCommand(false)
        .configureHelp({ showGlobalOptions: true, helpWidth: 110 })
        .exitOverride()
        .configureOutput({ writeOut: (text) => void io.stdout.write(text), writeErr: (text) => void io.stderr.write(text) });
    return program.addHelpText('after', '\nExample:\n  $ ispcube demo\n  $ ispcube enforce plan --help');
}
/** The first word that is no option, nor the value of one. */
function firstWord(argv) {
    return argv.find((word, index) => !word.startsWith('-') && argv[index - 1] !== '--config');
}
async function registerWords(program, context, first) {
    for (const [name, word] of Object.entries(WORDS)) {
        if (name === first)
            (await word.load()).register(program, context);
        else
            program.command(name).description(word.about);
    }
}
function exitOf(e, out, usage, verbose) {
    if (e instanceof CommanderError)
        return answerUsage(e, out, usage);
    if (isFault(e)) {
        out.say(`ispcube: ${e.message}`);
        if (out.json)
            out.answer({ error: { code: e.code, message: e.message, facts: e.facts } }, () => '');
        return FAULTS[e.code].exit;
    }
    if (e instanceof Error && e.name === 'AbortError') {
        if (out.json)
            out.answer({ error: { code: 'interrupted', message: 'ended at a question; nothing was done' } }, () => '');
        return INTERRUPTED;
    }
    const message = e instanceof Error ? e.message : String(e);
    out.say(`ispcube: unexpected failure: ${message}${verbose ? '' : ' (--verbose shows where)'}`);
    if (verbose && e instanceof Error)
        out.say(e.stack ?? '');
    if (out.json)
        out.answer({ error: { code: 'unexpected', message } }, () => '');
    return 1;
}
/** Help that was asked for, and the version, are answers; help in place of a missing word is not. */
function answerUsage(e, out, { printed, stoppedAt }) {
    const isAnswer = e.exitCode === 0;
    if (!out.json)
        return isAnswer ? 0 : 2;
    const message = stoppedAt === null ? e.message.replace(/^error: /, '') : missingWord(stoppedAt);
    const answer = e.code === 'commander.version' ? { version: printed.trim() } : { help: printed };
    out.answer(isAnswer ? answer : { error: { code: 'input-invalid', message } }, () => '');
    return isAnswer ? 0 : 2;
}
const missingWord = ({ parent, commands }) => `a ${parent === null ? 'command' : 'subcommand'} is missing: ${commands.map((each) => each.name()).join(', ')}`;
