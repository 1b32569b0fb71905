// One figure of a status, as airOS writes it: a JSON number, or a number in a text. Three answers: the figure, null where the
// device gives none, and a fault where something stands that cannot be one. A status with one broken figure is broken as a
// whole, because nobody knows what else in it is; so nothing is guessed and nothing is skipped.
import { Fault } from '../../../core/fault.js';
export const DBM = { min: -130, max: -1, zeroIsNothing: true };
export const PERCENT = { min: 0, max: 100, zeroIsNothing: false };
/** CCQ in mca-status and in the JSON of the M series: 991 is 99.1 % (NanoStation M5, v6.3.16). */
export const PER_MILLE = { min: 0, max: 1000, zeroIsNothing: false };
export const MBPS = { min: 0, max: 10_000, zeroIsNothing: true };
export const METRES = { min: 0, max: 300_000, zeroIsNothing: true };
export const SECONDS = { min: 0, max: 2 ** 31, zeroIsNothing: false };
/** From the M900 to 60 GHz. */
export const MHZ = { min: 400, max: 80_000, zeroIsNothing: true };
/** The longest name that is kept of a device or a network; an SSID has 32 bytes. */
const TEXT_MAX = 64;
/** What answered is no status of airOS, or a broken one. Who knows the device adds which. */
export function garbled(why) {
    return new Fault('device-garbled', why);
}
/** Frequencies come as `5180 MHz`, `5180` or 5180; the unit may follow any figure. */
export function figure(name, value, range) {
    if (value === undefined || value === null || value === '')
        return null;
    const number = typeof value === 'number' ? value : typeof value === 'string' ? numberIn(value) : Number.NaN;
    if (!Number.isFinite(number))
        throw garbled(`${name} is no number: ${shown(value)}`);
    if (number === 0 && range.zeroIsNothing)
        return null;
    if (number < range.min || number > range.max)
        throw garbled(`${name} cannot be ${number}`);
    return number;
}
function numberIn(text) {
    const digits = /^\s*(-?\d{1,15}(?:\.\d{1,15})?)(?: MHz)?\s*$/.exec(text)?.[1];
    return digits === undefined ? Number.NaN : Number(digits);
}
/** A percentage out of a figure in tenths, with its one decimal. */
export function tenths(figureInTenths) {
    return figureInTenths === null ? null : Math.round(figureInTenths) / 10;
}
export function whole(value) {
    return value === null ? null : Math.floor(value);
}
/** airMAX quality and capacity are 0 together where airMAX is off: then there are none. */
export function airmaxShares(quality, capacity) {
    const [qualityPct, capacityPct] = [figure('airMAX quality', quality, PERCENT), figure('airMAX capacity', capacity, PERCENT)];
    const isOff = (qualityPct ?? 0) === 0 && (capacityPct ?? 0) === 0;
    return isOff ? { qualityPct: null, capacityPct: null } : { qualityPct, capacityPct };
}
/** A link carries frames at some rate: where both are said to be 0, nothing else was measured either, whatever it says. */
export function isUnmeasured(tx, rx, txMbps, rxMbps) {
    return tx !== undefined && rx !== undefined && txMbps === null && rxMbps === null;
}
/** A name that the device gives: trimmed, without control characters; null where there is none. */
export function word(name, value) {
    if (value === undefined || value === null)
        return null;
    if (typeof value !== 'string')
        throw garbled(`${name} is no text: ${shown(value)}`);
    const text = value.replace(/[\x00-\x1f\x7f]/g, '').trim();
    return text === '' ? null : text.slice(0, TEXT_MAX);
}
export function fieldsOf(name, value) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
        return value;
    throw garbled(`${name} is no object: ${shown(value)}`);
}
export function jsonOf(what, text) {
    try {
        return JSON.parse(text);
    }
    catch (e) {
        throw new Fault('device-garbled', `${what} is no whole JSON`, {}, e);
    }
}
/** The address of an access point that is not there, in every spelling. */
export function isNoMac(mac) {
    return mac === null || mac === '' || /^(?:00[:-]){5}00$/.test(mac) || /^not.associated$/i.test(mac);
}
function shown(value) {
    return (JSON.stringify(value) ?? typeof value).slice(0, TEXT_MAX);
}
