// `ispcube daemon`: the part that keeps routers and records in step, alone, for installations on several machines.
import { example } from '../context.js';
import { runDaemon } from './start.js';
export function register(program, context) {
    const command = program
        .command('daemon')
        .description('run the daemon alone, until Ctrl-C or SIGTERM: orders, control, drift, RADIUS, signal, notices')
        .action(() => runDaemon(context, { pages: false }));
    example(command, 'ispcube daemon --config /etc/ispcube/ispcube.config.ts');
}
