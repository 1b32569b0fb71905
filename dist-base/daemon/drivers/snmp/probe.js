// What this folder offers: CPEs asked themselves, and the tables of who is registered at a MikroTik. One for a thread: all that
// it asks goes through one socket and one window. Whoever opens it closes it.
import { readCpe } from './airos.js';
import { readTable } from './mikrotik.js';
import { SharedSocket } from './socket.js';
import { Window } from './window.js';
export function openSnmp(window = new Window()) {
    const line = { socket: new SharedSocket(), window };
    return {
        readCpe: (access, signal) => readCpe(line, access, signal),
        readTable: (access, macs, signal) => readTable(line, access, macs, signal),
        stats: () => ({ sockets: line.socket.stats.opened, strangers: line.socket.stats.strangers, mostInFlight: window.most }),
        close: () => line.socket.close(),
    };
}
