// A reading for the terminal: each figure as a bar on the scale of its kind, with what it is worth. Who has no colours reads the
// grade in words.
import { gradeShare, gradeSignal, gradeSnr } from '../core/rules/signal.js';
import { table } from './output.js';
const BAR = 30;
/** −95 dBm is nothing, −40 as good as it gets. */
const shareOfSignal = (dbm) => (dbm + 95) / 55;
/** 40 dB over the noise fill the bar. */
const shareOfSnr = (db) => db / 40;
function linesOf({ signalDbm, heardDbm, noiseDbm, ccqPct, qualityPct, capacityPct }) {
    const lines = [];
    const strength = (name, dbm) => {
        if (dbm !== null)
            lines.push({ name, value: `${dbm} dBm`, share: shareOfSignal(dbm), grade: gradeSignal(dbm) });
    };
    const share = (name, pct, what) => {
        if (pct !== null)
            lines.push({ name, value: `${pct} %`, share: pct / 100, grade: gradeShare(pct, what) });
    };
    strength('signal', signalDbm);
    strength('heard by the access point', heardDbm);
    if (signalDbm !== null && noiseDbm !== null) {
        const db = signalDbm - noiseDbm;
        lines.push({ name: 'over the noise', value: `${db} dB`, share: shareOfSnr(db), grade: gradeSnr(db) });
    }
    share('CCQ', ccqPct, 'ccq');
    share('airMAX quality', qualityPct, 'quality');
    share('airMAX capacity', capacityPct, 'capacity');
    return lines;
}
export function bar(share, grade, { paint }, width = BAR) {
    const full = Math.min(Math.max(Math.round(share * width), 0), width);
    const colour = { good: paint.green, fair: paint.yellow, poor: paint.red }[grade];
    return colour('█'.repeat(full)) + paint.dim('░'.repeat(width - full));
}
/** The bar of a signal alone, for a line of a list. */
export const signalBar = (dbm, out, width = 20) => bar(shareOfSignal(dbm), gradeSignal(dbm), out, width);
export function readingText(reading, out) {
    const rows = linesOf(reading).map(({ name, value, share, grade }) => [name, value, bar(share, grade, out), grade]);
    const facts = [
        ['rates', ratesOf(reading)],
        ['distance', reading.distanceM === null ? null : `${reading.distanceM} m`],
        ['frequency', reading.frequencyMhz === null ? null : `${reading.frequencyMhz} MHz`],
        ['network', reading.ssid],
        ['up for', reading.uptimeS === null ? null : spanOf(reading.uptimeS)],
        ['device', [reading.device, reading.firmware].filter(Boolean).join(', ') || null],
        ['told by', SOURCES[reading.source]],
    ];
    const said = facts.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
    return table([{ head: '' }, { head: '', align: 'right' }, '', ''], [...rows, ...said.map(([name, value]) => [name ?? '', '', value ?? '', ''])])
        .split('\n')
        .slice(1)
        .map((line) => `  ${line}`)
        .join('\n');
}
/** A line for each, with a bar and for how long ago it was heard. */
export function cpesText(rows, now, out) {
    const cells = rows.map((row) => {
        const dbm = row.signalDbm ?? row.heardDbm;
        const said = [row.device, row.firmware].filter(Boolean).join(' ');
        return [
            `${row.customerCode}/${row.name}`,
            row.router ?? '',
            dbm ?? '',
            dbm === null ? '' : signalBar(dbm, out, 12),
            ...[row.ccqPct, row.qualityPct, row.capacityPct].map((share) => share ?? ''),
            row.okAt === null ? 'never' : spanOf(Math.max(now - row.okAt, 0) / 1000),
            row.faultCode === null ? said : out.paint.red(row.faultMessage ?? row.faultCode),
        ];
    });
    const right = (head) => ({ head, align: 'right' });
    const columns = ['connection', 'radio', right('dBm'), '', right('CCQ'), right('quality'), right('capacity'), right('heard'), ''];
    return table(columns, cells);
}
const SOURCES = {
    ssh: 'the CPE, over SSH',
    snmp: 'the CPE, over SNMP',
    'table-api': 'the registration table, over the API',
    'table-snmp': 'the registration table, over SNMP',
};
function ratesOf({ txMbps, rxMbps }) {
    if (txMbps === null && rxMbps === null)
        return null;
    return `${rxMbps ?? '?'} Mbit/s down, ${txMbps ?? '?'} up`;
}
/** `12 d 3 h`, `3 h 20 min`, `40 s`. */
export function spanOf(seconds) {
    const [d, h, min] = [Math.floor(seconds / 86_400), Math.floor((seconds % 86_400) / 3600), Math.floor((seconds % 3600) / 60)];
    if (d > 0)
        return `${d} d ${h} h`;
    if (h > 0)
        return `${h} h ${min} min`;
    return min > 0 ? `${min} min` : `${Math.floor(seconds)} s`;
}
