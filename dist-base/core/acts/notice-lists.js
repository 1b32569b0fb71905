// What routers must hold of notices, and their end. The router takes an entry off by itself when its time is over; a payment
// or a cut ends a notice before that, so no address is ever meant to be on the notice list and on the cut list. A row says
// whether its router was told of it as it stands; who is told is told the whole list, so a message that was lost is mended by
// the next, by whatever process sends it.
import { addLog } from '../store/log.js';
import { endNoticeRows, noticesTold, runningNotices, unexpiredNotices } from '../store/notices.js';
/** Grouped by router, in the order in which they come. */
export function byRouter(lines, at) {
    const lists = new Map();
    for (const line of lines) {
        const list = lists.get(line.routerId) ?? { router: line.routerId, entries: [] };
        list.entries.push(entryOf(line, at));
        lists.set(line.routerId, list);
    }
    return [...lists.values()];
}
function entryOf(line, at) {
    const { connectionId: connection, customerCode, address, ipv6Prefix, origin, untilAt, endedAt } = line;
    const seconds = endedAt === null ? Math.ceil(Math.max(untilAt - at, 0) / 1000) : 0;
    const seek = origin === 'router' ? seekOf(line) : null;
    // What was found the last time says nothing of where he is now.
    return { connection, customerCode, address: seek === null ? address : null, ipv6Prefix, seek, seconds };
}
/** How a router finds out which address a connection without one of its own has; null where it cannot. */
export function seekOf({ kind, username, mac }) {
    if (kind === 'dhcp')
        return mac === null ? null : { way: 'dhcp', name: mac };
    return (kind === 'pppoe' || kind === 'hotspot') && username !== null ? { way: kind, name: username } : null;
}
/**
 * Everything that routers' notice lists must hold at an instant. A router whose notices were all ended early is there with no
 * entry: it may still hold them.
 */
export async function noticeLists(db, at) {
    const lists = byRouter(await unexpiredNotices(db, at), at);
    return lists.map(({ router, entries }) => ({ router, entries: entries.filter((entry) => entry.seconds > 0) }));
}
/** The whole list of one router; null where it was told of everything. */
export async function noticeMessage(db, routerId, at) {
    const lines = await unexpiredNotices(db, at, routerId);
    if (lines.every((line) => line.toldAt !== null))
        return null;
    const running = lines.filter((line) => line.endedAt === null);
    return { lines, entries: running.map((line) => entryOf(line, at)) };
}
/** The router answered: what it took is told. Returns what it refused, and how many it left for the next message. */
export async function settleMessage(db, { lines }, outcomes, at) {
    const byConnection = new Map(outcomes.map((outcome) => [outcome.connection, outcome]));
    const told = lines.flatMap(({ id, connectionId, endedAt }) => {
        if (endedAt !== null)
            return [{ id, isEnded: true, address: null }];
        const { state, address = null } = byConnection.get(connectionId) ?? {};
        return state === 'listed' || state === 'offline' ? [{ id, isEnded: false, address }] : [];
    });
    await noticesTold(db, told, at);
    const refused = outcomes.filter(({ state }) => state === 'refused');
    return { refused, left: outcomes.filter(({ state }) => state === 'left').length };
}
/** Ends what runs of these customers' notices. Returns what is to go from which router's list, each with 0 seconds. */
export async function endNotices(tx, customerIds, by, told) {
    const running = await runningNotices(tx, customerIds, told.now);
    if (running.length === 0)
        return [];
    await endNoticeRows(tx, running.map((line) => line.id), by, told.now);
    await addLog(tx, running.map((line) => ({
        at: told.now,
        by: told.by,
        what: 'notice-ended',
        customerId: line.customerId,
        about: { kind: 'connection', id: line.connectionId },
        facts: { address: line.address, ipv6Prefix: line.ipv6Prefix, cause: by },
    })));
    return byRouter(running.map((line) => ({ ...line, endedAt: told.now })), told.now);
}
