// What one value of an answer is worth. A value of another type than the object has is no value: a text that happens to be a
// number was not measured. Whether a figure can be true is decided by `readingOf`.
import { ObjectType } from 'net-snmp';
const NUMBERS = new Set([ObjectType.Integer, ObjectType.Counter, ObjectType.Gauge, ObjectType.TimeTicks]);
/** A whole number, over `divisor`; null where there is none. */
export function numberOf(varbind, divisor = 1) {
    if (varbind?.type === undefined || !NUMBERS.has(varbind.type) || !Number.isSafeInteger(varbind.value))
        return null;
    return varbind.value / divisor;
}
export function textOf(varbind) {
    return varbind?.type === ObjectType.OctetString && Buffer.isBuffer(varbind.value) ? varbind.value.toString() : null;
}
/** A MAC as six bytes, in twelve hex digits. */
export function macOf(varbind) {
    const isMac = varbind?.type === ObjectType.OctetString && Buffer.isBuffer(varbind.value) && varbind.value.length === 6;
    return isMac ? varbind.value.toString('hex') : null;
}
/** A MAC as the first six numbers of a row's index, in twelve hex digits. */
export function macOfIndex(index) {
    const bytes = index.split('.').slice(0, 6).map(Number);
    const isMac = bytes.length === 6 && bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255);
    return isMac ? Buffer.from(bytes).toString('hex') : null;
}
