// The screen of a run: a line for each router, one cell filling up for its orders, its failure in words beside it. Drawn with
// ink, which takes its time to load: only a terminal comes here.
import { Box, render, Text } from 'ink';
import { createElement as h } from 'react';
import { routerProgress } from '../progress.js';
const CELLS = 24;
/** More routers than a terminal has lines are told by their sum. */
const LINES_MAX = 20;
const DRAW_EVERY_MS = 60;
export function runScreen() {
    const screen = render(h(Run, { routers: [], title: 'deciding…' }), {
        stdout: process.stderr,
        exitOnCtrlC: false,
        patchConsole: false,
    });
    let title = 'deciding…';
    let drawnAt = 0;
    let last = [];
    const draw = () => screen.rerender(h(Run, { routers: last, title }));
    return {
        decided(_report, changes) {
            const orders = changes.filter((change) => change.order !== undefined).length;
            title = orders === 0 ? 'nothing to carry out' : `${orders} orders`;
            draw();
        },
        progress(followed, changes) {
            last = routerProgress(followed, changes);
            const isOver = followed.waiting.length === 0;
            if (!isOver && performance.now() - drawnAt < DRAW_EVERY_MS)
                return;
            drawnAt = performance.now();
            draw();
        },
        close() {
            draw();
            screen.unmount();
        },
    };
}
export function Run({ routers, title }) {
    const shown = [...routers].sort((a, b) => Number(isWhole(a)) - Number(isWhole(b))).slice(0, LINES_MAX);
    const rest = routers.length - shown.length;
    const width = shown.reduce((most, router) => Math.max(most, router.name.length), 0);
    const done = routers.reduce((sum, router) => sum + router.done, 0);
    const total = routers.reduce((sum, router) => sum + router.total, 0);
    return h(Box, { flexDirection: 'column' }, h(Text, { bold: true }, total === 0 ? title : `${title}: ${done} of ${total} done`), ...shown.sort((a, b) => (a.name < b.name ? -1 : 1)).map((router) => h(Line, { key: router.name, router, width })), rest > 0 ? h(Text, { dimColor: true }, `… and ${rest} more routers`) : null);
}
const isWhole = (router) => router.done === router.total;
function Line({ router, width }) {
    const filled = router.total === 0 ? 0 : Math.floor((router.done / router.total) * CELLS);
    const colour = router.failed > 0 ? 'red' : isWhole(router) ? 'green' : 'yellow';
    return h(Box, { gap: 1 }, h(Text, null, router.name.padEnd(width)), h(Text, { color: colour }, '█'.repeat(filled) + '░'.repeat(CELLS - filled)), h(Text, null, `${router.done}/${router.total}`), router.error === null ? null : h(Text, { color: 'red', wrap: 'truncate' }, router.error));
}
