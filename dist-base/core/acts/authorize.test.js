// Who may log in, asked of real databases while months go by: run, cut, payment, promise, a hand's deed, a shared address.
import { beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../fixtures/database.js';
import { money, World } from '../../fixtures/world.js';
import { answerLogin } from './authorize.js';
import { cutByHand, restoreByHand } from './deeds.js';
import { pay, voidDocument } from './payments.js';
import { addPromise } from './promises.js';
import { isSameToken, makeRadiusToken, radiusToken } from './radius-token.js';
import { makeSeal } from '../seal.js';
const MAC = 'DC:9F:DB:00:00:01';
eachDatabase('authorize', (open) => {
    let world;
    beforeEach(async () => {
        world = new World((await open()).db).at('2026-11-05T12:00');
        await world.settings({ cutPolicy: 'days-after-due:1', unblockThreshold: '1000.00', noCutWeekdays: '' });
    });
    async function customer(code, wish = {}, password = 'clave') {
        const id = await world.customer(code, [{ kind: 'pppoe', username: `u${code}`, ...wish }]);
        const [connection] = await world.db.selectFrom('connections').select('id').where('customerId', '=', id).execute();
        const row = connection?.id ?? 0;
        const passwordSealed = password === null ? null : world.seal.seal(password, { table: 'connections', column: 'password', row: String(row) });
        await world.db.updateTable('connections').set({ passwordSealed }).where('id', '=', row).execute();
        return id;
    }
    const ask = (name, more = {}) => answerLogin(world.db, { name, isPpp: true, calling: null, ...more }, { now: world.now, seal: world.seal });
    const said = async (name, more = {}) => {
        const answer = await ask(name, more);
        return answer.accept ? (answer.isCut ? 'profile' : 'accept') : answer.why;
    };
    const owing = (id) => world.document(id, 'FX', '5000.00', { dueOn: '2026-11-10' });
    it('accept, cut, reject, pay, accept at once, void, reject after the next control', async () => {
        await owing(await customer('000001'));
        expect(await said('u000001')).toBe('accept');
        world.at('2026-11-11T05:59');
        expect(await said('u000001')).toBe('accept');
        world.at('2026-11-11T06:00'); // his cut day, but nobody has run the control yet
        expect(await said('u000001')).toBe('accept');
        await world.run();
        expect(await said('u000001')).toBe('cut'); // the order is open: the router need not have answered
        await world.carry();
        expect(await said('u000001')).toBe('cut');
        const paid = await pay(world.db, { code: '000001', amountCents: money('5000.00') }, world.told);
        expect(await said('u000001')).toBe('accept'); // no router was told yet
        await world.carry();
        expect(await ask('u000001')).toMatchObject({ accept: true, password: 'clave', proof: 'password', customerCode: '000001' });
        await voidDocument(world.db, { code: '000001', number: paid.number, comment: 'bounced' }, world.told);
        expect(await said('u000001')).toBe('accept'); // cuts for debt are a run's
        await world.control('2026-11-12');
        expect(await said('u000001')).toBe('cut');
    });
    it('with the cut profile he is let in, and as before once he has paid', async () => {
        await owing(await customer('000001'));
        await world.settings({ 'radius.cut': 'profile', 'radius.cutPool': 'cortados' });
        await world.control('2026-11-11');
        const answer = await ask('u000001');
        expect(answer).toMatchObject({ accept: true, isCut: true, password: 'clave' });
        expect(answer.accept && Object.fromEntries(answer.reply)['Framed-Pool']).toBe('cortados');
        await pay(world.db, { code: '000001', amountCents: money('5000.00') }, world.told);
        expect(await said('u000001')).toBe('accept');
    });
    it('a promise and the hand of an operator count at once', async () => {
        await owing(await customer('000001'));
        await world.control('2026-11-11');
        await addPromise(world.db, { code: '000001', promisedOn: '2026-11-14' }, world.told);
        expect(await said('u000001')).toBe('accept');
        await cutByHand(world.db, { code: '000001', comment: 'asked' }, world.told);
        expect(await said('u000001')).toBe('cut');
        await restoreByHand(world.db, { code: '000001', promise: 'withdraw' }, world.told);
        expect(await said('u000001')).toBe('accept');
    });
    it('a credit that was dated ahead counts from its day on, without a run', async () => {
        const id = await customer('000001');
        await owing(id);
        await world.control('2026-11-11');
        await world.document(id, 'CX', '5000.00', { issuedOn: '2026-11-12' });
        expect(await said('u000001')).toBe('cut');
        world.at('2026-11-12T00:01');
        expect(await said('u000001')).toBe('accept');
    });
    it('documents that contradict each other cut nobody', async () => {
        const id = await customer('000001');
        const invoice = await owing(id);
        await world.control('2026-11-11');
        expect(await said('u000001')).toBe('cut');
        await world.document(id, 'CX', '1.00', { issuedOn: '2026-11-02', voids: invoice });
        await expect(world.decision(id)).rejects.toThrow('do not add up');
        expect(await said('u000001')).toBe('accept');
    });
    it('who shares his address with somebody who is served is served', async () => {
        await owing(await customer('000001', { ip: '10.9.0.1' }));
        await customer('000002', { ip: '10.9.0.1' });
        await world.control('2026-11-11');
        expect([await said('u000001'), await said('u000002')]).toEqual(['accept', 'accept']);
    });
    it('a driver that cuts nobody cuts nobody here', async () => {
        const router = await world.addRouter('sin', 'none');
        await owing(await customer('000001', { router }));
        await world.control('2026-11-11');
        expect(await said('u000001')).toBe('accept');
    });
    it('names that nobody has, two have, or one had', async () => {
        await customer('000001', { username: 'juan' });
        await customer('000002', { username: 'juan' });
        await customer('000003', { username: 'closed', inService: false });
        await customer('ZZ0004', { username: 'gone' });
        await customer('000005', { username: 'gone' });
        await customer('ZZ0006', { username: 'gone too' });
        await customer('000007', {}, null);
        await customer('000008', { kind: 'queue', username: 'a queue' });
        for (const [name, expected] of [
            ...[
                ['juan', 'ambiguous'],
                ['closed', 'closed'],
                ['gone', 'accept'],
                ['gone too', 'deleted'],
                ['u000007', 'no-password'],
            ],
            ...[
                ['a queue', 'unknown'],
                ['JUAN', 'unknown'],
                ["x' or 1=1 --", 'unknown'],
                ['', 'unknown'],
                ['%', 'unknown'],
            ],
            ...[
                ['a\0b', 'unknown'],
                ['x'.repeat(254), 'unknown'],
                ['ñandú😀', 'unknown'],
            ],
        ])
            expect([name, await said(name)]).toEqual([name, expected]);
    });
    it('a lease by MAC needs no password where the NAS saw the MAC, and nowhere else', async () => {
        await customer('000001', { kind: 'dhcp', username: null, mac: MAC }, null);
        const lease = { isPpp: false, calling: '1:dc:9f:db:0:0:1' };
        expect(await ask('dc:9f:db:00:00:01', lease)).toMatchObject({ accept: true, proof: 'mac', password: null });
        expect(await said(MAC, { isPpp: true, calling: MAC })).toBe('wrong-door');
        expect(await said(MAC, { isPpp: false, calling: 'DC:9F:DB:00:00:02' })).toBe('wrong-door');
        await customer('000002', { mac: 'DC:9F:DB:00:00:03' }); // PPPoE: his MAC is no name
        expect(await said('DC:9F:DB:00:00:03', { isPpp: false, calling: 'DC:9F:DB:00:00:03' })).toBe('unknown');
    });
    it('a password sealed under another key is no refusal', async () => {
        await customer('000001');
        const seal = makeSeal('another key for tests, also of more than 32 characters');
        const question = { name: 'u000001', isPpp: true, calling: null };
        await expect(answerLogin(world.db, question, { now: world.now, seal })).rejects.toMatchObject({ code: 'secret-unreadable' });
    });
    it('the token is made once, made anew when asked, and kept sealed', async () => {
        const told = { ...world.told, seal: world.seal };
        expect(await radiusToken(world.db, world.seal)).toBeNull();
        const token = await makeRadiusToken(world.db, { anew: false }, told);
        expect([token.length, await makeRadiusToken(world.db, { anew: false }, told)]).toEqual([43, token]);
        expect(await radiusToken(world.db, world.seal)).toBe(token);
        const next = await makeRadiusToken(world.db, { anew: true }, told);
        expect([isSameToken(token, next), isSameToken(next, next), isSameToken('', next)]).toEqual([false, true, false]);
        const rows = await world.db.selectFrom('settings').select('value').execute();
        expect(rows.some(({ value }) => value.includes(next))).toBe(false);
    });
});
