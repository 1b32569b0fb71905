// Many cuts are carried out in parts: the first are proven and told while the last wait to be sent.
import { expect, it } from 'vitest';
import { setUp } from './trial-router.js';
import { changeTo, inTime } from './trial.js';
const LIST = '/ip/firewall/address-list';
const cuts = (count) => Array.from({ length: count }, (_, i) => changeTo('cut', i + 1));
const ordersOf = (outcomes) => outcomes.map(({ order }) => order);
it('tells what is proven before the rest is sent, and answers each change once, in order', async () => {
    const { sim, driver } = await setUp({ latencyMs: 1 });
    const told = [];
    const rest = await driver.apply(cuts(350), inTime(), {
        proven: (outcomes) => void told.push({ outcomes, listed: sim.rows(LIST).length }),
    });
    const [first] = told;
    expect(told.length).toBeGreaterThanOrEqual(1);
    expect(first?.listed).toBeLessThan(350);
    expect(first?.outcomes.length).toBeLessThanOrEqual(first?.listed ?? 0);
    const all = [...told.flatMap(({ outcomes }) => outcomes), ...rest];
    expect(ordersOf(all)).toEqual(ordersOf(cuts(350)));
    expect(all.every((outcome) => outcome.ok === true && outcome.did === 'changed')).toBe(true);
    expect(rest.length).toBeGreaterThan(0);
});
it('what was told stays told when the router drops later; of the rest each says whether it may have been sent', async () => {
    const { sim, driver } = await setUp({ latencyMs: 1 });
    const told = [];
    const rest = await driver.apply(cuts(350), inTime(), {
        proven(outcomes) {
            if (told.length === 0)
                sim.faults.dropAfter = 20;
            told.push(...outcomes);
        },
    });
    expect(told.length).toBeGreaterThan(0);
    expect(told.every(({ ok }) => ok)).toBe(true);
    expect(ordersOf([...told, ...rest]).sort((a, b) => a - b)).toEqual(ordersOf(cuts(350)));
    const sent = rest.filter((outcome) => !outcome.ok && outcome.sent);
    const never = rest.filter((outcome) => !outcome.ok && !outcome.sent);
    expect(sent.length + never.length).toBe(rest.length);
    expect(sent.length).toBeGreaterThanOrEqual(20);
    expect(never.every((outcome) => !outcome.ok && outcome.fault.code === 'device-unreachable')).toBe(true);
    // Nothing that is on the router is said never to have been sent.
    const listed = new Set(sim.rows(LIST).map((row) => Number((row.comment ?? '').split(':').at(-1))));
    const silent = new Set(ordersOf(never));
    expect(cuts(350).filter(({ order, connection }) => silent.has(order) && listed.has(connection))).toEqual([]);
});
it('a hurry between two parts leaves all that is not begun, without an outcome', async () => {
    const { sim, driver } = await setUp();
    const told = [];
    const rest = await driver.apply(cuts(500), inTime(), {
        hurry: () => told.length > 0,
        proven: (outcomes) => void told.push(...outcomes),
    });
    expect(rest).toEqual([]);
    expect(told.length).toBeGreaterThan(0);
    expect(sim.rows(LIST)).toHaveLength(told.length);
});
it('restores are one part: each may have to see what the others want', async () => {
    const { driver } = await setUp();
    await driver.apply(cuts(300), inTime());
    let parts = 0;
    const restores = Array.from({ length: 300 }, (_, i) => changeTo('active', i + 1));
    const outcomes = await driver.apply(restores, inTime(), { proven: () => void parts++ });
    expect([parts, outcomes.length, outcomes.every(({ ok }) => ok)]).toEqual([0, 300, true]);
});
