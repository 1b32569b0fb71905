// `ispcube demo`: a whole ISP on this machine, in a folder of its own that touches nothing else: simulated routers, a town of
// customers that goes through the real import, a run with its guard, payments that restore while one looks on. With `--once`
// it ends there; else the daemon runs, people pay now and then, and other terminals can be used on it until Ctrl-C.
import { countArgument } from '../arguments.js';
import { example } from '../context.js';
import { openDemo } from './demo-stage.js';
import { live } from './demo-live.js';
import { tell } from './demo-story.js';
export function register(program, context) {
    const command = program
        .command('demo')
        .description('a whole ISP on this machine: simulated routers, seeded customers, a run, payments')
        .option('--customers <n>', 'how many customers', '2000')
        .option('--routers <n>', 'how many simulated routers', '10')
        .option('--once', 'tell the story and end')
        .action((options) => demo(context, options));
    example(command, 'ispcube demo', 'ispcube demo --customers 300 --routers 4 --once');
}
async function demo(context, options) {
    const customers = countArgument('--customers', options.customers, 12, 50_000);
    const routers = countArgument('--routers', options.routers, 1, 200);
    const stage = await openDemo(context, { customers, routers });
    try {
        const telling = tell(context, stage);
        telling.catch(() => undefined); // once stopped, what becomes of the rest of the story is no matter
        const story = await Promise.race([telling, context.io.untilStop()]);
        if (!story)
            context.exit(130);
        else if (options.once)
            context.out.answer(story, () => 'That was the demo; without --once it goes on living.');
        else
            await live(context, stage);
    }
    finally {
        await stage.nas?.close();
        await stage.incoming?.close();
        await stage.close();
    }
}
