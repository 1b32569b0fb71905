// All points of the map as one stream of numbers: four 32-bit integers for each customer (id, latitude and longitude in millionths
// of a degree, state), little-endian, so that a browser reads a hundred thousand of them without parsing anything. 1.6 MB for as
// many, a third of it over the wire; made slice by slice, so that nobody else waits for it.
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { mapPoints } from '../../../core/store/map-points.js';
import { shownState } from '../customers/state.js';
/** About four milliseconds of SQLite. */
const SLICE = 1000;
const RECORD_BYTES = 16;
const DEGREE = 1_000_000;
/** By the number that stands for it; the script of the page has the same order. */
export const STATES = ['served', 'cut', 'no-service', 'promise', 'unknown'];
export function sendPoints(request, reply, db, collector) {
    const points = Readable.from(slices(db, collector), { objectMode: false });
    void reply.type('application/octet-stream').header('cache-control', 'no-store').header('vary', 'accept-encoding');
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? ''))
        return reply.send(points);
    const zipped = createGzip({ level: 5 });
    points.on('error', (err) => zipped.destroy(err));
    zipped.on('close', () => points.destroy());
    return reply.header('content-encoding', 'gzip').send(points.pipe(zipped));
}
async function* slices(db, collector) {
    for (let after = 0;;) {
        const points = await mapPoints(db, after, SLICE, collector);
        const buffer = Buffer.alloc(points.length * RECORD_BYTES);
        for (const [index, point] of points.entries()) {
            const at = index * RECORD_BYTES;
            const state = shownState({ customerId: point.id, ...point });
            buffer.writeInt32LE(point.id, at);
            buffer.writeInt32LE(Math.round(point.lat * DEGREE), at + 4);
            buffer.writeInt32LE(Math.round(point.lng * DEGREE), at + 8);
            buffer.writeInt32LE(STATES.indexOf(state), at + 12);
        }
        if (buffer.length > 0)
            yield buffer;
        const last = points.at(-1);
        if (points.length < SLICE || last === undefined)
            return;
        after = last.id;
        await new Promise((resolve) => setImmediate(resolve));
    }
}
