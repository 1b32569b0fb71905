// Single properties in every spelling in which a router answers them.
import { expect, it } from 'vitest';
import { isSameRate, isYes, macOf, markOf, ratesOf, readMark, secondsOf } from './property.js';
it('writes a comment that reads back, whatever the code', () => {
    for (const customerCode of ['C7', 'Ñandú 7', 'a:b:c', '', '日本']) {
        const comment = markOf({ customerCode, connection: 42 });
        expect(comment).toMatch(/^[\x21-\x7e]+$/);
        expect(readMark(comment)).toEqual({ connection: 42 });
    }
});
it('knows our comments from others, and one without a number', () => {
    expect(readMark('ispcube:OLD NAME ñ:7')).toEqual({ connection: 7 });
    for (const comment of ['ispcube:x:', 'ispcube:x:7b', 'ispcube:x:-7', 'ispcube:'])
        expect(readMark(comment)).toEqual({ connection: null });
    for (const comment of [undefined, '', 'by hand', 'ISPCUBE:x:7', 'ispcube rule: cut'])
        expect(readMark(comment)).toBeNull();
});
it('reads rates as RouterOS writes them', () => {
    expect(ratesOf('10M/2M')).toEqual([10_000_000, 2_000_000]);
    expect(ratesOf('512k')).toEqual([512_000, 512_000]);
    expect(ratesOf('1.5M/1G 2M/2G 1M/1M 8/8')).toEqual([1_500_000, 1_000_000_000]);
    expect(ratesOf('0/0')).toEqual([0, 0]);
    for (const text of [undefined, '', '10M/', 'fast', '1x/2x'])
        expect(ratesOf(text)).toBeNull();
    expect([
        isSameRate('10000000/2000000', '10000k/2000k'),
        isSameRate('10M/2M', '2M/10M'),
        isSameRate(undefined, '1M/1M'),
    ]).toEqual([true, false, false]);
});
it('reads MACs, booleans and durations', () => {
    for (const text of ['b8:88:e3:39:ef:e6', 'B8-88-E3-39-EF-E6', 'b888.e339.efe6', 'b888e339efe6'])
        expect(macOf(text)).toBe('B8:88:E3:39:EF:E6');
    for (const text of ['', 'b8:88', 'b8:88:e3:39:ef:g6', 'b8:88:e3:39:ef:e6:00'])
        expect(macOf(text)).toBeNull();
    expect([isYes('true'), isYes('yes'), isYes('false'), isYes('no'), isYes(undefined)]).toEqual([true, true, false, false, false]);
    expect(['4d15h19m47s', '1w2d3h', '14:40:26', '1d00:00:01', '170ms', '0s', 'never', undefined].map(secondsOf)).toEqual([
        400_787, 788_400, 52_826, 86_401, 0, 0, 0, 0,
    ]);
});
