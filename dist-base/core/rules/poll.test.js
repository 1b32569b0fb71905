import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUbiquiti, nextTurn, signalWay } from './poll.js';
const MINUTE = 60_000;
const EVERY = 5 * MINUTE;
const facts = (given) => ({
    inService: true,
    cpeVendor: null,
    cpeHost: null,
    ip: null,
    mac: null,
    routerId: 7,
    panelRouterId: null,
    lastAddress: null,
    lastCalling: null,
    ...given,
});
describe('how a signal is read', () => {
    it.each([
        [
            'a Ubiquiti CPE at its own address',
            { cpeVendor: 'Ubiquiti', cpeHost: '10.0.0.7', ip: '1.2.3.4' },
            { way: 'visit', host: '10.0.0.7' },
        ],
        [
            'with RADIUS, at the last address seen',
            { cpeVendor: 'ubnt', lastAddress: '10.9.9.9', ip: '1.2.3.4' },
            { way: 'visit', host: '10.9.9.9' },
        ],
        [
            'else at the address of the connection',
            { cpeVendor: 'UBNT NanoStation', ip: '1.2.3.4' },
            { way: 'visit', host: '1.2.3.4' },
        ],
        ['and not at all without one', { cpeVendor: 'ubiquiti' }, { way: 'none', why: 'no-address' }],
        [
            'another one in the table of the router',
            { cpeVendor: 'mimosa', mac: 'AA:BB:CC:00:11:22', cpeHost: '10.0.0.7' },
            { way: 'table', routerId: 7, mac: 'aabbcc001122' },
        ],
        [
            'or of the panel, where there is one',
            { mac: 'AA:BB:CC:00:11:22', panelRouterId: 9 },
            { way: 'table', routerId: 9, mac: 'aabbcc001122' },
        ],
        ['by the MAC that RADIUS saw', { lastCalling: 'aa-bb-cc-00-11-22' }, { way: 'table', routerId: 7, mac: 'aabbcc001122' }],
        ['which may be no MAC (L2TP gives an address)', { lastCalling: '10.0.0.1' }, { way: 'none', why: 'no-mac' }],
        ['nor without a router', { mac: 'AA:BB:CC:00:11:22', routerId: null }, { way: 'none', why: 'no-router' }],
        ['nor of who is out of service', { inService: false, cpeVendor: 'ubiquiti', ip: '1.2.3.4' }, { way: 'none', why: 'closed' }],
    ])('%s', (_, given, way) => {
        expect(signalWay(facts(given))).toEqual(way);
    });
    it.each([
        ['ubiquiti', true],
        [' UBNT ', true],
        ['ui', true],
        ['Uisp', false],
        ['mikrotik', false],
        ['', false],
        [null, false],
    ])('%j is Ubiquiti: %s', (vendor, answer) => {
        expect(isUbiquiti(vendor)).toBe(answer);
    });
});
describe('the next turn', () => {
    const turn = (given) => nextTurn({ dueAt: 0, at: 2000, everyMs: EVERY, failures: 0, code: null, slowMs: 60 * MINUTE, ...given }) / MINUTE;
    it.each([
        ['is an interval after this one', {}, 5],
        ['after one failure too', { failures: 1, code: 'device-unreachable' }, 5],
        ['and after two', { failures: 2, code: 'device-unreachable' }, 5],
        ['twice that after three', { failures: 3, code: 'device-unreachable' }, 10],
        ['an hour at most', { failures: 50, code: 'device-silent' }, 60],
        ['an hour after a wrong password, at once', { failures: 1, code: 'device-login' }, 60],
        ['skips turns that have passed', { at: 17 * MINUTE }, 20],
    ])('%s', (_, given, minutes) => {
        expect(turn(given)).toBe(minutes);
    });
    it('keeps its place in the interval and lies ahead, whatever happened', () => {
        const codes = ['device-unreachable', 'device-silent', 'device-login', 'device-refused', 'device-garbled'];
        fc.assert(fc.property(fc.nat(1e9), fc.nat(1e8), fc.integer({ min: 60, max: 86_400 }), fc.nat(100), fc.option(fc.constantFrom(...codes)), (dueAt, lateMs, everyS, failures, code) => {
            const everyMs = everyS * 1000;
            const next = nextTurn({ dueAt, at: dueAt + lateMs, everyMs, failures, code, slowMs: 3_600_000 });
            expect((next - dueAt) % everyMs).toBe(0);
            expect(next).toBeGreaterThan(dueAt + lateMs);
            expect(next).toBeLessThanOrEqual(dueAt + lateMs + Math.max(12 * everyMs, 3_600_000 + everyMs));
        }));
    });
});
