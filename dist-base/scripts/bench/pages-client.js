// Asks a server for pages over kept connections, with as little work of its own as can be: what is measured shares the machine with
// it. One question at a time on each connection.
import { connect } from 'node:net';
const HEAD_END = Buffer.from('\r\n\r\n');
/** `office`: the address that the request is said to come from; `session`: whose cookie it brings. */
export async function openLine(port, office, session) {
    const socket = await dial(port);
    socket.setNoDelay(true);
    let chunks = [];
    let waiting = null;
    let whole = Number.POSITIVE_INFINITY;
    let got = 0;
    socket.on('data', (chunk) => {
        chunks.push(chunk);
        got += chunk.length;
        if (whole === Number.POSITIVE_INFINITY) {
            const head = Buffer.concat(chunks);
            const end = head.indexOf(HEAD_END);
            if (end < 0)
                return;
            const [, length] = /content-length: (\d+)/i.exec(head.toString('latin1', 0, end)) ?? [];
            whole = end + HEAD_END.length + Number(length ?? 0);
        }
        if (got < whole || waiting === null)
            return;
        const { from, resolve } = waiting;
        const text = Buffer.concat(chunks).toString('utf8');
        const answer = { status: Number(text.slice(9, 12)), bytes: got, ms: performance.now() - from, text };
        [chunks, got, whole, waiting] = [[], 0, Number.POSITIVE_INFINITY, null];
        resolve(answer);
    });
    socket.on('error', (e) => waiting?.reject(e));
    socket.on('close', () => waiting?.reject(new Error('the server closed the connection')));
    return {
        get: (path) => new Promise((resolve, reject) => {
            waiting = { from: performance.now(), resolve, reject };
            socket.write(`GET ${path} HTTP/1.1\r\nHost: bench\r\nAccept-Language: es-AR\r\nX-Forwarded-For: ${office}\r\nCookie: ispcube=${session}\r\n\r\n`);
        }),
        close: () => socket.destroy(),
    };
}
function dial(port) {
    return new Promise((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => resolve(socket)).once('error', reject);
    });
}
