// Rows that change while one looks at them: server-sent events whose text is the same HTML that the page was sent with. Nothing is
// pushed from elsewhere: the rows are looked at again and again, and only what reads differently is sent, so a page that is
// live can say nothing that a page that is opened again would not. A stream ends by itself after a while and the browser asks
// for the next one, which finds out whether its reader may still see it.
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
const STREAM_MS = 120_000;
/** So that a proxy does not take silence for the end. */
const BEAT_MS = 15_000;
/** What has not changed for so long (an order that waits for the hours, a router that is away) is looked at more seldom. */
const HOT_MS = 10_000;
const COLD_EVERY_MS = 1_000;
/** Streams end when the pages do, so that nobody who looks on holds up the end of the program. */
export function makeLive(app) {
    const closing = new AbortController();
    app.addHook('preClose', async () => closing.abort());
    return (reply, everyMs, look) => reply
        .type('text/event-stream; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        .send(Readable.from(events(everyMs, look, closing.signal)));
}
async function* events(everyMs, look, closing) {
    yield 'retry: 1000\n\n';
    let before = '';
    const from = performance.now();
    let [sentAt, changedAt] = [from, from];
    while (performance.now() - from < STREAM_MS && !closing.aborted) {
        const { html, isOver } = await look();
        const now = performance.now();
        if (html !== before) {
            yield event('message', html);
            before = html;
            sentAt = changedAt = now;
        }
        else if (now - sentAt > BEAT_MS) {
            yield ': still here\n\n';
            sentAt = now;
        }
        if (isOver)
            return yield event('end', '');
        const waitMs = now - changedAt < HOT_MS ? everyMs : Math.max(everyMs, COLD_EVERY_MS);
        await sleep(waitMs, undefined, { signal: closing }).catch(() => undefined); // closing wakes it early
    }
}
/** A text of several lines is several lines of data. */
const event = (name, text) => `event: ${name}\n${text
    .split(/\r\n|\r|\n/)
    .map((line) => `data: ${line}`)
    .join('\n')}\n\n`;
