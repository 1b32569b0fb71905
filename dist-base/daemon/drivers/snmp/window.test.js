// Who waits, who goes first, and that no place is ever lost or given twice.
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Window } from './window.js';
const never = new AbortController().signal;
it('lets so many in, few of one device, and no other device wait for those', async () => {
    const window = new Window(3, 2);
    const order = [];
    const enter = async (device) => {
        await window.enter(device, never);
        order.push(device);
    };
    const waiting = ['a', 'a', 'a', 'b', 'c'].map(enter);
    await turn();
    expect(order).toEqual(['a', 'a', 'b']);
    window.leave('b');
    await turn();
    expect(order).toEqual(['a', 'a', 'b', 'c']);
    window.leave('a');
    await Promise.all(waiting);
    expect([order, window.most]).toEqual([['a', 'a', 'b', 'c', 'a'], 3]);
});
it('lets go of who leaves with his signal, wherever he waits', async () => {
    const window = new Window(2, 1);
    await window.enter('a', never);
    await window.enter('b', never);
    const leaving = new AbortController();
    const gone = ['a', 'c'].map(async (device) => window.enter(device, leaving.signal));
    const stays = window.enter('c', never);
    leaving.abort(new Error('too late'));
    for (const one of await Promise.allSettled(gone))
        expect(one.status).toBe('rejected');
    window.leave('a');
    await stays;
    expect(() => window.enter('d', AbortSignal.abort())).toThrow();
});
it('keeps its limits and loses nobody, in whatever order they come and go', async () => {
    const step = fc.record({ device: fc.constantFrom('a', 'b', 'c'), isLeaving: fc.boolean() });
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const window = new Window(4, 2);
        const inside = new Map();
        let done = 0;
        const visits = steps.map(async ({ device, isLeaving }) => {
            const signal = isLeaving ? AbortSignal.timeout(0) : never;
            try {
                await window.enter(device, signal);
            }
            catch {
                return; // left: the others are counted
            }
            finally {
                done++;
            }
            inside.set(device, (inside.get(device) ?? 0) + 1);
            expect(inside.get(device)).toBeLessThanOrEqual(2);
            expect([...inside.values()].reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(4);
            await turn();
            inside.set(device, (inside.get(device) ?? 0) - 1);
            window.leave(device);
        });
        await Promise.all(visits);
        expect(done).toBe(steps.length);
    }), { numRuns: 50 });
});
