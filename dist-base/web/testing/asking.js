// One question over a real socket, written as an attacker would: any host, any header, any path, as the bytes stand. What is
// answered by a stream that does not end is let go as soon as its head has come.
import { request } from 'node:http';
/** More of a page is not looked at. */
const BODY_MOST = 4 << 20;
export function ask(port, { method = 'GET', path, headers = {}, body }) {
    return new Promise((resolve, reject) => {
        const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
        const asked = request({ host: '127.0.0.1', port, method, path, agent: false, headers: { ...length, ...headers } }, (answer) => {
            const { statusCode: status = 0, headers: told } = answer;
            let text = '';
            const done = () => resolve({ status, headers: told, body: text });
            answer.setEncoding('utf8');
            answer.on('data', (part) => {
                text += part;
                if (text.length > BODY_MOST)
                    asked.destroy();
            });
            answer.on('end', done);
            answer.on('close', done);
            if (told['content-type']?.startsWith('text/event-stream')) {
                asked.destroy();
                done();
            }
        });
        asked.on('error', reject);
        asked.end(body);
    });
}
