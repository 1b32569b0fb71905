// What the tests of this driver share: how to reach a router on loopback, and orders to give it. Only tests import it; it
// knows no simulated router, so that a raw server can stand in for one.
/** Deadlines are short, so that a test of a deadline is too. */
export function accessTo(port, given = {}) {
    return {
        router: 1,
        name: 'norte-2',
        driver: 'routeros',
        host: '127.0.0.1',
        port,
        tls: false,
        tlsPin: null,
        username: 'admin',
        password: 'secret',
        window: 8,
        connectMs: 2000,
        loginMs: 2000,
        commandMs: 2000,
        cutList: 'ispcube-cut',
        noticeList: 'ispcube-notice',
        radius: null,
        ...given,
    };
}
export function targetOf(connection, given = {}) {
    return {
        place: connection * 10,
        connection,
        customerCode: `C${connection}`,
        way: 'address-list',
        address: `10.0.${connection >> 8}.${connection & 255}`,
        ipv6Prefix: null,
        username: null,
        mac: null,
        ...given,
    };
}
export function changeTo(desired, connection, given = {}) {
    return { ...targetOf(connection, given), order: connection * 100, generation: 1, desired, closed: false, plan: null, ...given };
}
/** The signal of a call; no test of these takes so long. */
export function inTime(ms = 15_000) {
    return AbortSignal.timeout(ms);
}
