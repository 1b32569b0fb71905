// The sender of the flood, in a process of its own: so many packets a second, whatever the answers do, nothing sent twice. Each
// packet raises the counters of one of its sessions; told at the end is how far each session was acknowledged. An answer counts
// only for the packet that its authenticator is over, because numbers come round again while the server is behind.
import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
/** Each has 256 numbers: together enough for what is under way in more than a second. */
const SOCKETS = 256;
/** A turn of the sender; between two it hears answers. */
const TURN_MS = 4;
/** After the last packet, for what waits in queues. */
const LINGER_MS = 3_000;
const attribute = (type, value) => Buffer.concat([Buffer.of(type, Buffer.from(value).length + 2), Buffer.from(value)]);
const number = (type, value) => {
    const octets = Buffer.alloc(4);
    octets.writeUInt32BE(value);
    return attribute(type, octets);
};
/** As long as those of a PPPoE server; what changes lies at fixed places. */
const PARTS = {
    user: attribute(1, 'cliente000000@isp'),
    session: attribute(44, 'flood-000000'),
    seconds: number(46, 0),
    up: number(42, 0),
    down: number(43, 0),
};
const REST = [
    ...[number(40, 3), number(6, 2), number(7, 1), number(61, 15), number(41, 0), number(45, 1)],
    ...[
        attribute(30, 'pppoe-norte'),
        attribute(87, 'ether2-clientes'),
        attribute(32, 'norte-1'),
        attribute(31, 'B8:88:E3:39:EF:E6'),
    ],
    ...[attribute(4, Buffer.from([10, 0, 0, 1])), attribute(8, Buffer.from([10, 64, 0, 7])), number(47, 1000), number(48, 9000)],
];
const BODY = Buffer.concat([...Object.values(PARTS), ...REST]);
const PLACES = new Map();
let place = 20;
for (const [name, part] of Object.entries(PARTS)) {
    PLACES.set(name, place + 2);
    place += part.length;
}
const at = (name) => PLACES.get(name) ?? 0;
function make(id, session, step, seconds, secret) {
    const packet = Buffer.allocUnsafe(20 + BODY.length);
    packet[0] = 4;
    packet[1] = id;
    packet.writeUInt16BE(packet.length, 2);
    packet.fill(0, 4, 20);
    BODY.copy(packet, 20);
    const digits = String(session).padStart(6, '0');
    packet.write(digits, at('user') + 7, 'latin1');
    packet.write(digits, at('session') + 6, 'latin1');
    packet.writeUInt32BE(seconds, at('seconds'));
    packet.writeUInt32BE(step * 1000, at('up'));
    packet.writeUInt32BE(step * 9000, at('down'));
    createHash('md5').update(packet).update(secret).digest().copy(packet, 4);
    return packet;
}
async function flood(plan) {
    const secret = Buffer.from(plan.secret);
    const told = { sent: 0, answered: 0, strayed: 0, tookMs: 0, acknowledged: [] };
    const steps = new Uint32Array(plan.sessions).fill(plan.stepsBefore);
    const acknowledged = new Uint32Array(plan.sessions);
    const hear = (lane, answer) => {
        const id = answer[1] ?? 0;
        const slot = lane.slots[id];
        const sum = createHash('md5');
        if (slot)
            sum.update(answer.subarray(0, 4)).update(slot.authenticator).update(answer.subarray(20)).update(secret);
        if (!slot || !sum.digest().equals(answer.subarray(4, 20)))
            return void told.strayed++;
        lane.slots[id] = undefined;
        told.answered++;
        if (slot.step > (acknowledged[slot.session] ?? 0))
            acknowledged[slot.session] = slot.step;
    };
    const lanes = await Promise.all(Array.from({ length: SOCKETS }, () => openLane(plan.port, hear)));
    const from = performance.now();
    const total = plan.perSecond * plan.seconds;
    while (told.sent < total && performance.now() - from < plan.seconds * 1000) {
        const due = Math.min(total, Math.floor(((performance.now() - from) * plan.perSecond) / 1000));
        const until = performance.now() + TURN_MS * 4;
        while (told.sent < due && performance.now() < until) {
            const lane = lanes[told.sent % SOCKETS];
            const session = told.sent % plan.sessions;
            const step = (steps[session] ?? 0) + 1;
            const id = lane.next++ & 255;
            const packet = make(id, session, step, Math.floor((Date.now() - plan.startedAt) / 1000), secret);
            steps[session] = step;
            lane.slots[id] = { session, step, authenticator: packet.subarray(4, 20) };
            lane.socket.send(packet);
            told.sent++;
        }
        // Behind, it only lets the answers in.
        if (told.sent < due)
            await new Promise((resolve) => setImmediate(resolve));
        else
            await sleep(TURN_MS);
    }
    told.tookMs = performance.now() - from;
    await sleep(LINGER_MS);
    for (const { socket } of lanes)
        socket.close();
    return { ...told, acknowledged: [...acknowledged] };
}
async function openLane(port, hear) {
    const socket = createSocket('udp4');
    const lane = { socket, next: 0, slots: Array.from({ length: 256 }) };
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    socket.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.on('message', (answer) => hear(lane, answer));
    socket.on('error', () => undefined); // the server was killed: what comes no more is counted as unanswered
    return lane;
}
if (process.send !== undefined) {
    process.on('message', (plan) => {
        void flood(plan).then((told) => process.send?.(told, () => process.disconnect()));
    });
}
