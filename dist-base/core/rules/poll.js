// How a connection's signal is read, and when again. A Ubiquiti CPE is asked itself; any other is looked for in the table of
// those who are registered at the radio that serves it (requirements C18, C19, C21). Turns keep their place in the interval, so
// that thousands of CPEs stay spread over it.
import { retryOf } from '../fault.js';
import { parseMac } from './identity.js';
/** What people write in the column. */
const UBIQUITI = /^(ubiquiti|ubnt|ui|airos|airmax)\b/i;
export const isUbiquiti = (vendor) => vendor !== null && UBIQUITI.test(vendor.trim());
export function signalWay(facts) {
    if (!facts.inService)
        return { way: 'none', why: 'closed' };
    if (isUbiquiti(facts.cpeVendor)) {
        const host = facts.cpeHost ?? facts.lastAddress ?? facts.ip;
        return host === null ? { way: 'none', why: 'no-address' } : { way: 'visit', host };
    }
    const routerId = facts.panelRouterId ?? facts.routerId;
    if (routerId === null)
        return { way: 'none', why: 'no-router' };
    const mac = parseMac(facts.mac ?? facts.lastCalling ?? '');
    if (mac === null)
        return { way: 'none', why: 'no-mac' };
    return { way: 'table', routerId, mac: mac.replaceAll(':', '').toLowerCase() };
}
/** Turns left out at most while a CPE cannot be reached: an hour, at five minutes. */
const TURNS_MAX = 12;
/**
 * When its next turn is: always whole intervals after this one, so that it keeps its place among the others. One that cannot be
 * reached is tried less and less often, one that needs a person (wrong password, another host key) hourly.
 */
export function nextTurn({ dueAt, at, everyMs, failures, code, slowMs }) {
    const isSlow = code !== null && retryOf(code) === 'slow';
    const turns = isSlow ? Math.ceil(slowMs / everyMs) : Math.min(2 ** Math.max(failures - 2, 0), TURNS_MAX);
    const late = Math.max(Math.floor((at - dueAt) / everyMs), 0);
    return dueAt + (late + Math.max(turns, 1)) * everyMs;
}
