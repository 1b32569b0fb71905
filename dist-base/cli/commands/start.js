// `ispcube start`: the default way to run, everything in one process until asked to end. What happens is logged to standard
// error: JSON lines for machines, readable ones on a terminal.
import { startDaemon } from '../../daemon/index.js';
import { startWeb } from '../../web/index.js';
import { startNotice } from '../../web/notice/index.js';
import { environment } from '../config.js';
import { example } from '../context.js';
import { findSystemd } from '../systemd.js';
import { webDeps } from '../wire.js';
export function register(program, context) {
    const starting = program
        .command('start')
        .description('run everything in this process, until Ctrl-C or SIGTERM')
        .action(() => runDaemon(context, { pages: true }));
    example(starting, 'ispcube start');
}
export async function runDaemon(context, { pages }) {
    const { out, io } = context;
    const stopped = io.untilStop();
    const wired = await context.open({ migrations: 'apply', logs: true });
    // A key that is missing is told now, not when the first router is to be reached.
    wired.deps.seal.keyId.toString();
    const daemon = await startDaemon(wired.deps);
    const notice = wired.config.notice.listen === null
        ? null
        : await orSay(wired, 'the notice page is not served', () => startNotice(wired.deps));
    const web = pages && wired.config.web.listen !== null
        ? await orSay(wired, 'the pages are not served', () => startWeb(webDeps(wired, daemon.nudge)))
        : null;
    if (out.isTerminal)
        out.say(`working on ${wired.database.place}; Ctrl-C ends it, ispcube status shows what it does`);
    if (out.isTerminal && web !== null)
        out.say(`the pages are at ${web.url}`);
    const systemd = findSystemd(environment(io), wired.log);
    await systemd?.ready(() => daemon.pulse.stuck());
    await stopped;
    const told = systemd?.stopping();
    await web?.close();
    await notice?.close();
    await daemon.close();
    await told;
}
/** A port that is taken must not keep cuts and restores from being carried out. */
async function orSay({ log }, message, start) {
    try {
        return await start();
    }
    catch (err) {
        log.error({ err }, message);
        return null;
    }
}
