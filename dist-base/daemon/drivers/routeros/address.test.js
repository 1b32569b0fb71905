// Spans of addresses: the same in every spelling, and who covers whom, checked against arithmetic on whole numbers.
import fc from 'fast-check';
import { BlockList } from 'node:net';
import { describe, expect, it } from 'vitest';
import { covers, hostOf, isSingle, parseAddress } from './address.js';
function parsed(text) {
    const address = parseAddress(text);
    if (address === null)
        throw new Error(`no address: ${text}`);
    return address;
}
describe('addresses', () => {
    it.each([
        ['10.0.0.7', '10.0.0.7/32'],
        ['10.0.0.0/24', '10.0.0.0-10.0.0.255'],
        ['10.0.0.0/24', '10.0.0.77/24'],
        ['0.0.0.0/0', '0.0.0.0-255.255.255.255'],
        ['2001:db8::', '2001:0DB8:0:0:0:0:0:0/128'],
        ['2001:db8::/56', '2001:db8:0:ff::1/56'],
        ['::ffff:10.0.0.7', '::ffff:a00:7'],
        ['::/0', '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
        ['fe80::1', 'fe80::1-fe80::1'],
    ])('%s and %s are the same', (one, other) => {
        expect(parsed(one).key).toBe(parsed(other).key);
    });
    it.each([
        '',
        'ten',
        '10.0.0',
        '10.0.0.256',
        '10.0.0.0/33',
        '10.0.0.0/',
        '10.0.0.9-10.0.0.1',
        'portal.example.net',
        '2001:db8::g',
        '::/129',
        'fe80::1%ether1',
        '10.0.0.0/8.5',
    ])('%o is none', (text) => {
        expect(parseAddress(text)).toBeNull();
    });
    it('covers what a block list of the runtime covers', () => {
        const octets = fc.tuple(fc.constantFrom(10, 11), fc.constantFrom(0, 128), fc.nat(3), fc.nat(255));
        const property = fc.property(octets, fc.integer({ min: 0, max: 32 }), octets, (net, bits, host) => {
            const list = new BlockList();
            list.addSubnet(net.join('.'), bits, 'ipv4');
            expect(covers(parsed(`${net.join('.')}/${bits}`), parsed(host.join('.')))).toBe(list.check(host.join('.'), 'ipv4'));
        });
        fc.assert(property, { numRuns: 1000 });
        const groups = fc.tuple(fc.constantFrom('2001', '2801'), fc.constantFrom('db8', '0'), fc.constantFrom('7', '70', 'ff00'), fc.constantFrom('0', '1'));
        const property6 = fc.property(groups, fc.integer({ min: 0, max: 128 }), groups, (net, bits, host) => {
            const list = new BlockList();
            list.addSubnet(`${net.join(':')}::`, bits, 'ipv6');
            expect(covers(parsed(`${net.join(':')}::/${bits}`), parsed(`${host.join(':')}::`))).toBe(list.check(`${host.join(':')}::`, 'ipv6'));
        });
        fc.assert(property6, { numRuns: 1000 });
    });
    it('keeps the families apart and knows one from many', () => {
        expect(covers(parsed('0.0.0.0/0'), parsed('::1'))).toBe(false);
        expect(covers(parsed('::/0'), parsed('10.0.0.1'))).toBe(false);
        expect([isSingle(parsed('10.0.0.1')), isSingle(parsed('10.0.0.0/31'))]).toEqual([true, false]);
    });
    it.each([
        ['10.0.0.7:443', '10.0.0.7'],
        ['10.0.0.7', '10.0.0.7'],
        ['[2001:db8::1]:443', '2001:db8::1'],
        ['2001:db8::1', '2001:db8::1'],
    ])('the host of %s is %s', (endpoint, host) => {
        expect(hostOf(endpoint)).toBe(host);
    });
});
