// What the tests of this driver share: how to reach a CPE on loopback, and a status for it to print. Only tests import it.
export const RIGHT = { id: 7, username: 'ubnt', password: 'ubnt' };
export const WRONG = { id: 3, username: 'admin', password: 'clave-vieja' };
/** Deadlines are short, so that a test of a deadline is too. */
export function accessTo(port, given = {}) {
    return {
        connection: 1,
        name: 'C12/casa',
        host: '127.0.0.1',
        sshPort: port,
        credentials: [RIGHT],
        isLegacy: false,
        hostKey: null,
        snmp: null,
        connectMs: 5000,
        commandMs: 5000,
        ...given,
    };
}
export function inTime(ms = 15_000) {
    return AbortSignal.timeout(ms);
}
/** An M station at −64 dBm. */
export const PROGRAMS = {
    'mca-status': 'deviceName=casa,deviceId=02:00:5E:00:53:01,firmwareVersion=XW.ar934x.v6.1.7.32555.180523.1754,platform=NanoStation M5\n\n' +
        'wlanOpmode=sta\napMac=02:00:5E:00:53:A0\nwlanConnections=1\nsignal=-64\nnoise=-95\nccq=931\nuptime=86400\n',
    wstalist: '[{"mac":"02:00:5E:00:53:A0","signal":-64,"ccq":93,"tx":117,"rx":104}]\n',
};
