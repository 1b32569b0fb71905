// Who is registered at a MikroTik router or access point, over SNMP: the tables of its three kinds of radio, each read column by
// column with GETBULK, so that an answer stays within one datagram. The column of strengths comes first: where it has no row of
// interest the others are not asked for. What these tables hold is heard at the access point; only the old wireless table may
// know what the CPE hears (MIKROTIK-MIB). Rates are written from the access point's view: what it sends is what the CPE receives.
import { readingOf } from '../../../core/rules/signal.js';
import { openSession } from './session.js';
import { macOf, macOfIndex, numberOf, textOf } from './value.js';
/** Objects an answer: 25 of them are some 900 bytes. */
const REPETITIONS = 25;
/** More rows than a router of this trade has customers on its radios. */
const ROWS_MAX = 4096;
const MBPS = 1_000_000;
const M = '1.3.6.1.4.1.14988.1.1';
const TABLES = [
    // mtxrWlRtabTable: wireless, RouterOS 6 and the package `wireless` of 7. By MAC and interface.
    {
        oid: `${M}.1.2.1`,
        strength: 3,
        others: [8, 9, 10, 11, 19],
        macOf: macOfIndex,
        found: (cell) => ({
            heardDbm: numberOf(cell(3)),
            signalDbm: numberOf(cell(19)),
            rxMbps: numberOf(cell(8), MBPS),
            txMbps: numberOf(cell(9), MBPS),
            firmware: textOf(cell(10)),
            uptimeS: numberOf(cell(11), 100),
        }),
    },
    // mtxrWifiRegistrationTable: wifi, RouterOS 7.13 and later. By MAC and interface.
    {
        oid: `${M}.21.4.1`,
        strength: 6,
        others: [3, 4, 9, 10],
        macOf: macOfIndex,
        found: (cell) => ({
            heardDbm: numberOf(cell(6)),
            ssid: textOf(cell(3)),
            uptimeS: numberOf(cell(4), 100),
            rxMbps: numberOf(cell(9), MBPS),
            txMbps: numberOf(cell(10), MBPS),
        }),
    },
    // mtxrWl60GStaTable: 60 GHz. By interface, the MAC is a column; the distance comes in centimetres (6.40.5 and wAP 60G).
    {
        oid: `${M}.1.9.1`,
        strength: 9,
        others: [2, 3, 8, 10],
        macOf: (_index, cell) => (numberOf(cell(2)) === 1 ? macOf(cell(3)) : null),
        found: (cell) => ({ heardDbm: numberOf(cell(9)), rxMbps: numberOf(cell(8)), distanceM: numberOf(cell(10), 100) }),
    },
];
/**
 * What the tables of this device tell of these MACs (twelve lower-case hex digits); who is not registered is not in the answer.
 * Throws a `Fault`.
 */
export async function readTable(line, access, macs, signal) {
    const readings = new Map();
    if (macs.length === 0)
        return readings;
    const wanted = new Set(macs);
    const session = await openSession(line, { name: `router ${access.name}`, host: access.host, snmp: access.snmp }, signal);
    try {
        for (const table of TABLES)
            await readOne(session, table, wanted, readings);
        return readings;
    }
    finally {
        session.close();
    }
}
async function readOne(session, table, wanted, readings) {
    const columns = new Map([[table.strength, await walk(session, `${table.oid}.${table.strength}`)]]);
    const indexes = [...(columns.get(table.strength)?.keys() ?? [])];
    // Where the MAC stands in the index, rows of others are known at once; where it is a column, the others have to be read first.
    if (!indexes.some((index) => table.macOf !== macOfIndex || wanted.has(macOfIndex(index) ?? '')))
        return;
    const walks = table.others.map(async (column) => [column, await walk(session, `${table.oid}.${column}`)]);
    for (const [column, cells] of await Promise.all(walks))
        columns.set(column, cells);
    for (const index of indexes) {
        const cell = (column) => columns.get(column)?.get(index);
        const mac = table.macOf(index, cell);
        if (mac !== null && wanted.has(mac))
            readings.set(mac, readingOf('table-snmp', table.found(cell)));
    }
}
/** One column by index. That every step leads forward is seen to by the session. */
async function walk(session, column) {
    const cells = new Map();
    for (let at = column;;) {
        const next = await session.following(at, REPETITIONS);
        for (const varbind of next) {
            if (!varbind.oid.startsWith(`${column}.`))
                return cells;
            cells.set(varbind.oid.slice(column.length + 1), varbind);
            at = varbind.oid;
        }
        if (next.length === 0)
            return cells;
        if (cells.size > ROWS_MAX)
            throw session.fault('device-garbled', `has a table of over ${ROWS_MAX} rows at ${column}`);
    }
}
