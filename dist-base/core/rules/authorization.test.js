import { describe, expect, it, test } from 'vitest';
import { authorize, loginOf, parseClientId } from './authorization.js';
const LOGIN = {
    ...{ connection: 7, customerCode: '000007', kind: 'pppoe', inService: true, isDeleted: false, byMac: false },
    ...{ hasPassword: true, ordered: null, mac: 'DC:9F:DB:00:00:01', address: '10.20.0.7', ipv6Prefix: '2001:db8:7::/56' },
    plan: { downKbps: 50_000, upKbps: 2500 },
};
const TERMS = {
    ...{ cut: 'reject', cutList: 'ispcube-cut', cutRate: '256k/512k', cutPool: '', list: '', pool: 'clientes', interimS: 300 },
};
const PPP = { isPpp: true, calling: 'DC:9F:DB:00:00:01' };
const DHCP = { isPpp: false, calling: '1:dc:9f:db:0:0:1' };
const reply = (login, decided, terms = {}) => {
    const answer = authorize({ ...LOGIN, ...login }, decided, PPP, { ...TERMS, ...terms });
    return answer.accept ? Object.fromEntries(answer.reply) : answer.why;
};
describe('who is served', () => {
    it('gets his rates, upload first, his address and his prefix', () => {
        expect(reply({}, 'active')).toEqual({
            'Mikrotik-Rate-Limit': '2500k/50000k',
            'WISPr-Bandwidth-Max-Up': '2500000',
            'WISPr-Bandwidth-Max-Down': '50000000',
            'Framed-IP-Address': '10.20.0.7',
            'Delegated-IPv6-Prefix': '2001:db8:7::/56',
            'Acct-Interim-Interval': '300',
        });
    });
    it('gets the pool where he has no address, the list where one is set, and no rate without a plan', () => {
        expect(reply({ address: null, ipv6Prefix: null, plan: null }, 'active', { list: 'clientes-al-dia', interimS: 30 })).toEqual({
            'Framed-Pool': 'clientes',
            'Mikrotik-Address-List': 'clientes-al-dia',
            'Acct-Interim-Interval': '60',
        });
        expect(reply({ address: null, ipv6Prefix: null, plan: null }, 'active', { pool: '' })).toEqual({
            'Acct-Interim-Interval': '300',
        });
    });
    it('gets no WISPr rate that does not fit into its 32 bits', () => {
        expect(reply({ plan: { downKbps: 4_294_967, upKbps: 1 } }, 'active')).toHaveProperty('WISPr-Bandwidth-Max-Up');
        expect(reply({ plan: { downKbps: 4_294_968, upKbps: 1 } }, 'active')).not.toHaveProperty('WISPr-Bandwidth-Max-Up');
    });
});
describe('who is cut', () => {
    it.each([
        ['ordered and decided', 'cut', 'cut', 'cut'],
        ['decided, but no order was given: the guard, a day without cuts, a driver that cuts nobody', null, 'cut', 'served'],
        ['decided, but the last order is a restore: a shared address', 'active', 'cut', 'served'],
        ['ordered, but paid this instant', 'cut', 'active', 'served'],
        ['ordered, but his documents contradict each other', 'cut', null, 'served'],
    ])('%s', (_name, ordered, decided, expected) => {
        const answer = authorize({ ...LOGIN, ordered }, decided, PPP, TERMS);
        expect(answer.accept ? 'served' : answer.why).toBe(expected);
    });
    it('is let in with the cut profile where that is set, without a prefix that would go around the list', () => {
        const cut = { ordered: 'cut' };
        expect(reply(cut, 'cut', { cut: 'profile' })).toEqual({
            'Mikrotik-Rate-Limit': '256k/512k',
            'Framed-IP-Address': '10.20.0.7',
            'Mikrotik-Address-List': 'ispcube-cut',
            'Acct-Interim-Interval': '300',
        });
        expect(reply(cut, 'cut', { cut: 'profile', cutPool: 'cortados', cutList: '', cutRate: '' })).toEqual({
            'Framed-Pool': 'cortados',
            'Acct-Interim-Interval': '300',
        });
    });
});
describe('a MAC', () => {
    const byMac = { byMac: true, hasPassword: false, kind: 'dhcp' };
    it.each([
        ['a lease of his own device', byMac, DHCP, 'mac'],
        ['the same, spelt otherwise', byMac, { isPpp: false, calling: 'dc9f.db00.0001' }, 'mac'],
        ['his MAC as the name of a PPPoE user', byMac, PPP, 'wrong-door'],
        [
            'his MAC written on the page of a hotspot by another device',
            byMac,
            { isPpp: false, calling: 'DC:9F:DB:00:00:02' },
            'wrong-door',
        ],
        ['a NAS that does not say who calls', byMac, { isPpp: false, calling: null }, 'wrong-door'],
        ['the MAC of a PPPoE customer', { ...byMac, kind: 'pppoe' }, DHCP, 'wrong-door'],
        ['a MAC with a password', { ...byMac, hasPassword: true }, DHCP, 'password'],
        ['a user without a password', { hasPassword: false }, PPP, 'no-password'],
    ])('%s', (_name, login, asked, expected) => {
        const answer = authorize({ ...LOGIN, ...login }, 'active', asked, TERMS);
        expect(answer.accept ? answer.proof : answer.why).toBe(expected);
    });
    test.each([
        ['1:dc:9f:db:0:0:1', 'DC:9F:DB:00:00:01'],
        ['1:DC:9F:DB:00:00:01', 'DC:9F:DB:00:00:01'],
        ['dc-9f-db-00-00-01', 'DC:9F:DB:00:00:01'],
        ['ff:dc:9f:db:0:0:1', null],
        ['10.0.0.7', null],
        ['', null],
    ])('as a NAS tells of it: %s', (text, mac) => {
        expect(parseClientId(text)).toBe(mac);
    });
});
test.each([
    ['nobody', [], 'unknown'],
    ['one', [{}], 7],
    ['two in service', [{}, { connection: 8 }], 'ambiguous'],
    ['one in service, one that was', [{ inService: false }, { connection: 8 }], 8],
    ['one that was', [{ inService: false }], 'closed'],
    ['a customer, and one who was one', [{ isDeleted: true }, { connection: 8 }], 8],
    ['one who was a customer', [{ isDeleted: true }], 'deleted'],
])('a name belongs to %s', (_name, found, expected) => {
    const login = loginOf(found.map((one) => ({ ...LOGIN, ...one })));
    expect(typeof login === 'string' ? login : login.connection).toBe(expected);
});
