import { expect, test } from 'vitest';
import { eachDatabase } from '../../fixtures/database.js';
import { importSheet, SEAL } from '../../fixtures/sheets.js';
import { deleteCustomer } from './customers.js';
import { giveMissingPasswords, randomPassword } from './portal-passwords.js';
const TOLD = { now: Date.UTC(2026, 10, 12, 15), by: 'test', seal: SEAL, pause: async () => { } };
test('a random password has letters and digits, ten of them, and is another each time', () => {
    const made = new Set(Array.from({ length: 1000 }, randomPassword));
    expect(made.size).toBe(1000);
    for (const password of made)
        expect(password).toMatch(/^(?=.*[a-z])(?=.*\d)[a-hjkmnp-z2-9]{10}$/);
});
eachDatabase('portal passwords in bulk', (open) => {
    test('C13: everybody in the filter gets one, slice by slice; who has one, and who was deleted, is left alone', async () => {
        const { db } = await open();
        const rows = Array.from({ length: 1203 }, (_, index) => `${String(index).padStart(6, '0')},Cliente,${index % 2 ? 'juan' : 'rosa'}`);
        await importSheet(db, 'customers', ['code,name,collector', ...rows, '999999,Ida,juan'].join('\n'));
        await importSheet(db, 'customers', 'code,portal_password\n000001,perro.calamar');
        await deleteCustomer(db, { code: '999999' }, TOLD);
        let slices = 0;
        const pause = async () => void slices++;
        expect(await giveMissingPasswords(db, { collector: 'juan' }, { ...TOLD, pause })).toBe(600);
        expect(await giveMissingPasswords(db, {}, { ...TOLD, pause })).toBe(602);
        expect(await giveMissingPasswords(db, {}, TOLD)).toBe(0);
        expect(slices).toBe(4);
        const without = await db.selectFrom('customers').select('code').where('portalPasswordSealed', 'is', null).execute();
        expect(without).toEqual([{ code: 'ZZ999999' }]);
        const logged = await db.selectFrom('log').select('customerId').where('what', '=', 'password-given').execute();
        expect(new Set(logged.map(({ customerId }) => customerId)).size).toBe(1202);
    });
});
