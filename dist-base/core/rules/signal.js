// How well a customer is heard and hears: one reading of his CPE, from whatever told of it, and what a figure is worth.
// What a device does not give stays absent: never 0, never invented (domain §8).
/**
 * What a figure can be, both ends included, and its decimals. Zero lies in no range: it is how devices write that they have
 * not measured (no link, airMAX off, no traffic yet).
 */
const RANGES = {
    signalDbm: { least: -120, most: -1, decimals: 0 },
    heardDbm: { least: -120, most: -1, decimals: 0 },
    noiseDbm: { least: -130, most: -1, decimals: 0 },
    ccqPct: { least: 0.1, most: 100, decimals: 1 },
    qualityPct: { least: 1, most: 100, decimals: 0 },
    capacityPct: { least: 1, most: 100, decimals: 0 },
    txMbps: { least: 0.1, most: 100_000, decimals: 1 },
    rxMbps: { least: 0.1, most: 100_000, decimals: 1 },
    distanceM: { least: 1, most: 200_000, decimals: 0 },
    // Twenty years: no device of this trade has run so long.
    uptimeS: { least: 1, most: 630_720_000, decimals: 0 },
    frequencyMhz: { least: 100, most: 100_000, decimals: 0 },
};
const RADIO = [...Object.keys(RANGES).filter((name) => name !== 'uptimeS'), 'ssid'];
/** Longer than any model name, version or SSID (32 bytes): what is longer is no such thing, and is cut. */
const WORD_MAX = 64;
/** A reading of what was found: rounded, cleaned, and absent wherever it cannot be true. Any number and any text may be given. */
export function readingOf(source, found) {
    const figure = (name) => {
        const { least, most, decimals } = RANGES[name];
        const value = Math.round((found[name] ?? Number.NaN) * 10 ** decimals) / 10 ** decimals;
        return value >= least && value <= most ? value : null;
    };
    return {
        source,
        signalDbm: figure('signalDbm'),
        heardDbm: figure('heardDbm'),
        noiseDbm: figure('noiseDbm'),
        ccqPct: figure('ccqPct'),
        qualityPct: figure('qualityPct'),
        capacityPct: figure('capacityPct'),
        txMbps: figure('txMbps'),
        rxMbps: figure('rxMbps'),
        distanceM: figure('distanceM'),
        uptimeS: figure('uptimeS'),
        firmware: wordOf(found.firmware),
        device: wordOf(found.device),
        ssid: wordOf(found.ssid),
        frequencyMhz: figure('frequencyMhz'),
    };
}
/** Does it say anything of the radio? A device that only says how long it runs is perhaps no radio at all. */
export function tellsOfRadio(reading) {
    return RADIO.some((name) => reading[name] !== null);
}
function wordOf(text) {
    if (text === null || text === undefined)
        return null;
    // The end may fall into the middle of a character.
    const word = plainWords(plainWords(text).slice(0, WORD_MAX));
    return word === '' ? null : word;
}
/** What a device said, as it may be kept: PostgreSQL takes no NUL and no half of a character, a terminal obeys the others. */
export const plainWords = (text) => text.replaceAll(/[\p{Cc}\p{Cs}\ufffd]+/gu, ' ').trim();
/**
 * Rules of thumb of the trade: a signal better than −65 dBm is good, worse than −75 is poor; CCQ from 90 on is good, airMAX quality
 * and capacity from 80 on, under half is poor.
 */
export const BANDS = {
    signal: { fair: -75, good: -65 },
    ccq: { fair: 50, good: 90 },
    quality: { fair: 50, good: 80 },
    capacity: { fair: 50, good: 80 },
};
export function gradeSignal(dbm) {
    return dbm > BANDS.signal.good ? 'good' : dbm >= BANDS.signal.fair ? 'fair' : 'poor';
}
/** Signal over noise in dB: from 25 on a link carries its highest rates, under 15 it stumbles. */
export function gradeSnr(db) {
    return db >= 25 ? 'good' : db >= 15 ? 'fair' : 'poor';
}
export function gradeShare(pct, what) {
    return pct >= BANDS[what].good ? 'good' : pct >= BANDS[what].fair ? 'fair' : 'poor';
}
