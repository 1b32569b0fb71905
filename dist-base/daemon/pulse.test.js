// What hangs and what fails are told apart, with real loops and a clock that the test moves.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startLoop } from './loop.js';
import { takePulse } from './pulse.js';
const QUIET = { debug() { }, info() { }, warn() { }, error() { } };
const loops = [];
let release;
beforeEach(() => void vi.useFakeTimers());
afterEach(async () => {
    release?.();
    await Promise.all(loops.splice(0).map((loop) => loop.close()));
    vi.useRealTimers();
});
function loop(name, turn) {
    const one = startLoop({ name, everyMs: 1_000, log: QUIET, turn });
    loops.push(one);
    return one;
}
it('a turn that never ends hangs, turns that fail fail, a long turn that says so is alive', async () => {
    const hangs = new Promise((resolve) => (release = resolve));
    const pulse = takePulse({
        well: loop('well', () => Promise.resolve()),
        fails: loop('fails', () => Promise.reject(new Error('the database is away'))),
        hangs: loop('hangs', () => hangs),
        long: loop('long', async (alive) => {
            for (let step = 0; step < 1_000; step++) {
                await new Promise((resolve) => setTimeout(resolve, 30_000));
                alive();
            }
        }),
    });
    await vi.advanceTimersByTimeAsync(50_000);
    expect([pulse.stuck(), pulse.behind()]).toEqual([[], []]);
    await vi.advanceTimersByTimeAsync(50_000);
    expect([pulse.stuck(), pulse.behind()]).toEqual([['hangs'], ['fails', 'long']]);
    const { well = 0, hangs: since = 0 } = pulse.ages();
    expect(well).toBeLessThanOrEqual(1_000);
    expect(since).toBeGreaterThanOrEqual(99_000);
    loops.splice(3, 1); // its turn would take hours
});
