// `ispcube top`: the status, live. Needs a terminal; elsewhere `status` says the same once.
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../../core/fault.js';
import { example } from '../context.js';
import { overview } from '../overview.js';
const EVERY_MS = 1_000;
export function register(program, context) {
    const command = program
        .command('top')
        .description('the status, live, until Ctrl-C')
        .action(() => top(context));
    example(command, 'ispcube top');
}
async function top(context) {
    const { out, io } = context;
    const wired = await context.open();
    if (out.json)
        return out.answer(await overview(wired), () => '');
    if (!out.isTerminal)
        throw new Fault('input-invalid', 'top needs a terminal; ispcube status prints the same once');
    const { topScreen } = await import('../screens/top.js');
    const stopping = new AbortController();
    void io.untilStop().then(() => stopping.abort());
    const screen = topScreen(await overview(wired), () => stopping.abort());
    try {
        while (!stopping.signal.aborted) {
            await sleep(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined); // asked to stop: the loop sees it
            if (!stopping.signal.aborted)
                screen.draw(await overview(wired));
        }
    }
    finally {
        screen.close();
    }
}
