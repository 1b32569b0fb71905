// What devices answer, read: spans in every spelling, and what `nft -j` prints for a set (nftables 1.0.6), whole, odd and broken.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nftElements } from './nft-json.js';
import { covers, parseSpan } from './span.js';
describe('a span', () => {
    it.each([
        ['10.0.0.7', '10.0.0.7', 4],
        ['10.0.0.7/32', '10.0.0.7', 4],
        ['10.0.0.7/24', '10.0.0.0/24', 4],
        ['0.0.0.0/0', '0.0.0.0/0', 4],
        ['10.2.0.5-10.2.0.9', '10.2.0.5-10.2.0.9', 4],
        ['2001:DB8:0:0::1', '2001:db8::1', 6],
        ['2001:db8:7:1ff::/56', '2001:db8:7:100::/56', 6],
        ['2001:db8::1/128', '2001:db8::1', 6],
        ['::/0', '::/0', 6],
    ])('%s is %s', (text, spelled, family) => {
        expect(parseSpan(text)).toMatchObject({ text: spelled, family });
    });
    it.each([
        '',
        '10.0.0',
        '10.0.0.256',
        '10.0.0.1/33',
        '10.0.0.1/-1',
        '10.0.0.1/',
        '10.0.0.9-10.0.0.5',
        '10.0.0.1-::1',
        '1:2',
        '::/129',
        'example.net',
        '10.0.0.1; reboot',
        '01.2.3.4',
    ])('%o is none', (text) => {
        expect(parseSpan(text)).toBeNull();
    });
    it('covers what lies in it, in either family, and is read back as it is spelled', () => {
        fc.assert(fc.property(fc.nat(2 ** 32 - 1), fc.nat(32), fc.nat(2 ** 32 - 1), (number, bits, other) => {
            const spell = (value) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.');
            const isIn = Math.floor(number / 2 ** (32 - bits)) === Math.floor(other / 2 ** (32 - bits));
            const [outer, inner] = [parseSpan(`${spell(number)}/${bits}`), parseSpan(spell(other))];
            if (outer === null || inner === null)
                throw new Error('both are addresses');
            expect(covers(outer, inner)).toBe(isIn);
            expect(parseSpan(outer.text)).toEqual(outer);
        }));
        const [wide, narrow, four] = ['2001:db8::/32', '2001:db8:7:100::/56', '0.0.0.0/0'].map((text) => parseSpan(text));
        if (!wide || !narrow || !four)
            throw new Error('all are prefixes');
        expect([covers(wide, narrow), covers(narrow, wide), covers(four, narrow)]).toEqual([true, false, false]);
    });
});
describe('a set of nft', () => {
    const answer = (set) => JSON.stringify({ nftables: [{ metainfo: { version: '1.0.6', json_schema_version: 1 } }, { set }] });
    const SET = { family: 'inet', name: 'ispcube-cut4', table: 'ispcube', type: 'ipv4_addr', flags: ['interval'] };
    it('holds addresses, prefixes and ranges, with and without a comment', () => {
        const elem = [
            '10.7.0.1',
            { elem: { val: '10.0.0.1', comment: 'ispcube:000123:45' } },
            { elem: { val: { prefix: { addr: '10.1.0.0', len: 24 } }, comment: 'hand' } },
            { prefix: { addr: '10.3.0.0', len: 16 } },
            { range: ['10.2.0.5', '10.2.0.9'] },
            { elem: { val: '10.4.0.1', timeout: 60, expires: 20 } },
        ];
        expect(nftElements(answer({ ...SET, elem }), 'ispcube-cut', 4)).toEqual([
            { address: '10.7.0.1', comment: '', isLasting: true },
            { address: '10.0.0.1', comment: 'ispcube:000123:45', isLasting: true },
            { address: '10.1.0.0/24', comment: 'hand', isLasting: true },
            { address: '10.3.0.0/16', comment: '', isLasting: true },
            { address: '10.2.0.5-10.2.0.9', comment: '', isLasting: true },
            { address: '10.4.0.1', comment: '', isLasting: false },
        ]);
        expect(nftElements(answer(SET), 'ispcube-cut', 4)).toEqual([]);
    });
    it.each([
        ['', /no JSON/],
        ['{"nftables": [{"set": {"name": "ispcube-cut4", "elem": ["10.0', /no JSON/],
        ['{"nftables": "x"}', /no JSON/],
        ['[]', /no JSON/],
        ['{"nftables": []}', /holds no set/],
        [answer({ ...SET, name: 'other' }), /is the set other/],
        [answer({ ...SET, type: ['ipv4_addr', 'inet_service'] }), /of type \["ipv4_addr","inet_service"\]/],
        [answer({ ...SET, elem: 'x' }), /no list/],
        [answer({ ...SET, elem: [{ concat: ['10.0.0.1', 80] }] }), /no address: \{"concat"/],
        [answer({ ...SET, elem: [{ range: ['10.0.0.1'] }] }), /no address/],
        [answer({ ...SET, 'auto-merge': true }), /take auto-merge off/],
    ])('is not %s', (text, why) => {
        expect(nftElements(text, 'ispcube-cut', 4)).toEqual(expect.stringMatching(why));
    });
});
