// What a figure is worth, and that nothing impossible ever becomes one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradeShare, gradeSignal, gradeSnr, readingOf, tellsOfRadio } from './signal.js';
describe('a reading', () => {
    it.each([
        ['signalDbm', [-120, -64, -1], [-121, 0, 12, Number.NaN, -1e9]],
        ['heardDbm', [-120, -1], [-121, 0, 5]],
        ['noiseDbm', [-130, -103, -1], [-131, 0]],
        ['ccqPct', [0.1, 99.1, 100], [0, 100.1, 991, -1]],
        ['qualityPct', [1, 100], [0, 101, -1]],
        ['capacityPct', [1, 100], [0, 101]],
        ['txMbps', [0.1, 37.3, 2310], [0, 0.04, 100_001, -6]],
        ['rxMbps', [0.1, 216], [0, Number.POSITIVE_INFINITY]],
        ['distanceM', [1, 14_400, 200_000], [0, 200_001, -3]],
        ['uptimeS', [1, 148_479], [0, -1, 1e12]],
        ['frequencyMhz', [900, 5745, 58_320], [0, 99, 5_745_000]],
    ])('keeps a %s that can be true, and no other', (name, kept, absent) => {
        for (const value of kept)
            expect(readingOf('ssh', { [name]: value })[name]).toBe(value);
        for (const value of absent)
            expect(readingOf('ssh', { [name]: value })[name]).toBeNull();
    });
    it('is rounded, and its words are cleaned', () => {
        expect(readingOf('snmp', { txMbps: 37.3386, ccqPct: 99.14, signalDbm: -63.4, ssid: ' mi\u0000red \n', device: '\u0007' })).toEqual({
            source: 'snmp',
            signalDbm: -63,
            heardDbm: null,
            noiseDbm: null,
            ccqPct: 99.1,
            qualityPct: null,
            capacityPct: null,
            txMbps: 37.3,
            rxMbps: null,
            distanceM: null,
            uptimeS: null,
            firmware: null,
            device: null,
            ssid: 'mi red',
            frequencyMhz: null,
        });
    });
    it('of anything at all holds nothing that cannot be', () => {
        const found = fc.record({
            signalDbm: fc.double(),
            noiseDbm: fc.double(),
            ccqPct: fc.double(),
            capacityPct: fc.double(),
            txMbps: fc.double(),
            distanceM: fc.double(),
            ssid: fc.string({ unit: 'binary', maxLength: 200 }),
        }, { requiredKeys: [] });
        fc.assert(fc.property(found, (given) => {
            const { source: _source, firmware: _firmware, device: _device, ssid, ...figures } = readingOf('snmp', given);
            for (const value of Object.values(figures))
                expect(value === null || (Number.isFinite(value) && value !== 0)).toBe(true);
            expect(ssid === null || (ssid.length > 0 && ssid.length <= 64)).toBe(true);
        }));
    });
    it('tells of a radio by any figure of one', () => {
        expect(tellsOfRadio(readingOf('snmp', { uptimeS: 5, device: 'NanoStation M5', firmware: 'XW' }))).toBe(false);
        expect(tellsOfRadio(readingOf('snmp', { frequencyMhz: 5745 }))).toBe(true);
        expect(tellsOfRadio(readingOf('table-api', { heardDbm: -70 }))).toBe(true);
    });
});
it('grades on both sides of every edge', () => {
    expect([-64, -65, -75, -76].map(gradeSignal)).toEqual(['good', 'fair', 'fair', 'poor']);
    expect([25, 24, 15, 14].map(gradeSnr)).toEqual(['good', 'fair', 'fair', 'poor']);
    expect([90, 89.9, 50, 49.9].map((pct) => gradeShare(pct, 'ccq'))).toEqual(['good', 'fair', 'fair', 'poor']);
    expect([80, 79, 50, 49].map((pct) => gradeShare(pct, 'capacity'))).toEqual(['good', 'fair', 'fair', 'poor']);
});
