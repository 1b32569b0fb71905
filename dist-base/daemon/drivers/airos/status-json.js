// The JSON of `ubntbox status` (airOS 5 and 6) and `ubntbox status.cgi` (airOS 8), which is also what the web page shows. The
// two series share the frame and little else: an M station has its link in `wireless`, CCQ in tenths and rates as text; an AC
// station has it in `wireless.sta[0]`, which is its access point, and has neither CCQ nor a rate in Mbit/s.
import { airmaxShares, DBM, fieldsOf, figure, garbled, isNoMac, jsonOf, MBPS, METRES, MHZ, PER_MILLE, SECONDS, tenths, whole, word, } from './figure.js';
import { isAcVersion, versionIn } from './firmware.js';
import { NOTHING } from './told.js';
export function readStatusJson(json) {
    const status = fieldsOf('the status', jsonOf('the status', json));
    const host = fieldsOf('host', status.host);
    const wireless = fieldsOf('wireless', status.wireless);
    const mode = word('mode', wireless.mode);
    if (mode === null)
        throw garbled('the status has no mode, so nobody knows whose figures these are');
    const firmware = versionIn(word('fwversion', host.fwversion));
    const stations = stationsIn(wireless);
    const isAc = stations !== null || isAcVersion(firmware);
    const isStation = mode.startsWith('sta');
    const apMac = wireless.apmac === undefined ? undefined : word('apmac', wireless.apmac);
    const isLinked = wireless.count !== 0 && (apMac === undefined || !isNoMac(apMac)) && (isAc !== true || (stations ?? []).length > 0);
    const device = {
        ...NOTHING,
        uptimeS: whole(figure('uptime', host.uptime, SECONDS)),
        firmware,
        device: word('devmodel', host.devmodel),
        ssid: word('essid', wireless.essid),
    };
    if (!isStation || !isLinked)
        return { isStation, isLinked, isAc, reading: device };
    const link = isAc === true ? linkOfAc(wireless, fieldsOf('sta[0]', stations?.[0])) : linkOfM(wireless);
    return { isStation, isLinked, isAc, reading: { ...device, ...link } };
}
/** Null on the M series, which has no such list. */
function stationsIn(wireless) {
    if (wireless.sta === undefined)
        return null;
    if (!Array.isArray(wireless.sta))
        throw garbled('sta is no list');
    return wireless.sta;
}
function linkOfM(wireless) {
    const polling = wireless.polling === undefined ? {} : fieldsOf('polling', wireless.polling);
    return {
        signalDbm: figure('signal', wireless.signal, DBM),
        noiseDbm: figure('noisef', wireless.noisef, DBM),
        ccqPct: tenths(figure('ccq', wireless.ccq, PER_MILLE)),
        ...(polling.enabled === 0 ? {} : airmaxShares(polling.quality, polling.capacity)),
        txMbps: figure('txrate', wireless.txrate, MBPS),
        rxMbps: figure('rxrate', wireless.rxrate, MBPS),
        distanceM: figure('distance', wireless.distance, METRES),
        frequencyMhz: figure('frequency', wireless.frequency, MHZ),
    };
}
function linkOfAc(wireless, accessPoint) {
    return {
        signalDbm: figure('sta[0].signal', accessPoint.signal, DBM),
        noiseDbm: figure('sta[0].noisefloor', accessPoint.noisefloor, DBM) ?? figure('noisef', wireless.noisef, DBM),
        distanceM: figure('sta[0].distance', accessPoint.distance, METRES) ?? figure('distance', wireless.distance, METRES),
        frequencyMhz: figure('frequency', wireless.frequency, MHZ),
    };
}
