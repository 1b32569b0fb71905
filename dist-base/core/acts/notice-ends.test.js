// Whatever lessens a debt, or takes the connection elsewhere, ends a running notice in its own transaction; and who has no address
// of his own is found by accounting, or left to the router to look up.
import { beforeEach, describe, expect, it } from 'vitest';
import { eachDatabase } from '../../fixtures/database.js';
import { importSheet } from '../../fixtures/sheets.js';
import { money, World } from '../../fixtures/world.js';
import { day } from '../rules/day.js';
import { followConnections } from './moves.js';
import { noticeMessage, settleMessage } from './notice-lists.js';
import { beginNotices, noticeOf, noticesDue } from './notices.js';
import { adjust, pay, voidDocument } from './payments.js';
import { addPromise } from './promises.js';
eachDatabase('notices', (open) => {
    let world;
    let ana;
    beforeEach(async () => {
        world = new World((await open()).db).at('2026-11-08T12:00');
        await world.settings({ unblockThreshold: '1000.00', 'prenotice.enabled': 'true' });
        ana = await owing('000001', { ip: '10.0.0.1' });
    });
    async function owing(code, wish) {
        const id = await world.customer(code, [wish]);
        await world.document(id, 'FX', '5000.00', { issuedOn: '2026-11-01', dueOn: '2026-11-10', number: `F${code}` });
        return id;
    }
    const begin = async (away) => {
        const due = await noticesDue(world.db, { at: world.now, most: 100, away, pause: async () => { } });
        return beginNotices(world.db, due, { ...world.told, away });
    };
    const rows = () => world.db.selectFrom('notices').selectAll().orderBy('id').execute();
    const ended = async () => (await rows()).map(({ endedBy }) => endedBy);
    const message = async () => noticeMessage(world.db, world.router, world.now);
    const why = async (customer) => (await noticeOf(world.db, customer, world.now)).why;
    describe('end', () => {
        it.each([
            [
                'by an adjustment in his favour',
                () => adjust(world.db, { code: '000001', amountCents: money('1.00'), comment: 'x' }, world.told),
                'adjustment:CX X-00000001',
            ],
            [
                'by a charge that is voided',
                () => voidDocument(world.db, { code: '000001', number: 'F000001', comment: 'x' }, world.told),
                'void:FX F000001',
            ],
            ['by a promise', () => addPromise(world.db, { code: '000001', promisedOn: day('2026-11-16') }, world.told), 'promise:1'],
            ['by a file with a receipt', () => file('000001,RC,7,2026-11-08,,100.00'), 'import:documents.csv'],
            ['by a file with a credit note', () => file('000001,CX,7,2026-11-08,,100.00'), 'import:documents.csv'],
            ['not by a file with an invoice', () => file('000001,FX,7,2026-11-08,2026-11-20,100.00'), null],
            ['not by a file about others', () => file('000002,RC,7,2026-11-08,,100.00'), null],
        ])('%s', async (_, deed, cause) => {
            await world.customer('000002');
            await begin();
            await deed();
            expect(await ended()).toEqual([cause]);
        });
        const file = (line) => importSheet(world.db, 'documents', `customer_code,kind,number,issued_on,due_on,amount\n${line}`, { now: world.now });
        it('by a move: the address that he leaves may be another’s', async () => {
            await begin();
            await world.db.updateTable('connections').set({ ip: '10.0.0.77' }).where('id', '=', 1).execute();
            await world.db.transaction().execute((tx) => followConnections(tx, world.told, [1]));
            expect(await ended()).toEqual(['move']);
        });
        it('an adjustment against him, or a receipt that is voided, lets it run', async () => {
            const { number } = await pay(world.db, { code: '000001', amountCents: money('1.00') }, world.told);
            await begin();
            await adjust(world.db, { code: '000001', amountCents: money('-1.00'), comment: 'x' }, world.told);
            await voidDocument(world.db, { code: '000001', number: `RC ${number}`, comment: 'bounced' }, world.told);
            expect(await ended()).toEqual([null]);
        });
    });
    describe('the router', () => {
        const listed = { connection: 1, state: 'listed', address: '10.0.0.1', why: null };
        it('is told the whole list until it was told', async () => {
            await begin();
            const first = await message();
            expect(first?.entries).toMatchObject([{ connection: 1, address: '10.0.0.1', seek: null, seconds: 30 }]);
            if (first)
                await settleMessage(world.db, first, [listed], world.now);
            expect([await message(), (await rows())[0]?.toldAt]).toEqual([null, world.now]);
        });
        it('is told again what was refused or left', async () => {
            await begin();
            for (const state of ['refused', 'left']) {
                const sent = await message();
                if (sent)
                    await settleMessage(world.db, sent, [{ ...listed, state, why: 'no' }], world.now);
                expect((await message())?.entries).toHaveLength(1);
            }
        });
        it('a payment between the message and its answer is still to be told', async () => {
            await begin();
            const sent = await message();
            await pay(world.db, { code: '000001', amountCents: money('1.00') }, world.told);
            if (sent)
                await settleMessage(world.db, sent, [listed], world.now);
            const next = await message();
            expect(next?.entries).toEqual([]);
            if (next)
                await settleMessage(world.db, next, [], world.now);
            expect(await message()).toBeNull();
        });
        it('that is left alone begins nothing', async () => {
            expect((await begin(new Set([world.router]))).notices).toEqual([]);
            expect((await begin()).notices).toMatchObject([{ customerId: ana, customerCode: '000001', owedCents: 500_000 }]);
        });
    });
    describe('an address that is not his own', () => {
        const session = async (name, connectionId, address, stoppedAt = null) => {
            const login = await world.db
                .insertInto('logins')
                .values({ name, connectionId, firstAt: 0 })
                .returning('id')
                .executeTakeFirstOrThrow();
            const counts = { seconds: 0, upOctets: 0, downOctets: 0, upBase: 0, downBase: 0, ended: null, cause: null };
            const rest = { ipv6Address: null, ipv6Prefix: null, delegatedPrefix: null, calling: null, called: null, nasPortId: null };
            const key = { loginId: login.id, nas: '10.0.0.254', sessionId: name, multiSessionId: '' };
            const times = { startedAt: 0, heardAt: world.now, stoppedAt };
            await world.db
                .insertInto('sessions')
                .values({ ...key, ...times, ...counts, ...rest, address })
                .execute();
        };
        it('is looked up by user or MAC at every message, and written down', async () => {
            await owing('000002', { ip: null, kind: 'pppoe', username: 'beto' });
            await owing('000003', { ip: null, kind: 'dhcp', mac: '020000000003' });
            await begin();
            const sent = await message();
            const sought = [
                { way: 'pppoe', name: 'beto' },
                { way: 'dhcp', name: '020000000003' },
            ];
            expect(sent?.entries.slice(1)).toMatchObject(sought.map((seek) => ({ address: null, seek })));
            const found = [2, 3].map((connection) => ({
                connection,
                state: 'listed',
                address: `100.64.0.${connection}`,
                why: null,
            }));
            if (sent)
                await settleMessage(world.db, sent, found, world.now);
            expect((await rows()).map(({ address, origin }) => [address, origin])).toEqual([
                ['10.0.0.1', 'own'],
                ['100.64.0.2', 'router'],
                ['100.64.0.3', 'router'],
            ]);
            // One of them was not answered for; the whole list goes again, and who has moved is found where he is.
            expect((await message())?.entries.slice(1)).toMatchObject(sought.map((seek) => ({ address: null, seek })));
        });
        it('is that of the open session, where the kind has no table on the router', async () => {
            const beto = await owing('000002', { ip: null, kind: 'queue', username: 'beto' });
            expect(await why(beto)).toBe('no-address');
            await session('beto', 2, '100.64.0.2', world.now);
            expect(await why(beto)).toBe('no-address');
            await session('beto-2', 2, '100.64.0.9');
            expect(await why(beto)).toBeNull();
            await begin();
            expect((await rows())[1]).toMatchObject({ customerId: beto, address: '100.64.0.9', origin: 'accounting' });
        });
        it('is nobody’s where two open sessions have it, or it is another’s own', async () => {
            const beto = await owing('000002', { ip: null, kind: 'queue', username: 'beto' });
            const caro = await owing('000003', { ip: null, kind: 'queue', username: 'caro' });
            await session('beto', 2, '100.64.0.9');
            await session('caro', 3, '100.64.0.9');
            expect([await why(beto), await why(caro)]).toEqual(['no-address', 'no-address']);
            const dani = await owing('000004', { ip: null, kind: 'queue', username: 'dani' });
            await session('dani', 4, '10.0.0.1');
            expect(await why(dani)).toBe('no-address');
        });
    });
    it('each reason is named', async () => {
        const shared = [await owing('000002', { ip: '10.0.0.9' }), await owing('000003', { ip: '10.0.0.9' })];
        const nowhere = await owing('000004', { ip: null });
        const odd = await owing('000005', {});
        await world.document(odd, 'CX', '4000.00', { issuedOn: '2026-11-02', voids: await lastInvoice(odd) });
        expect(await Promise.all([...shared, nowhere, odd, ana].map(why))).toEqual([
            'address-shared',
            'address-shared',
            'no-address',
            'unclear',
            null,
        ]);
    });
    const lastInvoice = async (customer) => (await world.db.selectFrom('documents').select('id').where('customerId', '=', customer).executeTakeFirstOrThrow()).id;
});
