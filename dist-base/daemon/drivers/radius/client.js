// Asks one NAS (RFC 5176): one UDP socket, up to 256 questions in flight told apart by their identifier. A question that is not
// answered is sent again, the very same octets, so that the NAS knows it for the same. Only the address and port that were asked
// can answer: the socket is connected. Surprising: a port that nobody listens on is told at once by the kernel, and that is
// no silence: nothing was done.
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { CODE, isTrueResponse, makeRequest, readPacket } from '../../radius/packet.js';
import { dated, errorCause } from './request.js';
export const ASK = { disconnect: CODE.disconnectRequest, coa: CODE.coaRequest };
/** Sent three times; each wait is twice the one before, and they fill the patience. */
const WAITS = [1 / 7, 2 / 7, 4 / 7];
const PATIENCE_MAX_MS = 10_000;
/** RADIUS has no more identifiers; whoever comes when all are in flight waits for one of them to end. */
const IDS = 256;
export class NasClient {
    #door;
    #secret;
    #patienceMs;
    #asked = new Map();
    #waiting = [];
    #socket = null;
    #lastId = Math.floor(Math.random() * IDS);
    constructor(door, patienceMs) {
        this.#door = door;
        this.#secret = Buffer.from(door.secret);
        this.#patienceMs = Math.min(patienceMs, PATIENCE_MAX_MS);
    }
    /** Never throws for what the NAS does; ends within the patience and the signal. */
    async ask(code, attributes, signal) {
        let socket;
        try {
            socket = await (this.#socket ??= this.#open());
        }
        catch (e) {
            this.#socket = null;
            return { kind: 'absent', why: e instanceof Error ? e.message : String(e) };
        }
        while (this.#asked.size >= IDS)
            await new Promise((resolve) => this.#waiting.push(resolve));
        const id = this.#freeId();
        if (signal.aborted) {
            this.#waiting.shift()?.(); // the place that it was woken for is another's
            return { kind: 'absent', why: 'the time was over before it was asked' };
        }
        const request = makeRequest(code, id, dated(attributes, Date.now()), this.#secret, true);
        let timer;
        const stop = () => this.#asked.get(id)?.settle({ kind: 'silent', forged: this.#asked.get(id)?.forged ?? 0 });
        try {
            return await new Promise((settle) => {
                const asked = { request, tries: 0, forged: 0, settle };
                this.#asked.set(id, asked);
                signal.addEventListener('abort', stop, { once: true });
                const send = () => {
                    const wait = WAITS[asked.tries];
                    if (wait === undefined)
                        return stop();
                    asked.tries++;
                    socket.send(request, (e) => {
                        if (e !== null)
                            this.#refused(e);
                    });
                    timer = setTimeout(send, wait * this.#patienceMs);
                };
                send();
            });
        }
        finally {
            clearTimeout(timer);
            signal.removeEventListener('abort', stop);
            this.#asked.delete(id);
            this.#waiting.shift()?.();
        }
    }
    async close() {
        const socket = await this.#socket?.catch(() => null); // one that never opened
        this.#socket = null;
        for (const asked of this.#asked.values())
            asked.settle({ kind: 'silent', forged: asked.forged });
        if (!socket)
            return;
        socket.close();
        await once(socket, 'close');
    }
    async #open() {
        const { host, port } = this.#door;
        const { address, family } = await lookup(host);
        const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
        socket.on('message', (datagram) => this.#hear(datagram));
        try {
            socket.connect(port, address);
            await once(socket, 'connect');
        }
        catch (e) {
            socket.close(); // no way leads there; it is tried again for as long as orders wait
            throw e;
        }
        socket.on('error', (e) => this.#refused(e));
        return socket;
    }
    /** One is free. Those that go first are asked last again, so that a late answer meets nobody. */
    #freeId() {
        do
            this.#lastId = (this.#lastId + 1) % IDS;
        while (this.#asked.has(this.#lastId));
        return this.#lastId;
    }
    #hear(datagram) {
        const packet = readPacket(datagram);
        const asked = typeof packet === 'string' ? undefined : this.#asked.get(packet.id);
        if (asked === undefined || typeof packet === 'string')
            return;
        const way = packet.code - (asked.request[0] ?? 0);
        if ((way !== 1 && way !== 2) || !isTrueResponse(packet, asked.request, this.#secret))
            return void asked.forged++;
        asked.settle(way === 1 ? { kind: 'ack' } : { kind: 'nak', cause: errorCause(packet.bytes) });
    }
    /** ICMP says that nobody listens there. What was sent before that may have been heard all the same. */
    #refused(error) {
        for (const asked of this.#asked.values())
            asked.settle(asked.tries > 1 ? { kind: 'silent', forged: asked.forged } : { kind: 'absent', why: error.message });
    }
}
