// The text of `mca-status`: a first line of `key=value` with commas between, an empty one, then a `key=value` a line. Which
// keys come depends on firmware and series (fixtures/devices/airos). Two traps: the name on the first line was chosen by a
// person and may hold commas and equal signs, and an airFiber 60 prints −93 dBm at rate 0 whatever its link is.
import { airmaxShares, DBM, figure, garbled, isNoMac, isUnmeasured, MBPS, METRES, MHZ, PER_MILLE, SECONDS, tenths, whole, word, } from './figure.js';
import { isAcVersion, versionIn } from './firmware.js';
import { NOTHING } from './told.js';
/** Null where the text holds nothing of mca-status, as where there is no such command. */
export function readMcaStatus(text) {
    const values = valuesOf(text);
    const mode = values.get('wlanOpmode');
    if (mode === undefined) {
        if (!values.has('firmwareVersion'))
            return null;
        throw garbled('mca-status has no wlanOpmode, so nobody knows whose figures these are');
    }
    const firmware = versionIn(word('firmwareVersion', values.get('firmwareVersion')));
    const isStation = mode.startsWith('sta');
    const isLinked = isAssociated(values);
    const device = {
        ...NOTHING,
        uptimeS: whole(figure('uptime', values.get('uptime'), SECONDS)),
        firmware,
        device: word('platform', values.get('platform')),
        ssid: word('essid', values.get('essid')),
    };
    const isAc = mode.endsWith('-ac') || isAcVersion(firmware);
    return { isStation, isLinked, isAc, reading: isStation && isLinked ? { ...device, ...linkOf(values) } : device };
}
function linkOf(values) {
    const [tx, rx] = [values.get('wlanTxRate'), values.get('wlanRxRate')];
    const txMbps = figure('wlanTxRate', tx, MBPS);
    const rxMbps = figure('wlanRxRate', rx, MBPS);
    if (isUnmeasured(tx, rx, txMbps, rxMbps))
        return {};
    const isAirmaxOff = values.get('wlanPolling') === '0';
    return {
        signalDbm: figure('signal', values.get('signal'), DBM),
        noiseDbm: figure('noise', values.get('noise'), DBM),
        ccqPct: tenths(figure('ccq', values.get('ccq'), PER_MILLE)),
        ...(isAirmaxOff ? {} : airmaxShares(values.get('wlanPollingQuality'), values.get('wlanPollingCapacity'))),
        txMbps,
        rxMbps,
        distanceM: figure('distance', values.get('distance'), METRES),
        frequencyMhz: figure('freq', values.get('freq'), MHZ),
    };
}
/** A firmware that prints neither key does not tell; then its station list does. */
function isAssociated(values) {
    const apMac = values.get('apMac');
    if (apMac !== undefined && isNoMac(apMac))
        return false;
    return values.get('wlanConnections') !== '0';
}
const FIRST_LINE = /^(?:deviceName|deviceId|firmwareVersion|platform|deviceIp)=.*$/m;
const NEXT_OF_FIRST_LINE = /,(?=(?:deviceId|firmwareVersion|platform|deviceIp|uptime)=)/;
/** Of some fifty lines these are read. */
const OTHER_LINE = /^(apMac|ccq|distance|essid|freq|noise|signal|uptime|wlanConnections|wlanOpmode|wlanPolling(?:Quality|Capacity)?|wlan[TR]xRate)=(.*)$/gm;
function valuesOf(text) {
    const values = new Map();
    const firstLine = withoutTail(FIRST_LINE.exec(text)?.[0] ?? '');
    // The name comes first, so a key that somebody wrote into it is overwritten by the real one.
    for (const pair of firstLine.split(NEXT_OF_FIRST_LINE)) {
        const at = pair.indexOf('=');
        values.set(pair.slice(0, at), pair.slice(at + 1).trim());
    }
    for (const [, key = '', value = ''] of text.matchAll(OTHER_LINE))
        values.set(key, value.trim());
    return values;
}
/** Without the commas and blanks at its end. A pattern for that would begin anew at each of them: minutes for a line full of them. */
function withoutTail(line) {
    let end = line.length;
    while (end > 0 && /[,\s]/.test(line.charAt(end - 1)))
        end--;
    return line.slice(0, end);
}
