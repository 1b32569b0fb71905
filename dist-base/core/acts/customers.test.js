// One customer at a time, and the network and settings around him: on both databases, through the acts that commands and
// pages use.
import { beforeEach, describe, expect, it } from 'vitest';
import { eachDatabase } from '../../fixtures/database.js';
import { World } from '../../fixtures/world.js';
import { listCustomers } from '../store/customer-list.js';
import { requireCustomer } from '../store/customers.js';
import { routerByName } from '../store/routers.js';
import { addCustomer, deleteCustomer, recodeCustomer, setCustomer } from './customers.js';
import { removeRouter, saveConnection, saveRouter } from './network.js';
import { PORTAL_WORDS } from './portal-words.js';
import { saveSetting } from './settings.js';
eachDatabase('customers', (open) => {
    let world;
    beforeEach(async () => {
        world = new World((await open()).db).at('2026-11-01');
        await world.addRouter('norte');
    });
    const told = () => ({ ...world.told, seal: world.seal });
    const add = (code, typed = {}) => addCustomer(world.db, { code, typed: { name: `Customer ${code}`, ...typed } }, told());
    const codes = async (search) => (await listCustomers(world.db, { search, limit: 10 })).map((row) => row.code);
    const logOf = async (code) => {
        const { id } = await requireCustomer(world.db, code);
        const rows = await world.db.selectFrom('log').select('what').where('customerId', '=', id).orderBy('id').execute();
        return rows.map((row) => row.what);
    };
    /** A customer who owes since 10 November and was cut on the 11th. */
    async function cutCustomer(code) {
        const id = await world.customer(code);
        await world.document(id, 'FX', '5000.00', { issuedOn: '2026-11-01', dueOn: '2026-11-10' });
        await world.control('2026-11-11');
        expect(await world.served(id)).toBe('cut');
        return id;
    }
    describe('sign-up', () => {
        it('stores what was typed as it is kept, and finds him by his words', async () => {
            await add('A1', {
                id_type: 'dni',
                id_number: '23.456.789',
                phone: '+54 351 555-0000; 3525 400 400',
                city: 'Robles',
                free: 'si',
            });
            expect(await requireCustomer(world.db, 'A1')).toMatchObject({
                idType: 'DNI',
                idNumber: '23456789',
                city: 'Robles',
                free: 1,
                blockable: 1,
                company: 1,
            });
            expect(await codes('23456789')).toEqual(['A1']);
            expect(await codes('customer a1')).toEqual(['A1']);
            expect(await logOf('A1')).toEqual(['added']);
        });
        it('without an id number he has seven nines', async () => {
            await add('A1');
            expect((await requireCustomer(world.db, 'A1')).idNumber).toBe('9999999');
        });
        it('makes a portal password of two words, sealed for his row', async () => {
            await add('A1');
            const { id, portalPasswordSealed } = await requireCustomer(world.db, 'A1');
            const password = world.seal.open(portalPasswordSealed ?? '', {
                table: 'customers',
                column: 'portal_password',
                row: String(id),
            });
            const words = password.split('.');
            expect([words.length, words.every((word) => PORTAL_WORDS.includes(word))]).toEqual([2, true]);
        });
        it('names whom he resembles, deleted ones too; seven nines and blanks resemble nobody', async () => {
            await add('A1', { id_type: 'DNI', id_number: '23456789', fiscal_address: 'Mitre 100' });
            await add('A2');
            await deleteCustomer(world.db, { code: 'A1' }, world.told);
            expect((await add('A3', { id_type: 'DNI', id_number: '23456789' })).resembling).toEqual([
                { code: 'ZZA1', name: 'Customer A1', same: 'id-number' },
            ]);
            expect((await add('A4', { address: 'mitre 100' })).resembling).toEqual([
                { code: 'ZZA1', name: 'Customer A1', same: 'address' },
            ]);
            expect((await add('A5', { id_number: '9999999' })).resembling).toEqual([]);
        });
        it('refuses a code in use, one that begins with ZZ, and every wrong field at once', async () => {
            await add('A1');
            await expect(add('A1')).rejects.toMatchObject({ code: 'record-conflict' });
            await expect(add('ZZ1')).rejects.toMatchObject({ code: 'input-invalid' });
            for (const word of ['nuevo', 'lista', 'buscar.json', '.', '..'])
                await expect(add(word)).rejects.toMatchObject({
                    code: 'input-invalid',
                    message: expect.stringContaining('words of addresses'),
                });
            await expect(recodeCustomer(world.db, { code: 'A1', to: 'lista' }, told())).rejects.toMatchObject({ code: 'input-invalid' });
            const wrong = add('A2', { company: '6', lat: '95', prenotice: 'maybe' });
            await expect(wrong).rejects.toMatchObject({ code: 'input-invalid', facts: { columns: ['company', 'lat', 'prenotice'] } });
            await expect(add('A2', { lat: '-31.2' })).rejects.toMatchObject({ facts: { columns: ['lng'] } });
            await expect(addCustomer(world.db, { code: 'A2', typed: {} }, told())).rejects.toMatchObject({
                facts: { columns: ['name'] },
            });
        });
    });
    describe('edits', () => {
        it('say what changed, with what it was; the same again changes nothing and is not logged', async () => {
            await add('A1', { city: 'Robles', email: 'a@b.example; c@d.example' });
            const saved = await setCustomer(world.db, { code: 'A1', typed: { city: '', email: 'c@d.example' } }, told());
            expect(saved.changes).toEqual({
                city: { from: 'Robles', to: null },
                email: { from: 'a@b.example; c@d.example', to: 'c@d.example' },
            });
            expect((await setCustomer(world.db, { code: 'A1', typed: { city: '', email: 'c@d.example' } }, told())).changes).toEqual({});
            expect(await logOf('A1')).toEqual(['added', 'edited']);
        });
        it('to gratis restores at once; ending it leaves the cut to the next run', async () => {
            const id = await cutCustomer('000001');
            const saved = await setCustomer(world.db, { code: '000001', typed: { free: 'yes' } }, told());
            expect(saved.orders).toHaveLength(1);
            await world.carry();
            expect(await world.served(id)).toBe('active');
            expect((await setCustomer(world.db, { code: '000001', typed: { free: 'no' } }, told())).orders).toEqual([]);
            await world.control('2026-11-12');
            expect(await world.served(id)).toBe('cut');
        });
    });
    describe('deletion and recoding', () => {
        it('a deleted customer is hidden and cut at once, keeps his former code, and comes back served', async () => {
            const id = await world.customer('000001');
            const deleted = await deleteCustomer(world.db, { code: '000001', comment: 'moved' }, world.told);
            expect(deleted).toMatchObject({ code: 'ZZ000001', formerCode: '000001' });
            await world.carry();
            expect(await world.served(id)).toBe('cut');
            expect(await codes('000001')).toEqual([]);
            await expect(deleteCustomer(world.db, { code: 'ZZ000001' }, world.told)).rejects.toMatchObject({ code: 'record-conflict' });
            const back = await recodeCustomer(world.db, { code: 'ZZ000001', to: '000009' }, world.told);
            expect(back.broughtBack).toBe(true);
            await world.carry();
            expect(await world.served(id)).toBe('active');
            expect((await requireCustomer(world.db, '000009')).formerCode).toBeNull();
        });
        it('a code is deleted twice: the second one gets a number', async () => {
            await add('A1');
            await deleteCustomer(world.db, { code: 'A1' }, world.told);
            await add('A1');
            expect((await deleteCustomer(world.db, { code: 'A1' }, world.told)).code).toBe('ZZA1-2');
        });
        it('a code in use is refused; documents stay with the customer', async () => {
            const id = await cutCustomer('000001');
            await add('A2');
            await expect(recodeCustomer(world.db, { code: '000001', to: 'A2' }, world.told)).rejects.toMatchObject({
                code: 'record-conflict',
            });
            await expect(recodeCustomer(world.db, { code: '000001', to: 'ZZ9' }, world.told)).rejects.toMatchObject({
                code: 'input-invalid',
            });
            await recodeCustomer(world.db, { code: '000001', to: 'B1' }, world.told);
            expect((await world.decision(id)).overdueCents).toBe(500_000);
            expect(await world.served(id)).toBe('cut');
        });
    });
    describe('connections', () => {
        const connect = (name, typed) => saveConnection(world.db, { code: '000001', name, typed }, told());
        it('a move clears the old place and takes the cut along', async () => {
            const id = await cutCustomer('000001');
            await world.addRouter('sur');
            const { orders, changes } = await connect('casa', { router: 'sur', ip: '10.9.9.9' });
            expect(Object.keys(changes).sort()).toEqual(['ip', 'routerId']);
            expect(orders).toHaveLength(2);
            await world.carry();
            expect(await world.served(id)).toBe('cut');
            const places = await world.db.selectFrom('places').select(['address', 'isCurrent', 'observed']).orderBy('id').execute();
            expect(places).toEqual([
                { address: expect.any(String), isCurrent: 0, observed: 'none' },
                { address: '10.9.9.9', isCurrent: 1, observed: 'cut' },
            ]);
        });
        it('closing one in service clears it; a new one of somebody in debt waits for the next run', async () => {
            const id = await cutCustomer('000001');
            await connect('casa', { in_service: 'no' });
            await world.carry();
            expect(await world.served(id)).toBe('none');
            const made = await connect('taller', { kind: 'pppoe', router: 'norte', username: 'taller-1' });
            expect([made.isNew, made.orders]).toEqual([true, []]);
        });
        it('what names nothing, or is no address, is refused', async () => {
            await world.customer('000001');
            await expect(connect('casa', { router: 'nowhere' })).rejects.toMatchObject({ facts: { columns: ['router'] } });
            await expect(connect('casa', { ip: '10.0.0.300' })).rejects.toMatchObject({ facts: { columns: ['ip'] } });
            await expect(connect('nueva', { ip: '10.0.0.3' })).rejects.toMatchObject({ facts: { columns: ['kind'] } });
        });
    });
    describe('routers', () => {
        const save = (name, typed, isNew = false) => saveRouter(world.db, { name, typed, isNew }, told());
        it('are added with the usual port, their password sealed under their name', async () => {
            await save('sur', { driver: 'routeros', host: '10.0.0.1', tls: 'yes', password: 'hidden', site: 'Cerro', lat: '-31.2', lng: '-64.3' }, true);
            const router = await routerByName(world.db, 'sur');
            expect(router).toMatchObject({ port: 8729, tls: 1 });
            expect(world.seal.open(router?.passwordSealed ?? '', { table: 'routers', column: 'password', row: 'sur' })).toBe('hidden');
            await expect(save('sur', { driver: 'routeros', host: 'x' }, true)).rejects.toMatchObject({ code: 'record-conflict' });
            await expect(save('este', { host: 'x' })).rejects.toMatchObject({ code: 'record-missing' });
        });
        it('an edit wakes what waited, and forgets the certificate only of another host or port', async () => {
            await cutCustomer('000001');
            world.reachable = false;
            const { id } = await requireCustomer(world.db, '000001');
            await world.document(id, 'RC', '5000.00');
            await world.again(id);
            await world.carry();
            await world.db
                .updateTable('routers')
                .set({ tlsPin: 'aa', retryAt: world.now + 60_000, circuit: 'open' })
                .execute();
            await save('norte', { username: 'other' });
            expect(await routerByName(world.db, 'norte')).toMatchObject({
                tlsPin: 'aa',
                retryAt: null,
                circuit: 'closed',
                faultMessage: null,
            });
            expect((await world.openOrders(id)).map((order) => order.nextAt <= world.now)).toEqual([true]);
            await save('norte', { host: '10.0.0.2' });
            expect((await routerByName(world.db, 'norte'))?.tlsPin).toBeNull();
        });
        it('are removed only when no connection is on them, and may come back', async () => {
            await world.customer('000001');
            await expect(removeRouter(world.db, { name: 'norte' }, world.told)).rejects.toMatchObject({ code: 'record-conflict' });
            await world.addRouter('sur');
            await removeRouter(world.db, { name: 'sur' }, world.told);
            expect(await routerByName(world.db, 'sur')).toBeUndefined();
            expect((await save('sur', { driver: 'none', host: 'x' }, true)).isNew).toBe(true);
            expect(await routerByName(world.db, 'sur')).toMatchObject({ driver: 'none', removedAt: null });
        });
    });
    describe('settings', () => {
        it('a higher threshold restores at once, a lower one leaves the cut to the next run', async () => {
            const id = await cutCustomer('000001');
            expect((await saveSetting(world.db, { key: 'unblockThreshold', value: '5000' }, world.told)).orders).toHaveLength(1);
            await world.carry();
            expect(await world.served(id)).toBe('active');
            const lowered = await saveSetting(world.db, { key: 'unblockThreshold', value: '100' }, world.told);
            expect(lowered).toMatchObject({ value: '100.00', before: '5000.00', orders: [] });
            await world.control('2026-11-12');
            expect(await world.served(id)).toBe('cut');
        });
        it('the same again is no change, an unknown key or value names itself and changes nothing', async () => {
            expect((await saveSetting(world.db, { key: 'maxCuts', value: 'auto' }, world.told)).isNew).toBe(false);
            await expect(saveSetting(world.db, { key: 'maxCut', value: '1' }, world.told)).rejects.toThrow(/maxCut/);
            await expect(saveSetting(world.db, { key: 'controlHour', value: '25:00' }, world.told)).rejects.toThrow(/controlHour.*25:00/);
            expect(await world.db.selectFrom('log').select('id').where('what', '=', 'setting').execute()).toEqual([]);
        });
    });
});
