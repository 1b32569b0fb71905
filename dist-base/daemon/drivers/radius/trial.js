// What the tests of this driver share: how to reach a NAS on loopback, and orders with what accounting knows of their places.
export const SECRET = 'testing123-testing123';
/** Deadlines are short, so that a test of a deadline is too. */
export function nasAt(port, given = {}) {
    return {
        ...{ router: 1, name: 'norte', driver: 'radius', host: '127.0.0.1', port: 0, tls: false, tlsPin: null, username: '' },
        ...{ password: '', window: 8, connectMs: 500, loginMs: 500, commandMs: 700, cutList: 'cut', noticeList: 'notice' },
        radius: { secret: SECRET, port, kicksPerSecond: 1000 },
        ...given,
    };
}
export function sessionOf(sessionId, given = {}) {
    return {
        ...{ id: 1, sessionId, username: 'ana', address: '10.20.0.7', nas: '127.0.0.1', startedAt: 0, isInTheWay: true, door: null },
        ...given,
    };
}
/** Heard of, and not online, unless said otherwise. */
export function orderTo(desired, radius = {}, order = 1, username = 'ana') {
    return {
        ...{ order, place: order, connection: order, generation: 1, customerCode: `C${order}`, way: 'radius', address: null },
        ...{ ipv6Prefix: null, username, mac: null, desired, closed: false, plan: null },
        radius: {
            ...{ ordered: desired, sessions: [], lastEnd: null, isHeard: true, unowned: 0, cutBy: 'reject', acknowledgedAt: null },
            ...radius,
        },
    };
}
export const inTime = (ms = 10_000) => AbortSignal.timeout(ms);
