// What has to be pasted on a MikroTik that asks RADIUS: whom it asks, where it tells of sessions, and that it takes
// Disconnect-Requests, which it does not by itself. Who may log in is FreeRADIUS's to answer.

export const RULES = `# RADIUS on a MikroTik; put in the address of FreeRADIUS (log-in) and of this machine (accounting), and the secret of the router.
/radius
add service=ppp,hotspot address=FREERADIUS-ADDRESS secret=SECRET authentication-port=1812 accounting-port=1813 timeout=1s comment="ispcube: log-in and accounting"
# Disconnect-Requests are taken only from an address that is a server here: where this machine is another than FreeRADIUS, take the # away.
# add service=ppp,hotspot address=ISPCUBE-ADDRESS secret=SECRET accounting-port=1813 timeout=1s comment="ispcube: disconnect"
/radius incoming set accept=yes port=3799
/ppp aaa set use-radius=yes accounting=yes interim-update=5m
/ip hotspot profile set [find] use-radius=yes radius-accounting=yes radius-interim-update=5m
`
