// Where a router is reached: its usual port, and who else is reached there. One device has one name: two would undo each
// other's work, because each clears what the other wrote for connections that it does not know.
/** Where nobody names one; 0 for drivers that dial nobody. */
export function usualPort(driver, tls) {
    if (driver === 'routeros')
        return tls === 1 ? 8729 : 8728;
    return driver === 'ssh' ? 22 : 0;
}
/** Null where one is needed and missing. The driver none dials nobody: without a host it has ''. */
export function hostFor(driver, given, before) {
    const host = (given === undefined ? before : given) ?? '';
    return host === '' && driver !== 'none' ? null : host;
}
/** The name of another router behind the same door; null where there is none. Drivers that dial nobody share what they like. */
export function twinOf(router, all) {
    if (router.driver !== 'routeros' && router.driver !== 'ssh')
        return null;
    const isSame = (one) => one.host.toLowerCase() === router.host.toLowerCase() && one.port === router.port;
    const others = all.filter((one) => one.removedAt === null && one.name !== router.name && one.driver === router.driver);
    return others.find(isSame)?.name ?? null;
}
export const twinText = ({ host, port }, twin) => `${host}:${port} is router "${twin}" already, and one device has one name: put connections on that one, or change it`;
/** RFC 5176 §3. RouterOS proposes 1700; whoever leaves it at that says so with `coa_port`. */
export const COA_PORT = 3799;
