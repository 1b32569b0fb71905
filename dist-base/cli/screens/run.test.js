// What the screens show, as text: drawn by ink into a string.
import { render } from 'ink-testing-library';
import { createElement as h } from 'react';
import { expect, test } from 'vitest';
import { Run } from './run.js';
import { Top } from './top.js';
test('a run: a line for each router, its cells filling up, its failure in words', () => {
    const routers = [
        { name: 'norte-1', total: 4, done: 4, failed: 0, error: null },
        { name: 'sur-1', total: 4, done: 1, failed: 3, error: 'did not answer' },
    ];
    const { lastFrame, unmount } = render(h(Run, { routers, title: '8 orders' }));
    const lines = (lastFrame() ?? '').split('\n');
    unmount();
    expect(lines[0]).toBe('8 orders: 5 of 8 done');
    expect(lines[1]).toMatch(/^norte-1 █{24} 4\/4$/);
    expect(lines[2]).toMatch(/^sur-1 {3}█{6}░{18} 1\/4 did not answer$/);
});
test('a run on more routers than fit: those at work are shown, the rest is counted', () => {
    const routers = Array.from({ length: 30 }, (_, index) => ({
        name: `r${String(index).padStart(2, '0')}`,
        total: 1,
        done: index < 25 ? 1 : 0,
        failed: 0,
        error: null,
    }));
    const { lastFrame, unmount } = render(h(Run, { routers, title: '30 orders' }));
    const frame = lastFrame() ?? '';
    unmount();
    for (const name of ['r25', 'r29'])
        expect(frame).toContain(name);
    expect(frame).toContain('… and 10 more routers');
});
test('top: what waits and who is sick', () => {
    const view = {
        at: '2026-11-16T06:00:00-03:00',
        customers: 3,
        active: 2,
        cut: 1,
        unknown: 0,
        promises: { today: 1, pending: 1, broken: 0, unenforced: 0 },
        waiting: [{ router: 'sur-1', desired: 'cut', reason: 'overdue', orders: 3, failing: 3, oldest: null }],
        daemon: { answers: false, why: 'nothing answers on 127.0.0.1:9464' },
        feeds: [
            {
                ...{ feed: 'radius', clients: 1, sessionsOpen: 40, heard: '2026-11-16T05:40:00-03:00', nas: [], daemon: null },
                warnings: ['the NAS 10.0.0.1 had sessions and has told nothing since 2026-11-16T05:40:00-03:00'],
            },
        ],
        routers: { known: 2, sick: [{ router: 'sur-1', since: '06:00', fault: 'did not answer' }] },
    };
    const { lastFrame, unmount } = render(h(Top, { view, quit: () => undefined }));
    const frame = lastFrame() ?? '';
    unmount();
    expect(frame).toContain('2 active  1 cut');
    expect(frame).toMatch(/sur-1 +3 to cut overdue 3 failing/);
    expect(frame).toContain('did not answer');
    expect(frame).toContain('no daemon answers: nothing answers on 127.0.0.1:9464');
    expect(frame).toContain('radius: 40 sessions open, heard last at 2026-11-16T05:40:00-03:00; no daemon answers');
    expect(frame).toContain('the NAS 10.0.0.1 had sessions');
});
