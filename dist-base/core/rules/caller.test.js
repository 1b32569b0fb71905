import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prefixesOver, readCaller } from './caller.js';
import { parseIpv6Prefix } from './identity.js';
describe('who calls', () => {
    it.each([
        ['10.0.0.7', '10.0.0.7'],
        ['::ffff:10.0.0.7', '10.0.0.7'],
        ['::FFFF:10.0.0.7', '10.0.0.7'],
        ['::ffff:a00:7', '10.0.0.7'],
        ['0:0:0:0:0:ffff:c0a8:101', '192.168.1.1'],
    ])('%s is %s', (text, address) => expect(readCaller(text)).toEqual({ family: 4, address }));
    it.each([
        '',
        'unknown',
        '10.0.0',
        '10.0.0.256',
        '010.0.0.7',
        '::ffff:10.0.0.999',
        '2001:db8::1::2',
        'localhost',
        '10.0.0.7:80',
    ])('"%s" is no address', (text) => expect(readCaller(text)).toBeNull());
    it('IPv6 lies in every prefix over it, the longest first', () => {
        const caller = readCaller('2001:DB8:7:1ff::42%eth0');
        expect(caller).toEqual({ family: 6, address: '2001:db8:7:1ff::42' });
        const prefixes = prefixesOver(caller?.address ?? '');
        expect(prefixes).toHaveLength(128);
        expect(prefixes[0]).toBe('2001:db8:7:1ff::42/128');
        expect(prefixes.slice(64, 66)).toEqual(['2001:db8:7:1ff::/64', '2001:db8:7:1fe::/63']);
        expect(prefixes).toContain('2001:db8:7:100::/56');
        expect(prefixes.at(-1)).toBe('::/1');
    });
    it('each of them is spelled as prefixes are stored', () => {
        fc.assert(fc.property(fc.ipV6(), (address) => {
            fc.pre(isIPv6(address));
            const caller = readCaller(address);
            if (caller?.family !== 6)
                return;
            for (const prefix of prefixesOver(caller.address))
                expect(parseIpv6Prefix(prefix)).toBe(prefix);
        }), { numRuns: 30 });
    });
});
