// One session over real sockets: log-in, tags, window, deadlines, and every way in which a peer can fail. Against the
// simulated router where it can misbehave so, against a raw server where it cannot.
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isFault } from '../../../core/fault.js';
import { encodeSentence } from '../../../fixtures/peers/routeros-caller.js';
import { makeCertificate } from '../../../fixtures/peers/routeros-certificate.js';
import { startRouter } from '../../../fixtures/peers/routeros.js';
import { dial } from './dial.js';
import { LIMITS } from './sentence.js';
import { openSession, Session, trapOf } from './session.js';
import { accessTo, inTime } from './trial.js';
const LIST = '/ip/firewall/address-list';
async function router(options = {}) {
    const sim = await startRouter({ password: 'secret', ...options });
    onTestFinished(() => sim.close());
    return sim;
}
async function session(port, given = {}, limits) {
    const opened = await openSession(accessTo(port, given), inTime(), limits);
    onTestFinished(() => opened.close());
    return opened;
}
async function faultOf(promise) {
    try {
        await promise;
    }
    catch (e) {
        if (isFault(e))
            return e;
        throw e;
    }
    throw new Error('nothing went wrong');
}
async function rawServer(hear, greet) {
    const sockets = new Set();
    const server = createServer((socket) => {
        sockets.add(socket);
        let held = Buffer.alloc(0);
        socket.on('error', () => { });
        greet?.(socket);
        socket.on('data', (piece) => {
            held = Buffer.concat([held, piece]);
            for (let words = takeWords(); words !== null; words = takeWords()) {
                const tag = words.find((text) => text.startsWith('.tag=')) ?? '.tag=';
                hear(words, tag, (...said) => void (socket.destroyed || socket.write(encodeSentence(...said))), socket);
            }
        });
        function takeWords() {
            const words = [];
            for (let at = 0; at < held.length;) {
                const first = held.readUInt8(at);
                const [size, head] = first < 0x80 ? [first, 1] : [held.readUInt16BE(at) & 0x3fff, 2];
                if (at + head + size > held.length)
                    return null;
                at += head + size;
                if (size > 0)
                    words.push(held.toString('utf8', at - size, at));
                else {
                    held = held.subarray(at);
                    return words;
                }
            }
            return null;
        }
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(async () => {
        for (const socket of sockets)
            socket.destroy();
        await new Promise((resolve) => server.close(resolve));
    });
    return server.address().port;
}
/** A raw server that lets everybody in and hears the rest. */
function rawRouter(hear) {
    return rawServer((words, tag, say, socket) => (words[0] === '/login' ? say('!done', tag) : hear(words, tag, say, socket)));
}
describe('logging in', () => {
    it.each(['plain', 'challenge'])('works in the %s style', async (login) => {
        const sim = await router({ login, password: 'geheim ñ' });
        const opened = await session(sim.port, { password: 'geheim ñ' });
        expect(opened.isOpen).toBe(true);
        expect(await opened.command(['/system/identity/print'])).toEqual([{ name: 'sim' }]);
        expect(sim.stats.logins).toBe(1);
    });
    it.each(['plain', 'challenge'])("tells a wrong password in the %s style, in the router's own words", async (login) => {
        const sim = await router({ login });
        const fault = await faultOf(openSession(accessTo(sim.port, { password: 'wrong' }), inTime()));
        expect(fault.code).toBe('device-login');
        expect(fault.facts.trap).toBe(login === 'plain' ? 'invalid user name or password (6)' : 'cannot log in');
        expect(fault.message).not.toContain('wrong');
        await expect.poll(() => sim.stats.sessions).toBe(0);
    });
    it('tells a port where nobody listens, a reset, and silence, as nothing sent', async () => {
        const sim = await router();
        sim.faults.refuse = true;
        expect((await faultOf(openSession(accessTo(sim.port), inTime()))).code).toBe('device-unreachable');
        sim.faults = { hang: true };
        const fault = await faultOf(openSession(accessTo(sim.port, { loginMs: 100 }), inTime()));
        expect([fault.code, fault.facts.why]).toEqual(['device-unreachable', 'did not answer the log-in within 100 ms']);
        await sim.close();
        expect((await faultOf(openSession(accessTo(sim.port), inTime()))).message).toContain('ECONNREFUSED');
    });
    it('ends with its signal, before, while it connects and while it logs in', async () => {
        const sim = await router();
        sim.faults.hang = true;
        expect((await faultOf(openSession(accessTo(sim.port), AbortSignal.abort()))).code).toBe('device-unreachable');
        expect((await faultOf(openSession(accessTo(sim.port), inTime(50)))).code).toBe('device-unreachable');
        const tls = await router({ tls: makeCertificate() });
        tls.faults.hang = true;
        expect((await faultOf(openSession(accessTo(tls.port, { tls: true }), inTime(50)))).code).toBe('device-unreachable');
        expect((await faultOf(openSession(accessTo(tls.port, { tls: true, connectMs: 50 }), inTime()))).facts.why).toContain('within 50 ms');
    });
    it('tells that all sessions are taken', async () => {
        const sim = await router({ maxSessions: 1 });
        await session(sim.port);
        const fault = await faultOf(openSession(accessTo(sim.port), inTime()));
        expect([fault.code, fault.message.includes('sessions')]).toEqual(['device-unreachable', true]);
    });
    it('tells a !fatal, an end and a mess in place of the log-in', async () => {
        const fatal = await rawServer((_words, _tag, say) => say('!fatal', 'too many sessions'));
        expect((await faultOf(openSession(accessTo(fatal), inTime()))).message).toContain('too many sessions');
        const ends = await rawServer((_words, _tag, _say, socket) => socket.end());
        expect((await faultOf(openSession(accessTo(ends), inTime()))).code).toBe('device-unreachable');
        const web = await rawServer((_words, _tag, _say, socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
        const garbled = await faultOf(openSession(accessTo(web), inTime()));
        expect(garbled.code).toBe('device-garbled');
        expect(Buffer.from(String(garbled.facts.hex), 'hex').toString()).toContain('HTTP/1.1');
        const banner = await rawServer(() => { }, (socket) => socket.write('SSH-2.0-ROSSSH\r\n'));
        expect((await faultOf(openSession(accessTo(banner), inTime()))).code).toBe('device-garbled');
    });
});
describe('TLS', () => {
    it('tells the fingerprint, takes the pinned one and refuses another before anything is sent', async () => {
        const sim = await router({ tls: makeCertificate() });
        const first = await session(sim.port, { tls: true });
        expect(first.fingerprint).toMatch(/^[0-9a-f]{64}$/);
        const pinned = await session(sim.port, {
            tls: true,
            tlsPin: first.fingerprint?.toUpperCase().replace(/..(?=.)/g, '$&:') ?? '',
        });
        expect(await pinned.command(['/system/identity/print'])).toHaveLength(1);
        const sentences = sim.stats.sentences;
        const fault = await faultOf(openSession(accessTo(sim.port, { tls: true, tlsPin: 'ab'.repeat(32) }), inTime()));
        expect([fault.code, fault.facts.seen]).toEqual(['device-login', first.fingerprint]);
        expect(sim.stats.sentences).toBe(sentences);
    });
    it('refuses a router without a certificate and says what to do', async () => {
        const server = createTlsServer({ ciphers: 'ADH-AES256-GCM-SHA384:@SECLEVEL=0', maxVersion: 'TLSv1.2' });
        server.on('tlsClientError', () => { });
        await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
        onTestFinished(() => new Promise((resolve) => void server.close(() => resolve())));
        const fault = await faultOf(openSession(accessTo(server.address().port, { tls: true }), inTime()));
        expect([fault.code, fault.message.includes('/ip service set api-ssl')]).toEqual(['device-refused', true]);
    });
    it('ends in time at a port that speaks no TLS', async () => {
        const mute = await rawServer(() => { });
        expect((await faultOf(openSession(accessTo(mute, { tls: true, connectMs: 200 }), inTime()))).code).toBe('device-unreachable');
        const talks = await rawServer(() => { }, (socket) => socket.write(encodeSentence('!fatal', 'not logged in')));
        const fault = await faultOf(openSession(accessTo(talks, { tls: true }), inTime()));
        expect([fault.code, fault.message.includes('or the port is not api-ssl')]).toEqual(['device-refused', true]);
    });
});
describe('commands', () => {
    it('answers rows, none, and a refusal with its words and category', async () => {
        for (const version of ['6.49.18', '7.20.1']) {
            const sim = await router({ version });
            const opened = await session(sim.port);
            expect(await opened.command([`${LIST}/print`])).toEqual([]);
            await opened.command([`${LIST}/add`, '=list=a', '=address=10.0.0.1']);
            expect(await opened.command([`${LIST}/print`, '=.proplist=.id,address'])).toEqual([{ '.id': '*1', address: '10.0.0.1' }]);
            const twice = await faultOf(opened.command([`${LIST}/add`, '=list=a', '=address=10.0.0.1']));
            expect([twice.code, trapOf(twice)]).toEqual(['device-refused', 'failure: already have such entry']);
            const unknown = await faultOf(opened.command(['/ip/nonsense/print']));
            expect([trapOf(unknown), unknown.facts.category, unknown.facts.command]).toEqual([
                'no such command prefix',
                '0',
                '/ip/nonsense/print',
            ]);
            expect(opened.isOpen).toBe(true);
        }
    });
    it('gives each answer to its own command, however they are ordered and interleaved', async () => {
        const waiting = [];
        const port = await rawRouter((words, tag, say) => {
            waiting.push([words[1] ?? '', tag, say]);
            if (waiting.length < 8)
                return;
            for (const [what, itsTag, speak] of waiting.toReversed())
                speak('!re', `=first=${what}`, itsTag);
            for (const [what, itsTag, speak] of waiting)
                speak('!re', itsTag, `=second=${what}`);
            for (const [, itsTag, speak] of waiting.splice(0).toReversed())
                speak('!done', itsTag);
        });
        const opened = await session(port);
        const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
        const answers = await Promise.all(letters.map((letter) => opened.command(['/x/print', `=${letter}=`])));
        expect(answers).toEqual(letters.map((letter) => [{ first: `=${letter}=` }, { second: `=${letter}=` }]));
    });
    it('keeps no more than its window in flight, and sends what is asked in one go in one write', async () => {
        const sim = await router({ latencyMs: 1 });
        const opened = await session(sim.port, { window: 5 });
        await Promise.all(Array.from({ length: 40 }, (_, i) => opened.command([`${LIST}/add`, '=list=a', `=address=10.0.0.${i}`])));
        expect(sim.stats.maxInFlight).toBeLessThanOrEqual(5);
        expect(sim.rows(LIST)).toHaveLength(40);
        const sizes = [];
        const port = await rawServer((_words, tag, say) => say('!done', tag), (socket) => socket.on('data', (piece) => sizes.push(piece.length)));
        const raw = await session(port, { window: 16 });
        sizes.length = 0;
        await Promise.all(Array.from({ length: 16 }, () => raw.command(['/ping'])));
        expect(sizes).toHaveLength(1);
    });
    it('lives through reply words and tags that it does not know', async () => {
        const sim = await router();
        const opened = await session(sim.port);
        sim.faults.garbage = 'word';
        expect(await opened.command(['/system/identity/print'])).toEqual([{ name: 'sim' }]);
        expect(opened.odd.replies).toBeGreaterThan(0);
        const port = await rawRouter((_words, tag, say) => {
            say('!news', tag, '=a=b');
            say('!done', '.tag=999');
            say('!done');
            say('!done', tag);
        });
        const raw = await session(port);
        expect(await raw.command(['/x'])).toEqual([]);
        expect(raw.odd).toEqual({ replies: 2, words: 1 });
    });
    it('carries words of 70 kB and names of every script, whole and byte by byte', async () => {
        const sim = await router();
        const opened = await session(sim.port);
        const comment = 'ñandú '.repeat(11_000);
        await opened.command(['/ppp/secret/add', '=name=Łódź 日本 ñ', `=comment=${comment}`]);
        sim.faults.chunkBytes = 1000;
        const [row] = await opened.command(['/ppp/secret/print']);
        expect([row?.name, row?.comment === comment]).toEqual(['Łódź 日本 ñ', true]);
        sim.faults.chunkBytes = 1;
        expect(await opened.command(['/ppp/secret/print', '=.proplist=name', '?name=Łódź 日本 ñ'])).toEqual([{ name: 'Łódź 日本 ñ' }]);
    });
    it('hands rows over one by one where asked, and keeps none', async () => {
        const sim = await router();
        for (let i = 0; i < 50; i++)
            sim.add(LIST, { list: 'a', address: `10.0.0.${i}` });
        const opened = await session(sim.port);
        const seen = [];
        const rows = await opened.command([`${LIST}/print`], { each: (row) => seen.push(row.address ?? '') });
        expect([seen.length, rows]).toEqual([50, []]);
    });
    it('stops writing while the router does not read, and goes on when it does', async () => {
        let peer = null;
        let heard = 0;
        const port = await rawRouter((_words, tag, say, socket) => {
            peer = socket;
            if (heard++ === 0)
                socket.pause();
            say('!done', tag);
        });
        const access = accessTo(port, { window: 10_000, commandMs: 20_000 });
        const line = await dial(access, inTime());
        const opened = new Session(access, line.socket, null, LIMITS);
        onTestFinished(() => opened.close());
        await opened.logIn(inTime());
        await opened.command(['/first']);
        const all = Promise.all(Array.from({ length: 2000 }, () => opened.command(['/x', `=v=${'x'.repeat(10_000)}`])));
        await new Promise((resolve) => setImmediate(resolve));
        await expect.poll(() => line.socket.writableLength).toBeGreaterThan(0);
        expect(line.socket.writableLength).toBeLessThan(200_000);
        peer?.resume();
        await all;
        expect(heard).toBe(2001);
    });
});
describe('silence', () => {
    it('cancels a command at its deadline, calls it silent and goes on with the session', async () => {
        const heard = [];
        const port = await rawRouter((words, tag, say) => {
            heard.push(words[0] ?? '');
            if (words[0] === '/slow')
                return;
            if (words[0] === '/cancel') {
                const meant = `.${words[1]?.slice(1)}`;
                say('!trap', meant, '=category=2', '=message=interrupted');
                say('!done', tag);
                say('!done', meant);
            }
            else
                say('!done', tag);
        });
        const opened = await session(port, { commandMs: 80 });
        const fault = await faultOf(opened.command(['/slow']));
        expect([fault.code, fault.facts.why]).toEqual(['device-silent', 'did not answer /slow within 80 ms']);
        expect(await opened.command(['/quick'])).toEqual([]);
        expect(heard).toEqual(['/slow', '/cancel', '/quick']);
    });
    it('gives the session up where the cancel is not answered either: in flight is silent, queued was never sent', async () => {
        const sim = await router();
        const opened = await session(sim.port, { commandMs: 80, window: 2 });
        sim.faults.mute = true;
        const faults = await Promise.all(['/a', '/b', '/c', '/d'].map((path) => faultOf(opened.command([path]))));
        expect(faults.map(({ code }) => code)).toEqual(['device-silent', 'device-silent', 'device-unreachable', 'device-unreachable']);
        expect(opened.isOpen).toBe(false);
        expect((await faultOf(opened.command(['/e']))).code).toBe('device-unreachable');
    });
    it('finds one lost answer on a session that is busy with others', async () => {
        const port = await rawRouter((words, tag, say) => void (words[0] === '/lost' || say('!done', tag)));
        const opened = await session(port, { commandMs: 100 });
        const lost = faultOf(opened.command(['/lost']));
        let isOver = false;
        void lost.then(() => (isOver = true));
        while (!isOver)
            await opened.command(['/busy']).catch(() => { });
        expect((await lost).code).toBe('device-silent');
    });
    it('has patience with a router that is slow but goes on answering', async () => {
        const sim = await router({ latencyMs: 40 });
        const opened = await session(sim.port, { commandMs: 100, window: 16 });
        const answers = await Promise.all(Array.from({ length: 16 }, () => opened.command(['/system/identity/print'])));
        expect(answers).toHaveLength(16);
    });
    it('has patience with a long answer as long as rows come', async () => {
        const port = await rawRouter((_words, tag, say) => {
            let left = 8;
            const timer = setInterval(() => {
                if (left-- > 0)
                    say('!re', tag, `=left=${left}`);
                else {
                    clearInterval(timer);
                    say('!done', tag);
                }
            }, 40);
        });
        const opened = await session(port, { commandMs: 160 });
        expect(await opened.command(['/long/print'])).toHaveLength(8);
    });
    it('takes a refusal that is never closed as a refusal', async () => {
        const port = await rawRouter((_words, tag, say) => say('!trap', tag, '=message=no such item'));
        const opened = await session(port, { commandMs: 80, window: 1 });
        const faults = await Promise.all(['*1', '*2'].map((id) => faultOf(opened.command(['/x/remove', `=.id=${id}`]))));
        expect(faults.map(trapOf)).toEqual(['no such item', 'no such item']);
        expect(opened.isOpen).toBe(true);
    });
    it('ends with its signal at once: queued never sent, in flight silent and cancelled; the session lives', async () => {
        const sim = await router({ latencyMs: 1000 });
        const opened = await session(sim.port, { window: 2, loginMs: 5000, commandMs: 5000 });
        const stop = new AbortController();
        const asked = ['a', 'b', 'c'].map((list) => faultOf(opened.command([`${LIST}/add`, `=list=${list}`, '=address=1.1.1.1'], { signal: stop.signal })));
        await expect.poll(() => sim.stats.sentences).toBeGreaterThan(2);
        stop.abort();
        expect((await Promise.all(asked)).map(({ code }) => code)).toEqual(['device-silent', 'device-silent', 'device-unreachable']);
        expect((await faultOf(opened.command(['/x'], { signal: stop.signal }))).code).toBe('device-unreachable');
        expect(await opened.command(['/system/identity/print'])).toHaveLength(1);
        expect(sim.rows(LIST)).toEqual([]);
    });
});
describe('a lost or broken link', () => {
    it.each([
        ['dropAfter', { dropAfter: 2 }, 'device-silent'],
        ['half an answer', { dropMidReply: true }, 'device-silent'],
        ['!fatal', { fatalAfter: 1 }, 'device-silent'],
        ['a reboot', { rebooting: { downMs: 10 } }, 'device-silent'],
        ['a reserved length', { garbage: 'length' }, 'device-garbled'],
        ['text', { garbage: 'text' }, 'device-garbled'],
    ])('settles everything once: %s', async (_name, faults, code) => {
        const sim = await router();
        const opened = await session(sim.port, { window: 4 });
        sim.faults = { ...faults };
        const asked = Array.from({ length: 12 }, () => opened.command(['/system/identity/print']).then(() => 'answered', (e) => e.code));
        const answers = await Promise.all(asked);
        expect(answers).toContain(code);
        for (const answer of answers)
            expect(['answered', code, 'device-unreachable']).toContain(answer);
        expect(answers.at(-1)).toBe('device-unreachable');
        expect(opened.isOpen).toBe(false);
    });
    it('says that an answer was cut in the middle', async () => {
        const sim = await router({ identity: 'x'.repeat(100) });
        const opened = await session(sim.port);
        sim.faults.dropMidReply = true;
        expect((await faultOf(opened.command(['/system/identity/print']))).message).toContain('in the middle of an answer');
    });
    it('keeps the bytes of a mess', async () => {
        const sim = await router();
        const opened = await session(sim.port);
        sim.faults.garbage = 'length';
        const fault = await faultOf(opened.command(['/system/identity/print']));
        expect(fault.facts.hex).toBe('f8ffffffff217265');
    });
    it('gives up on a router that never stops talking', async () => {
        const sim = await router();
        sim.faults.endless = true;
        const opened = await session(sim.port, {}, { ...LIMITS, replyBytes: 500_000 });
        let rows = 0;
        const fault = await faultOf(opened.command([`${LIST}/print`], { each: () => rows++ }));
        expect([fault.code, fault.facts.reason]).toEqual(['device-garbled', `over 500000 bytes of rows to ${LIST}/print`]);
        expect(rows).toBeLessThan(100_000);
    });
    it('closes without waiting for a peer that is gone, and twice', async () => {
        const sim = await router();
        const opened = await session(sim.port);
        sim.faults.hang = true;
        const asked = faultOf(opened.command(['/x']));
        await expect.poll(() => sim.stats.sentences).toBe(2);
        const later = opened.close();
        expect((await asked).code).toBe('device-silent');
        await Promise.all([later, opened.close()]);
        expect(opened.isOpen).toBe(false);
    });
    it('settles every promise exactly once whenever the peer leaves (seeded)', async () => {
        let seed = 20261121;
        const next = () => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) / 2 ** 32;
        for (let turn = 0; turn < 60; turn++) {
            const sentences = Math.floor(next() * 30);
            const [how, bytes] = [Math.floor(next() * 4), 1 + Math.floor(next() * 40)];
            let heard = 0;
            const port = await rawRouter((_words, tag, say, socket) => {
                const answer = Buffer.concat([encodeSentence('!re', '=name=value', tag), encodeSentence('!done', tag)]);
                if (heard++ < sentences)
                    return void socket.write(answer);
                if (how === 0)
                    socket.resetAndDestroy();
                else if (how === 1)
                    socket.end(answer.subarray(0, bytes));
                else if (how === 2)
                    socket.write(answer.subarray(0, bytes), () => socket.destroy());
                else
                    socket.end(Buffer.concat([answer, encodeSentence('!fatal', 'bye')]));
                if (next() < 0.3)
                    say('!done', tag);
            });
            const opened = await openSession(accessTo(port, { commandMs: 300, window: 1 + (turn % 16) }), inTime());
            const settlements = Array.from({ length: 40 }, () => 0);
            const asked = settlements.map((_, i) => {
                const count = () => void settlements.splice(i, 1, (settlements[i] ?? 0) + 1);
                return opened.command(['/x/print']).then(count, count);
            });
            await Promise.all(asked);
            await opened.close();
            expect(settlements, `turn ${turn}`).toEqual(settlements.map(() => 1));
        }
    });
});
