// What the tests of this driver share: how to reach an agent on loopback, and a station in other words. Only tests import it.
import { onTestFinished } from 'vitest';
import { STATION } from '../../../fixtures/peers/snmp-station.js';
import { openSnmp } from './probe.js';
/** Deadlines are short, so that a test of a deadline is too. */
export function snmpTo(port, given = {}) {
    return { version: '2c', port, community: 'public', timeoutMs: 1000, retries: 1, ...given };
}
export function cpeAt(host, snmp) {
    return {
        connection: 7,
        name: '0007/casa',
        host,
        sshPort: 22,
        credentials: [],
        isLegacy: false,
        hostKey: null,
        snmp,
        connectMs: 1000,
        commandMs: 1000,
    };
}
export function tableAt(host, snmp) {
    return { name: 'norte-2', host, snmp };
}
/** Closed with the test. */
export function openTrial(...window) {
    const snmp = openSnmp(...window);
    onTestFinished(() => snmp.close());
    return snmp;
}
/** The signal of a call; no test of these takes so long. */
export function inTime(ms = 15_000) {
    return AbortSignal.timeout(ms);
}
/** The same rows, some of them in other words (null: without it). */
export function stationWith(changes) {
    const lines = STATION.trim().split('\n');
    const kept = lines.filter((line) => !Object.keys(changes).some((oid) => line.startsWith(`${oid}|`)));
    const changed = Object.entries(changes).flatMap(([oid, value]) => (value === null ? [] : [`${oid}|${value}`]));
    return [...kept, ...changed].join('\n');
}
