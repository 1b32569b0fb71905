// Who is registered at the router's radios, and how well he is heard: wifi (RouterOS 7.13 and later), wireless, and 60 GHz. A
// router has the menus of its packages and its hardware; one that it does not have answers `no such command prefix`, which is
// remembered for the session. Rates are written from the router's view: what it sends is what the customer receives.
// Surprising: `signal-strength` is what the router hears; what the customer hears is there only where both ends are MikroTik
// (`tx-signal-strength`). And a 60 GHz station has its figures in no row: they are asked of its monitor.
import { readingOf } from '../../../core/rules/signal.js';
import { isYes, macOf, rateOf, secondsOf } from './property.js';
import { trapOf } from './session.js';
const MBPS = 1_000_000;
const W60G = '/interface/w60g/station';
const TABLES = [
    {
        path: '/interface/wifi/registration-table',
        fields: 'mac-address,ssid,uptime,signal,tx-rate,rx-rate',
        found: (row) => ({ heardDbm: strengthOf(row.signal), ssid: row.ssid ?? null }),
    },
    {
        path: '/interface/wireless/registration-table',
        fields: 'mac-address,uptime,signal-strength,tx-signal-strength,tx-ccq,tx-rate,rx-rate,routeros-version',
        found: (row) => ({
            heardDbm: strengthOf(row['signal-strength']),
            signalDbm: strengthOf(row['tx-signal-strength']),
            ccqPct: ccqOf(row['tx-ccq']),
            firmware: row['routeros-version'] ?? null,
        }),
    },
];
/** Menus that the router of a session does not have: a package or a radio comes only with a reboot, and that ends the session. */
const missing = new WeakMap();
/**
 * What this router tells of these MACs (twelve lower-case hex digits); who is not registered is not in the answer. Changes
 * nothing. A menu that the router refuses to show is a fault: silence about it would look like a customer who is not there.
 */
export async function readSignals(session, macs, signal) {
    const readings = new Map();
    if (macs.length === 0)
        return readings;
    const wanted = new Set(macs);
    const take = (text, found) => {
        const mac = macOf(text ?? '')
            ?.replaceAll(':', '')
            .toLowerCase();
        if (mac !== undefined && wanted.has(mac))
            readings.set(mac, readingOf('table-api', found));
    };
    const reads = [...TABLES.map((menu) => readTable(session, menu, take, signal)), readStations(session, take, signal)];
    const settled = await Promise.allSettled(reads);
    for (const one of settled)
        if (one.status === 'rejected')
            throw one.reason;
    return readings;
}
async function readTable(session, { path, fields, found }, take, signal) {
    await ask(session, path, ['print', `=.proplist=${fields}`], signal, (row) => take(row['mac-address'], {
        ...found(row),
        rxMbps: mbpsOf(row['tx-rate']),
        txMbps: mbpsOf(row['rx-rate']),
        uptimeS: secondsOf(row.uptime),
    }));
}
async function readStations(session, take, signal) {
    const ids = [];
    await ask(session, W60G, ['print', '=.proplist=.id,running'], signal, (row) => {
        if (isYes(row.running) && row['.id'] !== undefined)
            ids.push(row['.id']);
    });
    if (ids.length === 0)
        return;
    await ask(session, W60G, ['monitor', `=numbers=${ids.join(',')}`, '=once='], signal, (row) => {
        if (!isYes(row.connected))
            return;
        // Version 7 writes `remote`.
        take(row['remote-address'] ?? row.remote, {
            heardDbm: strengthOf(row.rssi),
            rxMbps: mbpsOf(row['tx-phy-rate']),
            distanceM: metresOf(row.distance),
        });
    });
}
async function ask(session, path, [verb = '', ...words], signal, each) {
    const absent = missing.get(session) ?? new Set();
    missing.set(session, absent);
    if (absent.has(path))
        return;
    try {
        await session.command([`${path}/${verb}`, ...words], { signal, each });
    }
    catch (e) {
        if (trapOf(e)?.startsWith('no such command') !== true)
            throw e;
        absent.add(path);
    }
}
/** The leading number of `-62@1Mbps`, `-67dBm@6Mbps`, `-76` or `-47`. */
export function strengthOf(text) {
    const dbm = /^-\d{1,3}(?!\d)/.exec(text ?? '');
    return dbm === null ? null : Number(dbm[0]);
}
/** `93` or `96%`. The router counts frames sent at once by hardware twice: 113 was seen, and is 100. */
export function ccqOf(text) {
    const pct = /^(\d{1,3})%?$/.exec(text ?? '');
    return pct === null ? null : Math.min(Number(pct[1]), 100);
}
/** `72.2Mbps-20MHz/1S/SGI`, `6Mbps`, `2.3Gbps`, or a number of bits a second. */
export function mbpsOf(text) {
    const rate = /^(\d+(?:\.\d+)?[kMG]?)(?:bps)?(?:-.*)?$/.exec(text ?? '');
    const bits = rate === null ? null : rateOf(rate[1] ?? '');
    return bits === null ? null : bits / MBPS;
}
/** `160.9m`, or a number of metres. */
export function metresOf(text) {
    const metres = /^(\d+(?:\.\d+)?)m?$/.exec(text ?? '');
    return metres === null ? null : Number(metres[1]);
}
