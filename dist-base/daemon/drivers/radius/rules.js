// What has to be pasted on a MikroTik that asks RADIUS: whom it asks, where it tells of sessions, and that it takes
// Disconnect-Requests, which it does not by itself. Who may log in is FreeRADIUS's to answer.
const DEFAULTS = { coaPort: 3799, interimS: 300 };
/** FreeRADIUS waits two seconds for ISPCube before it answers by itself; RouterOS would give up after 300 ms. */
const TIMEOUT = 'timeout=3s';
export function rulesText({ coaPort, interimS } = DEFAULTS) {
    return `# RADIUS on a MikroTik; put in the address of FreeRADIUS (log-in) and of this machine (accounting), and the secret of the router.
# Pasting twice is safe: what was pasted before is replaced.
/radius
remove [find where comment~"^ispcube: "]
add service=ppp,hotspot address=FREERADIUS-ADDRESS secret=SECRET authentication-port=1812 accounting-port=1813 ${TIMEOUT} comment="ispcube: log-in and accounting"
# Disconnect-Requests are taken only from an address that is a server here: where this machine is another than FreeRADIUS, take the # away.
# add service=ppp,hotspot address=ISPCUBE-ADDRESS secret=SECRET accounting-port=1813 ${TIMEOUT} comment="ispcube: disconnect"
/radius incoming set accept=yes port=${coaPort}
/ppp aaa set use-radius=yes accounting=yes interim-update=${interimS}s
/ip hotspot profile set [find] use-radius=yes radius-accounting=yes radius-interim-update=${interimS}s
`;
}
