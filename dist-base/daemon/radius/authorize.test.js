// The port that hands out passwords, as somebody sees it who should not have them, and as FreeRADIUS does.
import { request } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { beforeEach, describe, expect, it, onTestFinished, test } from 'vitest';
import { makeRadiusToken } from '../../core/acts/radius-token.js';
import { Config } from '../../core/config.js';
import { sqliteDatabase } from '../../fixtures/database.js';
import { World } from '../../fixtures/world.js';
import { startHttp } from '../http.js';
import { Metrics } from '../metrics.js';
import { answerAuthorize, nearBy, readQuestion } from './authorize.js';
describe('the question', () => {
    const open = sqliteDatabase();
    let world;
    let token;
    let http;
    let metrics;
    let logged;
    beforeEach(async () => {
        world = new World((await open({ file: true })).db).at('2026-11-05T12:00');
        token = await makeRadiusToken(world.db, { anew: false }, { ...world.told, seal: world.seal });
        const id = await world.customer('000001', [{ kind: 'pppoe', username: 'ana', ip: '10.20.0.7' }]);
        const [connection] = await world.db.selectFrom('connections').select('id').where('customerId', '=', id).execute();
        const place = { table: 'connections', column: 'password', row: String(connection?.id) };
        await world.db
            .updateTable('connections')
            .set({ passwordSealed: world.seal.seal('la clave %{Packet-Type}', place) })
            .execute();
        logged = [];
        await start();
    });
    const noStatus = () => Promise.reject(new Error('nobody asks for it here'));
    async function start() {
        metrics = new Metrics();
        const note = (facts, message) => void logged.push({ facts, message });
        const log = { debug: note, info: note, warn: note, error: note };
        const deps = { config: Config.parse({}), db: world.db, log, now: () => world.now, seal: world.seal };
        const authorize = answerAuthorize(deps, metrics.registry);
        http = await startHttp({ listen: '127.0.0.1:0', metrics, troubles: () => Promise.resolve([]), status: noStatus, authorize });
        onTestFinished(() => http.close());
    }
    const basic = (given) => ({ authorization: `Basic ${Buffer.from(`freeradius:${given}`).toString('base64')}` });
    const ask = async (body, headers = basic(token), method = 'POST') => {
        const answer = await fetch(`${http.url}/radius/authorize`, { method, headers, ...(method === 'POST' ? { body } : {}) });
        return { status: answer.status, text: await answer.text() };
    };
    const counted = async (result) => (await metrics.registry.metrics()).includes(`ispcube_radius_logins_total{result="${result}"} 1`);
    it('is answered with the password, and nothing in it is expanded', async () => {
        const { status, text } = await ask('User-Name=ana&Framed-Protocol=PPP&Calling-Station-Id=');
        expect([status, JSON.parse(text)]).toEqual([
            200,
            {
                'control:Cleartext-Password': { value: ['la clave %{Packet-Type}'], op: ':=', do_xlat: false, is_json: false },
                'reply:Framed-IP-Address': { value: ['10.20.0.7'], op: ':=', do_xlat: false, is_json: false },
                'reply:Acct-Interim-Interval': { value: ['300'], op: ':=', do_xlat: false, is_json: false },
            },
        ]);
        expect(await counted('accept')).toBe(true);
    });
    it('is answered to nobody without the token', async () => {
        const others = [
            {},
            basic(''),
            basic(`${token}x`),
            basic(token.slice(1)),
            { authorization: `Bearer ${token}` },
            { authorization: 'Basic' },
        ];
        for (const headers of others)
            expect(await ask('User-Name=ana', headers)).toEqual({ status: 403, text: '' });
        await world.db.deleteFrom('settings').where('key', '=', 'radius.tokenSealed').execute();
        for (const given of [token, '', 'null'])
            expect((await ask('User-Name=ana', basic(given))).status).toBe(403);
        expect(JSON.stringify(logged)).not.toContain(token);
    });
    it('may come from addresses and prefixes alone', () => {
        for (const wrong of ['10.0.0.300', 'norte', '10.0.0.0/33'])
            expect(Config.safeParse({ radius: { askFrom: [wrong] } }).success).toBe(false);
    });
    it('too long, no question, or another method', async () => {
        for (const body of [
            '',
            'x',
            'User-Name=',
            '{"User-Name":"ana"}',
            '%',
            '&&&=',
            'user-name=ana',
            `User-Name=${'a'.repeat(5000)}`,
        ])
            expect([body.slice(0, 20), (await ask(body)).status]).toEqual([body.slice(0, 20), 400]);
        expect((await ask('', basic(token), 'GET')).status).toBe(405);
        expect((await ask('', basic(token), 'PUT')).status).toBe(405);
        expect((await ask('User-Name=ana')).status).toBe(200);
    });
    it('half a question ends by itself, and others are answered meanwhile', async () => {
        const { port } = new URL(http.url);
        const socket = connect(Number(port), '127.0.0.1');
        await once(socket, 'connect');
        socket.write(`POST /radius/authorize HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic(token).authorization}\r\nContent-Length: 500\r\n\r\nUser-`);
        expect((await ask('User-Name=ana')).status).toBe(200);
        await once(socket.resume(), 'close');
    });
    it('more than it can answer at once get 503, which is no refusal', async () => {
        const { port } = new URL(http.url);
        const headers = { ...basic(token), 'content-length': '20' };
        // A question that stays half is ended after a while, and the next takes its place, however slow this machine is.
        const waiting = new Set();
        let isFull = true;
        const hold = () => {
            const one = request({ port, host: '127.0.0.1', path: '/radius/authorize', method: 'POST', headers });
            waiting.add(one);
            one.on('error', () => undefined); // it is ended by the other side, or below
            one.on('response', (answer) => void answer.resume());
            one.on('close', () => {
                waiting.delete(one);
                if (isFull)
                    setImmediate(hold);
            });
            one.flushHeaders();
        };
        for (let count = 0; count < 64; count++)
            hold();
        await expect.poll(async () => (await ask('User-Name=ana')).status, { timeout: 15_000, interval: 20 }).toBe(503);
        isFull = false;
        for (const one of waiting)
            one.destroy();
        await expect.poll(async () => (await ask('User-Name=ana')).status, { timeout: 5_000, interval: 20 }).toBe(200);
    });
    it('a refusal is logged once, in one line, and tells outside nothing but that', async () => {
        const name = encodeURIComponent('nadie\n{"level":60}\u001b[31m');
        const first = await ask(`User-Name=${name}`);
        await ask(`User-Name=${name}`);
        expect([first.status, JSON.parse(first.text)]).toEqual([
            401,
            { 'request:Module-Failure-Message': { value: ['ispcube: unknown'], op: ':=', do_xlat: false, is_json: false } },
        ]);
        expect(logged).toEqual([
            { facts: { user: 'nadie?{"level":60}?[31m', reason: 'unknown', connection: null }, message: 'login refused' },
        ]);
        world.now += 600_000;
        await ask(`User-Name=${name}`);
        expect(logged).toHaveLength(2);
    });
    it('a database that does not answer is silence, logged once', async () => {
        await world.db.schema.alterTable('connections').renameTo('gone').execute();
        expect([(await ask('User-Name=ana')).status, (await ask('User-Name=ana')).status]).toEqual([503, 503]);
        expect(logged.map(({ message }) => message)).toEqual(['a question of FreeRADIUS could not be answered']);
        await world.db.schema.alterTable('gone').renameTo('connections').execute();
        expect((await ask('User-Name=ana')).status).toBe(200);
    });
});
test.each([
    [[], '127.0.0.1', true],
    [[], '127.9.9.9', true],
    [[], '::1', true],
    [[], '::ffff:127.0.0.1', true],
    [[], '10.0.0.5', false],
    [[], '::ffff:10.0.0.5', false],
    [[], 'fe80::1%eth0', false],
    [[], '', false],
    [['10.0.0.5'], '10.0.0.5', true],
    [['10.0.0.5'], '::ffff:10.0.0.5', true],
    [['10.0.0.5'], '10.0.0.6', false],
    [['10.9.0.0/16', '2001:db8::/64'], '10.9.255.1', true],
    [['10.9.0.0/16', '2001:db8::/64'], '2001:db8::7', true],
    [['10.9.0.0/16', '2001:db8::/64'], '2001:db8:0:1::7', false],
])('with %j, may ask from %s: %s', (askFrom, address, may) => {
    expect(nearBy(askFrom)(address)).toBe(may);
});
test.each([
    ['User-Name=ana', { name: 'ana', isPpp: false, calling: null }],
    ['User-Name=%C3%B1and%C3%BA%20%2B%25', { name: 'ñandú +%', isPpp: false, calling: null }],
    ['User-Name=Mu%F1oz', { name: 'Muñoz', isPpp: false, calling: null }],
    ['User-Name=a+b%3Dc&Framed-Protocol=PPP&Calling-Station-Id=AA%3ABB', { name: 'a+b=c', isPpp: true, calling: 'AA:BB' }],
    ['Framed-Protocol=PPP', null],
    ['', null],
])('as FreeRADIUS writes it: %s', (body, question) => {
    expect(readQuestion(body)).toEqual(question);
});
