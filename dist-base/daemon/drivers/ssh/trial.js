// What the tests of this driver share: how to reach a router on loopback, orders to give it, and an outcome in short. Only tests
// import it.
export function accessTo(port, given = {}) {
    return {
        router: 1,
        name: 'caja-1',
        driver: 'ssh',
        host: '127.0.0.1',
        port,
        tls: false,
        tlsPin: null,
        username: 'ubnt',
        password: 'ubnt',
        window: 8,
        connectMs: 15_000,
        loginMs: 15_000,
        commandMs: 15_000,
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
export function inTime(ms = 18_000) {
    return AbortSignal.timeout(ms);
}
export function sum(outcome) {
    if (outcome === undefined || outcome.ok === 'sent')
        return [outcome?.what];
    return outcome.ok ? [outcome.did, outcome.observed] : [outcome.fault.code, outcome.observed, outcome.sent];
}
/** The language of the simulated list router: `list 4`, and lines `add 4 ADDRESS COMMENT`, `del 4 ADDRESS`. */
export const PLAIN = {
    device: null,
    look: 'list {list}{family}',
    read: 'lines',
    entry: '^(?<address>[0-9a-f.:/]+)(?: # (?<comment>.*))?$',
    skip: '^(?:list .*|end)$',
    whole: '(?:^|\\n)end\\n$',
    refused: null,
    feed: 'feed',
    cut: 'add {list}{family} {address} {comment}',
    restore: 'del {list}{family} {address}',
    end: null,
    isListOurs: false,
    hasIpv6: true,
    atOnce: 1,
    isLegacy: false,
};
