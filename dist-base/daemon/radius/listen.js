// The accounting listener: UDP in, authenticators checked, packets to the intake, answers out after the commit. Nothing that
// a peer sends can throw out of here; what is refused is dropped and counted by why, as RFC 2866 §2 wants it: an unknown
// sender or a wrong secret gets no answer at all. Surprising: what is rightly signed but says nothing to count (a status of
// tunnels) is answered at once, because the NAS would send it for ever.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { Fault } from '../../core/fault.js';
import { readAccounting } from './accounting.js';
import { plainAddress } from './clients.js';
import { CODE, isTrueRequest, makeResponse, readPacket } from './packet.js';
export const NOTHING_DROPPED = {
    ...{ 'unknown-client': 0, malformed: 0, 'wrong-secret': 0, 'not-accounting': 0, full: 0 },
};
/** Listens where it can: a machine without IPv6 is to hear IPv4. Throws `input-invalid` where it can nowhere. */
export async function listenAccounting(plan) {
    const counts = { received: 0, answered: 0, dropped: { ...NOTHING_DROPPED }, heardAt: null };
    const sockets = new Map();
    const openRest = async () => {
        const left = [];
        for (const address of plan.addresses) {
            if (sockets.has(address))
                continue;
            const opened = await open(address, plan, counts);
            if (opened instanceof Fault)
                left.push(opened);
            else
                sockets.set(address, opened);
        }
        return left;
    };
    const closeAll = async () => {
        for (const socket of sockets.values())
            socket.removeAllListeners('message');
        await plan.intake.drained();
        await Promise.all([...sockets.values()].map(async (socket) => (socket.close(), once(socket, 'close'))));
    };
    let closed = null;
    const [first] = await openRest();
    if (sockets.size === 0 && first !== undefined)
        throw first;
    return {
        get addresses() {
            return [...sockets.values()].map((socket) => ({
                host: socket.address().address,
                port: socket.address().port,
                bufferBytes: socket.getRecvBufferSize(),
            }));
        },
        counts,
        openRest,
        close: () => (closed ??= closeAll()),
    };
}
async function open(address, plan, counts) {
    const { host, port } = hostAndPort(address);
    // Each family has a socket of its own: one for both tells of IPv4 senders in IPv6 spelling, and `::` would hide `0.0.0.0`.
    const isV6 = isIPv6(host);
    const socket = createSocket({ type: isV6 ? 'udp6' : 'udp4', ipv6Only: isV6, lookup: asWritten });
    socket.on('message', (datagram, from) => {
        const dropped = hear(socket, datagram, from, plan, counts);
        if (dropped !== null)
            counts.dropped[dropped]++;
    });
    try {
        // With such a lookup it may listen before `bind` is back.
        const listening = once(socket, 'listening');
        socket.bind(port, host);
        await listening;
    }
    catch (e) {
        socket.close();
        const why = e instanceof Error ? e.message : String(e);
        const message = `cannot listen for RADIUS accounting on ${address}: ${why}; see radius.listen`;
        return new Fault('input-invalid', message, { address, code: e.code ?? null }, e);
    }
    socket.on('error', plan.failed);
    socket.setRecvBufferSize(plan.bufferBytes);
    return socket;
}
/** Answers go to addresses, never to names: asking the resolver, even for nothing, is a good part of what an answer costs. */
const asWritten = (address, _, done) => done(null, address, isIPv6(address) ? 6 : 4);
export function hostAndPort(address) {
    const at = address.lastIndexOf(':');
    return { host: address.slice(0, at).replace(/^\[(.*)\]$/, '$1'), port: Number(address.slice(at + 1)) };
}
/** What a datagram of a client, from that port, comes to, before anything is kept of it. Never throws, whatever the octets are. */
export function judgeDatagram(datagram, client, port) {
    if (client === undefined)
        return 'unknown-client';
    // UDP allows 0 for "no answer is wanted" (RFC 768), and there is no sending to it.
    if (port === 0)
        return 'malformed';
    const packet = readPacket(datagram);
    if (typeof packet === 'string')
        return 'malformed';
    if (packet.code !== CODE.accountingRequest)
        return 'not-accounting';
    if (!isTrueRequest(packet, client.secret))
        return 'wrong-secret';
    return { packet, accounting: readAccounting(packet) };
}
function hear(socket, datagram, from, plan, counts) {
    counts.received++;
    const client = plan.clients().of(from.address);
    // What there is no room for need not be read: under a flood the time goes to what is written.
    if (client !== undefined && plan.intake.isFull)
        return 'full';
    const heard = judgeDatagram(datagram, client, from.port);
    if (typeof heard === 'string' || client === undefined)
        return typeof heard === 'string' ? heard : 'unknown-client';
    const { packet, accounting } = heard;
    const at = plan.now();
    counts.heardAt = at;
    const acknowledge = () => {
        // An answer that does not get through is asked for again.
        socket.send(makeResponse(CODE.accountingResponse, packet, client.secret), from.port, from.address, () => undefined);
        counts.answered++;
    };
    if (accounting === null) {
        acknowledge();
        return null;
    }
    return plan.intake.take({ accounting, at, source: plainAddress(from.address), acknowledge }) ? null : 'full';
}
