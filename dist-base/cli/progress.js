// Progress of a run: on a terminal a screen with a line for each router, in cron a plain line when a router has done its part.
import { counted } from './output.js';
export async function watchRun(context) {
    const { out } = context;
    if (out.isTerminal && !out.json) {
        const { runScreen } = await import('./screens/run.js');
        return runScreen();
    }
    const told = new Set();
    return {
        decided(_report, changes) {
            const orders = changes.filter((change) => change.order !== undefined).length;
            if (orders > 0)
                out.say(`decided: ${counted(orders, 'order')} on ${counted(routersOf(changes).length, 'router')}`);
        },
        progress(followed, changes) {
            for (const router of routerProgress(followed, changes)) {
                if (told.has(router.name) || router.done + router.failed < router.total)
                    continue;
                told.add(router.name);
                out.say(`${router.name}: ${router.done} done${router.failed > 0 ? `, ${router.failed} failed: ${router.error ?? ''}` : ''}`);
            }
        },
        close: () => undefined,
    };
}
const routersOf = (changes) => [
    ...new Set(changes.flatMap((change) => (change.order === undefined ? [] : (change.router ?? '-')))),
];
/** How far each router is, by name. */
export function routerProgress(followed, changes) {
    const routers = new Map();
    const orders = new Map(followed.orders.map((order) => [order.id, order]));
    const failed = new Set(followed.failed.map((order) => order.id));
    for (const change of changes) {
        const order = orders.get(change.order ?? 0);
        if (!order)
            continue;
        const name = change.router ?? '-';
        const router = routers.get(name) ?? { name, total: 0, done: 0, failed: 0, error: null };
        router.total++;
        if (order.state !== 'open')
            router.done++;
        else if (failed.has(order.id)) {
            router.failed++;
            router.error = order.faultMessage;
        }
        routers.set(name, router);
    }
    return [...routers.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
