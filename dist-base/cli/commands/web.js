// `ispcube web`: the pages alone, for installations on several machines. Orders that they open are rows; the daemon of another
// machine sees them.
import { startWeb } from '../../web/index.js';
import { example } from '../context.js';
import { webDeps } from '../wire.js';
export function register(program, context) {
    const command = program
        .command('web')
        .description('serve the pages alone, until Ctrl-C or SIGTERM')
        .action(() => run(context));
    example(command, 'ispcube web --config /etc/ispcube/ispcube.config.ts');
}
async function run(context) {
    const { out, io } = context;
    const stopped = io.untilStop();
    const wired = await context.open({ migrations: 'apply', logs: true });
    wired.deps.seal.keyId.toString();
    const web = await startWeb(webDeps(wired, () => undefined));
    if (out.isTerminal)
        out.say(`the pages are at ${web.url}; Ctrl-C ends them`);
    await stopped;
    await web.close();
}
