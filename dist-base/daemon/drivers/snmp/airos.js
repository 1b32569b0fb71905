// A Ubiquiti airMAX radio (M and AC) asked for its link in one GET. Objects that this model or firmware lacks are simply
// absent, and so is what it answers out of all reason; a device that has none of them is no airMAX. Surprising: 0 is how it
// writes "nothing measured" (capacity on AC, quality and capacity with airMAX off), and with airMAX off what stands in quality
// and capacity is old.
import { noteOf } from '../../../core/fault.js';
import { readingOf, tellsOfRadio } from '../../../core/rules/signal.js';
import { openSession } from './session.js';
import { numberOf, textOf } from './value.js';
// UBNT-AirMAX-MIB; the last number is the radio, and these devices have one.
const AIRMAX = '1.3.6.1.4.1.41112.1.4';
const OIDS = {
    frequency: `${AIRMAX}.1.1.4.1`,
    distance: `${AIRMAX}.1.1.7.1`,
    ssid: `${AIRMAX}.5.1.2.1`,
    signal: `${AIRMAX}.5.1.5.1`,
    ccq: `${AIRMAX}.5.1.7.1`,
    noise: `${AIRMAX}.5.1.8.1`,
    txRate: `${AIRMAX}.5.1.9.1`,
    rxRate: `${AIRMAX}.5.1.10.1`,
    isAirMaxOn: `${AIRMAX}.6.1.2.1`,
    quality: `${AIRMAX}.6.1.3.1`,
    capacity: `${AIRMAX}.6.1.4.1`,
    uptime: '1.3.6.1.2.1.1.3.0',
};
// IEEE802dot11-MIB, by the number of the radio's interface: 5 on NanoStation Loco M2 v5.5, 10 on Rocket Prism 5AC v8.5.1.
const PRODUCT = '1.2.840.10036.3.1.2.1';
const NAMES = ['5', '10'].map((index) => ({ device: `${PRODUCT}.3.${index}`, firmware: `${PRODUCT}.4.${index}` }));
/** All that a visit in version 1 asks for: there every object that is not there costs a question, and of the names some never are. */
const LINK = Object.values(OIDS);
/** The same objects, and then the names. */
export const ASKED = [...LINK, ...NAMES.flatMap(({ device, firmware }) => [device, firmware])];
/** RFC 2579 §2: 1 is true, 2 is false. */
const TRUTH_FALSE = 2;
/** One visit. The reading's source is `snmp`; no credential is told, because SNMP has its own. */
export async function readCpe(line, access, signal) {
    const target = { name: `CPE ${access.name}`, host: access.host, snmp: access.snmp };
    let session = null;
    try {
        if (target.snmp === null)
            return refuse(`${target.name} cannot be asked: no SNMP access for CPEs is set`, access);
        session = await openSession(line, { ...target, snmp: target.snmp }, signal);
        return { ok: true, reading: await read(session, target.snmp.version === '1'), credential: null, hostKey: null };
    }
    catch (e) {
        return { ok: false, fault: noteOf(e, 'device-garbled'), hostKey: null };
    }
    finally {
        session?.close();
    }
}
async function read(session, isVersion1) {
    const values = await session.get(isVersion1 ? LINK : ASKED);
    const at = (oid) => values[ASKED.indexOf(oid)];
    const number = (name, divisor) => numberOf(at(OIDS[name]), divisor);
    const word = (name) => NAMES.map((oids) => textOf(at(oids[name]))).find((text) => text !== null && text.trim() !== '') ?? null;
    const hasAirMax = number('isAirMaxOn') !== TRUTH_FALSE;
    const reading = readingOf('snmp', {
        signalDbm: number('signal'),
        noiseDbm: number('noise'),
        ccqPct: number('ccq'),
        qualityPct: hasAirMax ? number('quality') : null,
        capacityPct: hasAirMax ? number('capacity') : null,
        txMbps: number('txRate', 1_000_000),
        rxMbps: number('rxRate', 1_000_000),
        distanceM: number('distance'),
        uptimeS: number('uptime', 100),
        frequencyMhz: number('frequency'),
        ssid: textOf(at(OIDS.ssid)),
        device: word('device'),
        firmware: word('firmware'),
    });
    if (tellsOfRadio(reading))
        return reading;
    throw session.fault('device-garbled', 'answers over SNMP and tells nothing of a radio: is it an airMAX device?');
}
function refuse(message, { name, host }) {
    return { ok: false, fault: { code: 'input-invalid', message, facts: { device: name, host } }, hostKey: null };
}
