// The notice server on real sockets: what only a socket shows.
import { once } from 'node:events';
import { connect } from 'node:net';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { sqliteDatabase } from '../../fixtures/database.js';
import { World } from '../../fixtures/world.js';
import { Config } from '../../core/config.js';
import { startNotice } from './index.js';
describe('notice server on a socket', () => {
    const open = sqliteDatabase();
    let db;
    beforeEach(async () => {
        ;
        ({ db } = await open());
        await new World(db).at('2026-11-08T12:00').customer('000001', [{ ip: '127.0.0.1' }]);
    });
    const log = { info: () => { }, warn: () => { }, error: () => { } };
    const start = async (listen) => {
        const config = Config.parse({ notice: { listen } });
        const server = await startNotice({ config, db, log, now: () => Date.UTC(2026, 10, 8) });
        onTestFinished(() => server.close());
        return { ...server, port: Number(new URL(server.url).port) };
    };
    /** Sends bytes and reads what comes until the other end closes; how long that took. */
    const talk = (port, bytes) => new Promise((resolve, reject) => {
        const began = performance.now();
        let answer = '';
        const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
        socket.setEncoding('utf8').on('data', (text) => (answer += text));
        socket.on('error', reject).on('close', () => resolve({ answer, tookMs: performance.now() - began }));
    });
    it('knows an IPv4 caller on a socket of both families', async () => {
        const { port } = await start('[::]:0');
        const { answer } = await talk(port, 'GET / HTTP/1.1\r\nHost: example.com\r\n\r\n');
        expect(answer).toContain('Cliente 000001');
    });
    it('closes after each answer, and does not wait for a form that nobody takes', async () => {
        const { port } = await start('127.0.0.1:0');
        const get = 'GET /a HTTP/1.1\r\nHost: example.com\r\n\r\n';
        const { answer } = await talk(port, get + get);
        expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(1);
        const post = await talk(port, `POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 1000000\r\n\r\n${'a'.repeat(1000)}`);
        expect(post.answer).toMatch(/^HTTP\/1\.1 405/);
        expect(post.tookMs).toBeLessThan(4_000);
    });
    it.each([
        ['headers beyond 16 KiB', `GET / HTTP/1.1\r\nHost: a\r\nCookie: ${'a'.repeat(17_000)}\r\n\r\n`, /^HTTP\/1\.1 431/],
        ['headers below it', `GET / HTTP/1.1\r\nHost: a\r\nCookie: ${'a'.repeat(15_000)}\r\n\r\n`, /^HTTP\/1\.1 200/],
        ['a TLS greeting', '\u0016\u0003\u0001\u0000\u00c8\u0001\u0000', /^HTTP\/1\.1 400/],
        ['a request for a tunnel', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n', /^$/],
        [
            'a request to change the protocol',
            'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
            /^HTTP\/1\.1 200/,
        ],
        ['a method of file servers', 'PROPFIND / HTTP/1.1\r\nHost: a\r\n\r\n', /^HTTP\/1\.1 405/],
        ['an address with its scheme', 'GET http://example.com/x HTTP/1.1\r\nHost: example.com\r\n\r\n', /^HTTP\/1\.1 200/],
        ['the protocol of 1996', 'GET / HTTP/1.0\r\n\r\n', /^HTTP\/1\.1 200/],
    ])('%s', async (_, bytes, answer) => {
        const { port } = await start('127.0.0.1:0');
        expect((await talk(port, bytes)).answer).toMatch(answer);
    });
    it('gives one address its share of connections and no more, and what it gives back may be taken again', async () => {
        const { port } = await start('127.0.0.1:0');
        const mute = (from) => new Promise((resolve) => {
            const socket = connect({ port, host: '127.0.0.1', localAddress: from }, () => resolve(socket));
            socket.on('error', () => { }); // turned away
            onTestFinished(() => void socket.destroy());
        });
        const greedy = await Promise.all(Array.from({ length: 100 }, () => mute('127.0.0.3')));
        const turnedAway = await mute('127.0.0.3');
        await once(turnedAway, 'close');
        expect(greedy.filter((socket) => socket.destroyed)).toEqual([]);
        expect((await talk(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')).answer).toMatch(/^HTTP\/1\.1 200/);
        greedy[0]?.destroy();
        await vi.waitFor(async () => {
            const again = await mute('127.0.0.3');
            let answer = '';
            again.setEncoding('utf8').on('data', (text) => (answer += text));
            again.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
            await once(again, 'close');
            expect(answer).toMatch(/^HTTP\/1\.1 200/);
        });
    });
    it('leaves off who does not end his request, and does not wait for him when it closes', async () => {
        const { port, close } = await start('127.0.0.1:0');
        const slow = await talk(port, 'GET / HTTP/1.1\r\nHo');
        expect(slow.tookMs).toBeGreaterThan(4_000);
        expect(slow.tookMs).toBeLessThan(8_000);
        const mute = talk(port, 'GET /');
        await new Promise((resolve) => setTimeout(resolve, 50));
        const began = performance.now();
        await close();
        await mute;
        expect(performance.now() - began).toBeLessThan(3_000);
    });
    it('says where it was to listen where it cannot', async () => {
        const { port } = await start('127.0.0.1:0');
        await expect(start(`127.0.0.1:${port}`)).rejects.toMatchObject({
            code: 'input-invalid',
            facts: { listen: `127.0.0.1:${port}` },
        });
        await expect(start(null)).rejects.toThrow(/set notice\.listen/);
    });
});
