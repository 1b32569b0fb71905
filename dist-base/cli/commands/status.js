// `ispcube status`: one screen of what waits, what is sick, and what was promised.
import { example } from '../context.js';
import { overview, overviewText } from '../overview.js';
export function register(program, context) {
    const command = program
        .command('status')
        .description('orders waiting, routers sick, promises of today, alerts')
        .action(async () => {
        const view = await overview(await context.open());
        context.out.answer(view, () => overviewText(view, context.out));
    });
    example(command, 'ispcube status');
}
