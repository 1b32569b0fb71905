import { describe, expect, test } from 'vitest';
import { readAccounting } from './accounting.js';
import { makeRequest, readPacket } from './packet.js';
const SECRET = Buffer.from('testing123');
const text = (type, value) => [type, Buffer.from(value)];
const number = (type, value) => {
    const octets = Buffer.alloc(4);
    octets.writeUInt32BE(value);
    return [type, octets];
};
function read(...attributes) {
    const packet = readPacket(makeRequest(4, 1, attributes, SECRET, false));
    return typeof packet === 'string' ? packet : readAccounting(packet);
}
const STATUS = 40;
const SESSION = text(44, '81100000');
test('an interim of a PPPoE server, with all that a MikroTik sends', () => {
    const packet = read(...[text(1, 'ana@isp'), number(6, 2), number(7, 1), number(61, 15), number(5, 2_165_309_440), text(31, 'B8:88:E3:39:EF:E6')], ...[text(30, 'pppoe-norte'), text(87, 'ether2'), [8, Buffer.from([10, 20, 0, 7])], SESSION, number(STATUS, 3)], ...[number(46, 86_400), number(42, 5), number(52, 1), number(43, 7), number(53, 2), number(41, 4)], ...[text(32, 'norte'), [4, Buffer.from([10, 0, 0, 1])]], [123, Buffer.from('0038' + '20010db800010100', 'hex')]);
    expect(packet).toMatchObject({
        ...{ status: 'interim', user: 'ana@isp', sessionId: '81100000', multiSessionId: '', calling: 'B8:88:E3:39:EF:E6' },
        ...{ called: 'pppoe-norte', nasPortId: 'ether2', nasAddress: '10.0.0.1', nasIdentifier: 'norte', address: '10.20.0.7' },
        ...{ seconds: 86_400, upOctets: 4_294_967_301, downOctets: 8_589_934_599, delayS: 4, delegatedPrefix: '2001:db8:1:100::/56' },
        ...{ ipv6Prefix: null, ipv6Address: null, cause: null },
    });
});
describe('what is not sent is not invented', () => {
    test('a start without counters has none, and Gigawords alone make none', () => {
        expect(read(number(STATUS, 1), SESSION, number(52, 3))).toMatchObject({ upOctets: null, downOctets: null, seconds: null });
    });
    test.each([
        ['a counter of two octets', [42, Buffer.from([1, 2])], 'upOctets'],
        ['an address of three', [8, Buffer.from([10, 0, 0])], 'address'],
        ['an IPv6 address of four', [168, Buffer.from([10, 0, 0, 1])], 'ipv6Address'],
    ])('%s is as good as not sent', (_, attribute, key) => {
        expect(read(number(STATUS, 3), SESSION, attribute)).toMatchObject({ [key]: null });
    });
    test('a counter beyond what a number holds exactly', () => {
        expect(read(number(STATUS, 3), SESSION, number(42, 1), number(52, 0x20_0000))).toMatchObject({ upOctets: null });
    });
    test.each([
        ['no status', [SESSION]],
        ['a status of tunnels', [number(STATUS, 9), SESSION]],
        ['an interim without a session', [number(STATUS, 3)]],
    ])('%s: nothing to be counted', (_, attributes) => {
        expect(read(...attributes)).toBeNull();
    });
    test('Accounting-On is about the NAS and has no session', () => {
        expect(read(number(STATUS, 7))).toMatchObject({ status: 'on', sessionId: '' });
    });
});
describe('names', () => {
    test('typed in Latin-1 or in UTF-8', () => {
        expect(read(number(STATUS, 1), SESSION, text(1, Buffer.from('Muñoz', 'latin1')))).toMatchObject({ user: 'Muñoz' });
        expect(read(number(STATUS, 1), SESSION, text(1, 'Muñoz'))).toMatchObject({ user: 'Muñoz' });
    });
    test('control characters would reach a terminal, and go', () => {
        expect(read(number(STATUS, 1), SESSION, text(1, '\u001b[2Jana\n\0'))).toMatchObject({ user: '[2Jana' });
    });
});
test.each([
    ['0040fe80', 'fe80::/64'],
    ['008020010db8000000000000000000000001', '2001:db8::1/128'],
    ['0080200100000000000100000000000000ff', '2001:0:0:1::ff/128'],
    ['008000010002000300040005000600070008', '1:2:3:4:5:6:7:8/128'],
])('a prefix %s is spelled %s (RFC 5952)', (hex, spelled) => {
    expect(read(number(STATUS, 1), SESSION, [97, Buffer.from(hex, 'hex')])).toMatchObject({ ipv6Prefix: spelled });
});
