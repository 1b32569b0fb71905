// What every way of cutting tells about one connection, given a snapshot of the router: what it sees there, and which
// writes are missing from what is desired. Both are plain functions, so the very same question proves the result: a
// change is done when, asked again after the writes, nothing is missing and what is seen is what was desired.
// Nothing here waits for the router; `run.ts` carries the writes out.
import { parseAddress } from './address.js';
import { MENUS } from './tables.js';
/**
 * When a write leaves; each phase is answered before the next begins. What ends a session comes after what keeps it from
 * coming back (a client dials again within a second), and what must be out of the way comes before everything.
 */
export const PHASES = ['clear', 'restore', 'cut', 'cookies', 'sessions'];
/** Adds them to the target itself: a copy of each of thousands is only rubbish. */
export function place(target) {
    const own = [];
    for (const text of [target.address, target.ipv6Prefix]) {
        const address = text === null ? null : parseAddress(text);
        if (address !== null)
            own.push(address);
    }
    return Object.assign(target, { own });
}
/** What is wrong with the addresses of a target; null where nothing is. */
export function addressLack({ address, ipv6Prefix, own }) {
    const isPrefixRight = ipv6Prefix === null || own.at(-1)?.family === 6;
    if (own.length === Number(address !== null) + Number(ipv6Prefix !== null) && isPrefixRight)
        return null;
    if (address !== null && parseAddress(address) === null)
        return `"${address}" is no address`;
    return `"${ipv6Prefix}" is no IPv6 prefix`;
}
export function verdictOf(seen) {
    if (seen.open === 0)
        return seen.shut > 0 ? 'cut' : 'unknown';
    return seen.shut === 0 ? 'active' : 'unknown';
}
export function set(steps, phase, menu, id, words) {
    steps.writes.push({ phase, menu, verb: 'set', id: id ?? '', words });
}
export function remove(steps, phase, menu, id) {
    steps.writes.push({ phase, menu, verb: 'remove', id: id ?? '', words: [] });
}
export function add(steps, phase, menu, words) {
    steps.writes.push({ phase, menu, verb: 'add', id: '', words });
}
/** The first reason stands: the later ones often follow from it. */
export function refuse(steps, why) {
    steps.refused ??= why;
}
export function pathOf(write) {
    return `${MENUS[write.menu].path}/${write.verb}`;
}
