import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasIdNumber, isCuit, NO_ID_NUMBER, parseIpv4, parseIpv6Prefix, parseMac, readIdNumber } from './identity.js';
describe('id numbers', () => {
    test.each([
        '20-12345678-6',
        '27-12345678-0',
        '30-50001091-2',
        '33-69345023-9',
        '30-71659554-0',
        '23-10000005-9',
        '23-10000002-4',
    ])('%s is a CUIT', (text) => {
        expect(readIdNumber('CUIT', text)).toEqual({ ok: true, type: 'CUIT', number: text.replaceAll('-', '') });
    });
    test.each(['20-12345678-5', '20-10000005-0', '20-10000005-1', '19-12345678-6', '2012345678', '201234567866', 'no'])('%s is none', (text) => {
        expect(readIdNumber('cuil', text)).toMatchObject({ ok: false, expects: expect.stringContaining('check digit') });
    });
    test('exactly one last digit, or none, fits the ten before it', () => {
        fc.assert(fc.property(fc.constantFrom('20', '23', '24', '25', '26', '27', '30', '33', '34'), fc.integer({ min: 0, max: 99_999_999 }), (sort, middle) => {
            const ten = sort + String(middle).padStart(8, '0');
            expect(Array.from('0123456789').filter((last) => isCuit(ten + last)).length).toBeLessThanOrEqual(1);
        }));
    });
    test.each([
        ['DNI', '12.345.678', '12345678'],
        ['dni', '01234567', '1234567'],
        ['DNI', ' 93 000 001 ', '93000001'],
        ['Pasaporte', ' AAB 123-4 ', 'AAB 123-4'],
        [null, '0012-3', '0012-3'],
    ])('%s "%s" is kept as %s', (type, text, number) => {
        expect(readIdNumber(type, text)).toMatchObject({ ok: true, number });
    });
    test.each([
        ['DNI', '12345'],
        ['DNI', '123456789'],
        ['DNI', '12a45678'],
        ['Pasaporte', 'x'.repeat(41)],
    ])('%s "%s" is refused', (type, text) => {
        expect(readIdNumber(type, text).ok).toBe(false);
    });
    test.each(['', '  ', '0', '00000000', '9999999', '9.999.999'])('"%s" is no number, whatever the type', (text) => {
        for (const type of [null, 'DNI', 'CUIT', 'CUIL', 'RUC'])
            expect(readIdNumber(type, text)).toMatchObject({ ok: true, number: NO_ID_NUMBER });
        expect(hasIdNumber(NO_ID_NUMBER)).toBe(false);
    });
});
describe('addresses', () => {
    test.each(['10.0.0.1', ' 192.168.255.255 ', '0.0.0.0'])('%s is an IPv4 address', (text) => {
        expect(parseIpv4(text)).toBe(text.trim());
    });
    test.each(['10.0.0', '10.0.0.256', '10.0.0.01', '10.0.0.1/24', '10.0.0.-1', '10.0.0.1.2', '10.0.0.', '::1', ''])('"%s" is none', (text) => {
        expect(parseIpv4(text)).toBeNull();
    });
    test.each(['aa:bb:cc:0d:ee:ff', 'AA-BB-CC-0D-EE-FF', 'aabb.cc0d.eeff', 'aAbBcC0DeEfF', ' AA:BB:CC:0D:EE:FF '])('%s is a MAC address', (text) => {
        expect(parseMac(text)).toBe('AA:BB:CC:0D:EE:FF');
    });
    test.each([
        'aa:bb:cc:dd:ee',
        'aa:bb:cc:dd:ee:ff:00',
        'aa:bb-cc:dd:ee:ff',
        'ag:bb:cc:dd:ee:ff',
        'aabb.ccdd.eef',
        'aa:bb:cc:dd:ee:f',
        '',
    ])('"%s" is none', (text) => {
        expect(parseMac(text)).toBeNull();
    });
    test.each([
        ['2001:DB8:7::/56', '2001:db8:7::/56'],
        ['2001:0db8:0000:0000:0000:0000:0000:0000/32', '2001:db8::/32'],
        ['2001:db8:0:1::/64', '2001:db8:0:1::/64'],
        ['2001:db8:0:0:1::/80', '2001:db8:0:0:1::/80'],
        ['2001:db8::1/128', '2001:db8::1/128'],
        ['1:2:3:4:5:6:7:8/128', '1:2:3:4:5:6:7:8/128'],
        ['2001:db8:7:ff00::/56', '2001:db8:7:ff00::/56'],
        ['::/1', '::/1'],
    ])('%s is the prefix %s', (text, kept) => {
        expect(parseIpv6Prefix(text)).toBe(kept);
        expect(parseIpv6Prefix(kept)).toBe(kept);
    });
    test.each([
        '2001:db8::',
        '2001:db8::/0',
        '2001:db8::/129',
        '2001:db8::1/64',
        '2001:db8:7:ff80::/56',
        '1:2:3/64',
        '1::2::/64',
        '12345::/64',
        '::g/64',
        '10.0.0.0/8',
        '',
    ])('"%s" is none', (text) => {
        expect(parseIpv6Prefix(text)).toBeNull();
    });
});
describe('id numbers of other countries', () => {
    test.each([
        ['RUT', '12.345.678-5', '123456785'],
        ['rut', '76192083-9', '761920839'],
        ['RUT', '10.000.013-k', '10000013K'],
        ['NIF', '12345678z', '12345678Z'],
        ['NIE', 'X-1234567-L', 'X1234567L'],
        ['RFC', ' XAXX010101000 ', 'XAXX010101000'],
    ])('%s %s is kept as %s', (type, written, number) => {
        expect(readIdNumber(type, written)).toMatchObject({ ok: true, number });
    });
    test.each([
        ['RUT', '12.345.678-4'],
        ['RUT', '12345'],
        ['RUT', 'K'],
        ['NIF', '12345678A'],
        ['NIF', '1234567Z'],
        ['NIE', 'X1234567A'],
        ['NIE', 'A1234567L'],
    ])('%s %s is none', (type, written) => {
        expect(readIdNumber(type, written)).toMatchObject({ ok: false });
    });
    test.each(['RUT', 'NIF', 'NIE', 'CUIT', 'DNI', null])("no number of the type %s is nobody's", (type) => {
        for (const blank of ['', ' ', '0', '9999999'])
            expect(readIdNumber(type, blank)).toMatchObject({ ok: true, number: '9999999' });
    });
});
