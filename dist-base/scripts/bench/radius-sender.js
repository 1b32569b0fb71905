// The sender of the accounting benchmark, in a process of its own, the same for all: packets that were made before the clock
// starts, each of another session, so many in flight, sent again where no answer came. Says how long the answers took.
import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
const SOCKETS = 8;
export const STEPS = 6;
const AGAIN_MS = 1_000;
const octetsOf = (value) => {
    if (typeof value !== 'number')
        return Buffer.from(value);
    const octets = Buffer.alloc(4);
    octets.writeUInt32BE(value);
    return octets;
};
/** 24 attributes or so, about 230 octets, as a PPPoE server of a MikroTik sends. */
function attributesOf(session, step) {
    const mac = [session >> 16, session >> 8, session].map((octet) => (octet & 255).toString(16).padStart(2, '0').toUpperCase());
    const told = [
        ...[
            [1, `cliente${session}@isp`],
            [44, `81${session.toString(16).padStart(6, '0')}`],
        ],
        ...[
            [30, 'pppoe-norte'],
            [87, 'ether2-clientes'],
            [32, 'norte-1'],
            [31, `B8:88:E3:${mac.join(':')}`],
        ],
        ...[
            [40, step === 0 ? 1 : step === STEPS - 1 ? 2 : 3],
            [6, 2],
            [7, 1],
            [61, 15],
            [5, session],
            [45, 1],
            [41, 0],
            [55, 1_764_000_000],
        ],
        [4, Buffer.from([10, 0, 0, 1 + (session % 50)])],
        [8, Buffer.from([10, 64 + ((session >> 16) & 63), (session >> 8) & 255, session & 255])],
    ];
    if (step === 0)
        return told;
    const counted = [
        [46, step],
        [42, step * 1_000_000 + session],
        [43, step * 9_000_000 + session],
        [47, 1000],
        [48, 9000],
        [52, 0],
        [53, 1],
    ];
    return [...told, ...counted];
}
function make(index, id, plan) {
    const sessions = plan.packets / STEPS;
    const parts = attributesOf(plan.firstSession + (index % sessions), Math.floor(index / sessions)).flatMap(([type, value]) => {
        const octets = octetsOf(value);
        return [Buffer.of(type, octets.length + 2), octets];
    });
    const body = Buffer.concat(parts);
    const head = Buffer.alloc(20);
    head[0] = 4;
    head[1] = id;
    head.writeUInt16BE(20 + body.length, 2);
    const whole = Buffer.concat([head, body]);
    createHash('md5').update(whole).update(plan.secret).digest().copy(whole, 4);
    return whole;
}
async function send(plan) {
    const lanes = await Promise.all(Array.from({ length: SOCKETS }, async (_, lane) => {
        const socket = createSocket('udp4');
        socket.bind(0, '127.0.0.1');
        await once(socket, 'listening');
        socket.setRecvBufferSize(4 << 20);
        // Connected, so that no address is looked up for each packet.
        socket.connect(plan.port, '127.0.0.1');
        await once(socket, 'connect');
        // In turn, so that a session begins before it goes on.
        const packets = Array.from({ length: Math.ceil((plan.packets - lane) / SOCKETS) }, (_, index) => make(lane + index * SOCKETS, index & 255, plan));
        return { socket, packets };
    }));
    const from = performance.now();
    const sent = await Promise.all(lanes.map(({ socket, packets }) => sendLane(socket, packets, plan)));
    const ms = performance.now() - from;
    for (const { socket } of lanes)
        socket.close();
    return {
        ms,
        answered: sent.reduce((sum, lane) => sum + lane.answered, 0),
        again: sent.reduce((sum, lane) => sum + lane.again, 0),
    };
}
/** One socket has 256 numbers; a packet waits until the one before it with its number was answered. */
function sendLane(socket, packets, plan) {
    const window = Math.min(255, Math.ceil(plan.inFlight / SOCKETS));
    const waiting = new Map();
    let next = 0;
    let answered = 0;
    let again = 0;
    return new Promise((resolve) => {
        const timer = setInterval(() => {
            const now = performance.now();
            for (const one of waiting.values()) {
                if (now - one.at < AGAIN_MS)
                    continue;
                one.at = now;
                again++;
                socket.send(one.packet);
            }
        }, 100);
        const fill = () => {
            while (waiting.size < window && next < packets.length && !waiting.has(next & 255)) {
                const packet = packets[next];
                waiting.set(next & 255, { packet, at: performance.now() });
                next++;
                socket.send(packet);
            }
            if (waiting.size > 0 || next < packets.length)
                return;
            clearInterval(timer);
            resolve({ answered, again });
        };
        socket.on('message', (answer) => {
            if (!waiting.delete(answer[1] ?? -1))
                return;
            answered++;
            fill();
        });
        fill();
    });
}
if (process.send !== undefined) {
    process.on('message', (plan) => {
        void send(plan).then((sent) => {
            process.send?.(sent);
            process.disconnect();
        });
    });
}
