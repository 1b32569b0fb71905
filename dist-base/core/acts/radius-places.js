// What accounting knows of places that a NAS serves, as it is handed to the driver: the read-back of such a place is the
// store, because a NAS shows nothing. Here it is decided which open sessions have to end; the driver ends them.
import { isInTheWay } from '../rules/session.js';
import { settingOf } from '../settings.js';
import { isRouterHeard, lastEndsAt, openSessionsAt, ordersAt, unownedAt, } from '../store/open-sessions.js';
import { nasRouters } from '../store/routers.js';
import { storedSettings } from '../store/settings.js';
import { COA_PORT } from './doors.js';
/** By place. Without `seal` no session gets a door of its own: for a look, which sends nothing. */
export async function radiusPlaces(db, router, places, told) {
    const stored = await storedSettings(db);
    const cutBy = settingOf(stored, 'radius.cut');
    // What is silent for so long is lost (domain §7): of a NAS that nobody was heard on, nobody can be said to be off line.
    const since = told.now - 3 * settingOf(stored, 'radius.interimS') * 1000;
    const ids = places.map((place) => place.id);
    const isHeard = await isRouterHeard(db, router.id, since);
    const sessions = byPlace(await openSessionsAt(db, ids));
    const [ends, unowned] = [await lastEndsAt(db, ids), await unownedAt(db, ids)];
    const orders = await ordersAt(db, [...sessions.keys()]);
    const doorTo = told.seal ? await doors(db, router, [...sessions.values()].flat(), told.seal) : () => null;
    const known = new Map();
    for (const { id, isCurrent, desired, acknowledgedAt } of places) {
        const there = orders.get(id) ?? [];
        const place = { desired: desired ?? there[0]?.desired ?? 'active', isCurrent, cutBy, orders: there };
        const open = (sessions.get(id) ?? []).map((session) => {
            const { id: row, sessionId, username, address, nas, startedAt } = session;
            return {
                id: row,
                sessionId,
                username,
                address,
                nas,
                startedAt,
                isInTheWay: isInTheWay(startedAt, place),
                door: doorTo(nas),
            };
        });
        const last = ends.get(id);
        known.set(id, {
            ordered: place.desired,
            sessions: open,
            lastEnd: last === undefined ? null : endText(last),
            // A session that only fell silent may go on: a NAS that sends no interim updates tells of nobody between his Start and his
            // Stop, while the Starts of others keep it heard. Whether he is online it can be asked.
            isHeard: last?.ended !== 'lost' && (isHeard || (last !== undefined && last.stoppedAt >= since)),
            unowned: unowned.get(id) ?? 0,
            cutBy,
            acknowledgedAt,
        });
    }
    return known;
}
function byPlace(sessions) {
    const places = new Map();
    for (const session of sessions)
        places.set(session.placeId, [...(places.get(session.placeId) ?? []), session]);
    return places;
}
const HOW = { stop: 'told by Stop', nas: 'its NAS began anew', lost: 'nothing more was heard of it' };
/** Acct-Terminate-Cause (RFC 2866 §5.10). */
const CAUSES = [
    ...['', 'User-Request', 'Lost-Carrier', 'Lost-Service', 'Idle-Timeout', 'Session-Timeout', 'Admin-Reset', 'Admin-Reboot'],
    ...['Port-Error', 'NAS-Error', 'NAS-Request', 'NAS-Reboot', 'Port-Unneeded', 'Port-Preempted', 'Port-Suspended'],
    ...['Service-Unavailable', 'Callback', 'User-Error', 'Host-Request'],
];
function endText({ sessionId, stoppedAt, ended, cause }) {
    const why = cause === null ? '' : `, ${CAUSES[cause] || `cause ${cause}`}`;
    return `session ${sessionId} ended ${new Date(stoppedAt).toISOString()} (${HOW[ended]}${why})`;
}
/** A session is ended where it is: at another NAS of ours, if that has the address which the session was told under. */
async function doors(db, router, sessions, seal) {
    const elsewhere = new Set(sessions.map(({ nas }) => nas).filter((nas) => nas !== router.host));
    const known = new Map();
    for (const row of await nasRouters(db, [...elsewhere]))
        if (row.id !== router.id)
            known.set(row.host, doorOf(row, seal));
    return (nas) => known.get(nas) ?? null;
}
/** Where a router takes Disconnect-Requests, with its secret in the clear: for a task, never for a log. */
export function doorOf(row, seal) {
    const secret = seal.open(row.radiusSecretSealed, { table: 'routers', column: 'radius_secret', row: row.name });
    return { host: row.host, port: row.coaPort ?? COA_PORT, secret };
}
