// What every command is given: what was asked of all commands alike, the output, and a way to the database that is closed
// when the command ends, however it ends.
import { Fault } from '../core/fault.js';
/** The example that every `--help` ends with. */
export function example(command, ...lines) {
    return command.addHelpText('after', `\nExample:\n${lines.map((line) => `  $ ${line}`).join('\n')}`);
}
/** Reads `--at`: an ISO day (its control is meant) or date-time in the ISP's zone. */
export async function instantArgument(wired, text) {
    const { zone } = await wired.terms();
    const at = zone.parse(text.trim());
    if (at !== null)
        return at;
    throw new Fault('input-invalid', `--at: "${text}" is not acceptable; expected a day such as 2026-11-16 or an instant such as 2026-11-16T06:00`, { at: text });
}
/** The instant of a run: `--at`, never beyond now; with time travel allowed it is the clock of all that the command does. */
export async function runClock(wired, text) {
    const now = wired.deps.now();
    if (text === undefined)
        return { at: now };
    const at = await instantArgument(wired, text);
    if (wired.config.allowTimeTravel) {
        wired.travelTo(at);
        return { at };
    }
    if (at <= now)
        return { at, presentAt: now };
    const { zone } = await wired.terms();
    const message = `--at: ${zone.format(at)} is still ahead (it is ${zone.format(now)}); only a plan may look there, unless the configuration says allowTimeTravel: true`;
    throw new Fault('input-invalid', message, { at: text });
}
/** For deeds: they are done now, but where a rehearsal travels in time. */
export async function deedClock(wired, text) {
    if (text === undefined)
        return;
    if (!wired.config.allowTimeTravel) {
        throw new Fault('input-invalid', '--at: a deed is done now; another instant needs allowTimeTravel: true in the configuration', { at: text });
    }
    wired.travelTo(await instantArgument(wired, text));
}
export const TRAVEL = 'rehearsals only (allowTimeTravel): the instant at which this happens';
/** Asks on a terminal. The answer is a line without its end; null where nobody can be asked. */
export async function ask(context, question) {
    if (!canAsk(context))
        return null;
    // What says that it is a terminal is a whole stream.
    return (await readAnswer(context, question, context.io.stderr)).trim();
}
/** Asks without showing what is typed. Null where nobody can be asked. */
export async function askSecret(context, question) {
    const { stderr } = context.io;
    if (!canAsk(context))
        return null;
    const { Writable } = await import('node:stream');
    stderr.write(question);
    try {
        return await readAnswer(context, '', new Writable({ write: (_chunk, _encoding, done) => done() }));
    }
    finally {
        stderr.write('\n');
    }
}
const canAsk = ({ io, out }) => io.stdin.isTTY === true && out.isTerminal;
/** Who answers by Ctrl-C or Ctrl-D wants the command to end: an AbortError, which `run` knows. */
async function readAnswer({ io }, question, output) {
    const { createInterface } = await import('node:readline/promises');
    const lines = createInterface({ input: io.stdin, output, terminal: true });
    // Node 20 lets a question that is closed wait for ever, and the process then ends with 13.
    const ended = new AbortController();
    for (const event of ['SIGINT', 'close'])
        lines.once(event, () => ended.abort());
    try {
        return await lines.question(question, { signal: ended.signal });
    }
    finally {
        lines.close();
    }
}
/** All of standard input, without the end of its last line: a secret handed in by a pipe. */
export async function readStdin(context) {
    const chunks = [];
    for await (const chunk of context.io.stdin)
        chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks)
        .toString('utf8')
        .replace(/\r?\n$/, '');
}
