// One UDP socket for all that is asked over SNMP in a thread, and one more where IPv6 is asked: net-snmp would open one a
// session, and past the limit of open files its sessions neither answer nor fail. It believes that it has a `dgram` socket of
// its own; what it gets is an end that hears one address and port alone, because net-snmp matches answers by request number
// and looks at no sender. Nothing is thrown out of a callback: whatever the socket or net-snmp does with a datagram, the ends
// that are concerned are told that they are lost, and the next question opens a new socket.
import { createSocket } from 'node:dgram';
import { EventEmitter } from 'node:events';
import { isIPv6, SocketAddress } from 'node:net';
/** What 200 answers at once may take; the system may grant less. */
const RECEIVE_BYTES = 1 << 20;
export class SharedSocket {
    /** Sockets opened ever; datagrams from where nobody waits for any. */
    stats = { opened: 0, strangers: 0 };
    #sockets = new Map();
    #ends = new Map();
    #create;
    #isClosed = false;
    /** `create` is for tests that watch a socket fail. */
    constructor(create = createSocket) {
        this.#create = create;
    }
    /** An end that sends to this address and hears it alone. */
    endFor(address, port, told) {
        const family = isIPv6(address) ? 'udp6' : 'udp4';
        const end = new SocketEnd(this, { family, address, port, key: keyOf(address, port, family) }, told);
        const ends = this.#ends.get(end.at.key);
        this.#ends.set(end.at.key, ends === undefined ? [end] : [...ends, end]);
        return end;
    }
    /** All that is open ends, and nothing is sent any more. */
    async close() {
        this.#isClosed = true;
        this.#loseEnds(new Error('the socket was closed here'));
        const sockets = [...this.#sockets.values()];
        this.#sockets.clear();
        await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.close(() => resolve()))));
    }
    /** For its ends. */
    send({ family, address, port }, bytes, sent) {
        if (this.#isClosed)
            return sent(new Error('the socket was closed here'));
        try {
            this.#socket(family).send(bytes, port, address, sent);
        }
        catch (e) {
            sent(e instanceof Error ? e : new Error(String(e)));
        }
    }
    /** For its ends. */
    leave(end) {
        const others = this.#ends.get(end.at.key)?.filter((one) => one !== end) ?? [];
        if (others.length === 0)
            this.#ends.delete(end.at.key);
        else
            this.#ends.set(end.at.key, others);
    }
    #socket(family) {
        const open = this.#sockets.get(family);
        if (open !== undefined)
            return open;
        const socket = this.#create({ type: family, ipv6Only: family === 'udp6', recvBufferSize: RECEIVE_BYTES });
        this.#sockets.set(family, socket);
        this.stats.opened++;
        // What waits for an answer has a timer, and that keeps the process; a socket at rest does not.
        socket.unref();
        socket.on('message', (bytes, from) => this.#hear(family, bytes, from));
        socket.on('error', (error) => this.#lose(family, socket, error));
        return socket;
    }
    #hear(family, bytes, from) {
        const ends = this.#ends.get(keyOf(from.address, from.port, family));
        if (ends === undefined)
            this.stats.strangers++;
        // An end may leave as soon as it has its answer: it is left out of a new list then.
        else
            for (const end of ends)
                end.hear(bytes);
    }
    #lose(family, socket, error) {
        if (this.#sockets.get(family) !== socket)
            return;
        this.#sockets.delete(family);
        socket.close();
        this.#loseEnds(error, family);
    }
    #loseEnds(error, family) {
        for (const end of [...this.#ends.values()].flat()) {
            if (family === undefined || end.at.family === family)
                end.told.lost(error);
        }
    }
}
/** As much of a `dgram` socket as net-snmp uses. */
export class SocketEnd extends EventEmitter {
    at;
    told;
    /** Datagrams from the address that was asked. */
    heard = 0;
    #shared;
    #isClosed = false;
    constructor(shared, at, told) {
        super();
        this.#shared = shared;
        this.at = at;
        this.told = told;
    }
    /** Port and address are those of the end, whatever is given for them. */
    send(bytes, offset, length, _port, _address, sent) {
        if (this.#isClosed)
            return sent(new Error('closed'));
        this.#shared.send(this.at, bytes.subarray(offset, offset + length), (error) => {
            // After a close net-snmp must not begin to wait: nobody would end that any more.
            sent(error ?? (this.#isClosed ? new Error('closed') : null), length);
        });
    }
    hear(bytes) {
        if (this.#isClosed)
            return;
        this.heard++;
        try {
            this.emit('message', bytes);
        }
        catch (e) {
            this.told.tripped(e instanceof Error ? e : new Error(String(e)));
        }
    }
    /** Called by net-snmp, which then ends what it waits for. */
    close() {
        this.leave();
        this.emit('close');
    }
    /** Hears nothing more, and says so to nobody: for who waits for nothing. */
    leave() {
        if (this.#isClosed)
            return;
        this.#isClosed = true;
        this.#shared.leave(this);
    }
    // The real socket is nobody's own: it never keeps the process.
    ref() { }
    unref() { }
}
/** The system writes an IPv6 address in one way, a person in many; the zone of a link-local one is no part of it. */
function keyOf(address, port, family) {
    if (family === 'udp4')
        return `${address} ${port}`;
    const [bare = ''] = address.split('%');
    return `${new SocketAddress({ address: bare, family: 'ipv6' }).address} ${port}`;
}
