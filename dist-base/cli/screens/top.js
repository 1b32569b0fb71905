// The screen of `top`: counts above, what waits and what is sick below, drawn anew each second. `q` ends it.
import { Box, render, Text, useInput } from 'ink';
import { createElement as h } from 'react';
import { feedLine } from '../feeds.js';
const LINES_MAX = 15;
export function topScreen(first, quit) {
    const screen = render(h(Top, { view: first, quit }), { stdout: process.stderr, exitOnCtrlC: false, patchConsole: false });
    return {
        draw: (view) => screen.rerender(h(Top, { view, quit })),
        close: () => screen.unmount(),
    };
}
export function Top({ view, quit }) {
    return h(Box, { flexDirection: 'column' }, process.stdin.isTTY ? h(Keys, { quit }) : null, h(Text, { bold: true }, `ispcube  ${view.at ?? ''}`), h(Box, { gap: 2 }, h(Text, { color: 'green' }, `${view.active} active`), h(Text, { color: 'red' }, `${view.cut} cut`), h(Text, { dimColor: true }, `${view.unknown} not read yet`), h(Text, null, `${view.customers} customers`)), h(Text, null, `promises: ${view.promises.today} for today, ${view.promises.pending} pending, ${view.promises.broken} broken`), h(Feeds, { view }), h(Waiting, { view }), h(Sick, { view }), h(Text, { dimColor: true }, 'q ends'));
}
function Keys({ quit }) {
    useInput((input, key) => {
        if (input === 'q' || (key.ctrl && input === 'c'))
            quit();
    });
    return null;
}
function Feeds({ view }) {
    const { daemon } = view;
    const troubles = daemon.answers ? daemon.troubles : [`no daemon answers: ${daemon.why}`];
    return h(Box, { flexDirection: 'column' }, ...troubles.map((trouble) => h(Text, { key: trouble, color: 'red', wrap: 'truncate' }, trouble)), ...view.feeds.flatMap((feed) => [
        h(Text, { key: feed.feed, wrap: 'truncate' }, feedLine(feed)),
        ...feed.warnings
            .slice(0, LINES_MAX)
            .map((warning) => h(Text, { key: warning, color: 'yellow', wrap: 'truncate' }, `  ${warning}`)),
    ]));
}
const WORD = { cut: 'cut', active: 'restore', none: 'clear' };
function Waiting({ view }) {
    if (view.waiting.length === 0)
        return h(Text, { color: 'green' }, 'no orders wait');
    return h(Box, { flexDirection: 'column', marginTop: 1 }, ...view.waiting
        .slice(0, LINES_MAX)
        .map((line) => h(Box, { key: `${line.router} ${line.desired} ${line.reason}`, gap: 1 }, h(Text, null, line.router.padEnd(16)), h(Text, { color: line.desired === 'cut' ? 'red' : 'green' }, `${line.orders} to ${WORD[line.desired]}`), h(Text, { dimColor: true }, line.reason), line.failing > 0 ? h(Text, { color: 'yellow' }, `${line.failing} failing`) : null)));
}
function Sick({ view }) {
    if (view.routers.sick.length === 0)
        return h(Text, { color: 'green' }, `all ${view.routers.known} routers well`);
    return h(Box, { flexDirection: 'column', marginTop: 1 }, ...view.routers.sick
        .slice(0, LINES_MAX)
        .map((one) => h(Text, { key: one.router, color: 'red', wrap: 'truncate' }, `${one.router}  since ${one.since ?? ''}  ${one.fault ?? ''}`)));
}
