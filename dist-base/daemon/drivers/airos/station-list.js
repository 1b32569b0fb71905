// The JSON of `wstalist`: who is at the other end. On a CPE that is its access point alone, and the row tells what the CPE
// measured of it; `remote` in the row is the access point's own view and is not read. Unlike everywhere else CCQ comes in
// whole percent here (PowerBeam M5, v6.1.7: 92). `uptime` is that of the link, not of the device.
import { airmaxShares, DBM, fieldsOf, figure, garbled, isUnmeasured, jsonOf, MBPS, METRES, PERCENT } from './figure.js';
import { NOTHING } from './told.js';
/** For a station only: on an access point the rows are customers. An empty list is a CPE that is not associated. */
export function readStationList(json) {
    const rows = jsonOf('the station list', json);
    if (!Array.isArray(rows))
        throw garbled('the station list is no list');
    const told = { isStation: true, isAc: null };
    if (rows.length === 0)
        return { ...told, isLinked: false, reading: NOTHING };
    const row = fieldsOf('the access point in the station list', rows[0]);
    return { ...told, isLinked: true, reading: { ...NOTHING, ...linkOf(row) } };
}
function linkOf(row) {
    const txMbps = figure('tx', row.tx, MBPS);
    const rxMbps = figure('rx', row.rx, MBPS);
    if (isUnmeasured(row.tx, row.rx, txMbps, rxMbps))
        return {};
    const airmax = row.airmax === undefined ? {} : fieldsOf('airmax', row.airmax);
    return {
        signalDbm: figure('signal', row.signal, DBM),
        noiseDbm: figure('noisefloor', row.noisefloor, DBM),
        ccqPct: figure('ccq', row.ccq, PERCENT),
        ...airmaxShares(airmax.quality, airmax.capacity),
        txMbps,
        rxMbps,
        distanceM: figure('distance', row.distance, METRES),
    };
}
