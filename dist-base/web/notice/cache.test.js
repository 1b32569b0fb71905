import { beforeEach, describe, expect, it } from 'vitest';
import { makeCache } from './cache.js';
describe('answers kept for a moment', () => {
    let now;
    let asked;
    let failed;
    let cache;
    beforeEach(() => {
        now = 1_000_000;
        asked = [];
        failed = [];
        cache = makeCache({ most: 3, keepMs: 100, atOnce: 2 }, () => now, (err) => failed.push(err));
    });
    const get = (key) => cache.get(key, async () => {
        asked.push(key);
        return `${key}${asked.length}`;
    });
    it('are given again until their time is over', async () => {
        expect(await get('a')).toBe('a1');
        now += 99;
        expect(await get('a')).toBe('a1');
        now += 1;
        expect(await get('a')).toBe('a2');
    });
    it('do not last because a clock was set back', async () => {
        await get('a');
        now -= 100;
        expect(await get('a')).toBe('a2');
    });
    it('are shared by all who ask at the same time', async () => {
        expect(await Promise.all(['a', 'a', 'a'].map(get))).toEqual(['a1', 'a1', 'a1']);
        expect(asked).toEqual(['a']);
    });
    it('leave in the order in which they came where there are too many', async () => {
        for (const key of ['a', 'b', 'c', 'd'])
            await get(key);
        await get('b');
        expect(asked).toEqual(['a', 'b', 'c', 'd']);
        await get('a');
        expect(asked).toEqual(['a', 'b', 'c', 'd', 'a']);
    });
    it('are none where too many questions are under way, and nothing is kept of that', async () => {
        expect(await Promise.all(['a', 'b', 'c'].map(get))).toEqual(['a1', 'b2', null]);
        expect(await get('c')).toBe('c3');
    });
    it('are none for a while where the question failed', async () => {
        const fail = () => cache.get('a', async () => Promise.reject(new Error('database is locked')));
        expect(await fail()).toBeNull();
        expect(await get('a')).toBeNull();
        expect(failed).toEqual([new Error('database is locked')]);
        now += 100;
        expect(await get('a')).toBe('a1');
    });
});
