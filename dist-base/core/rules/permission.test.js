import { describe, expect, it } from 'vitest';
import { ADMIN_ROLE, FIRST_ROLES, isPermission, PERMISSIONS, readPermissions } from './permission.js';
describe('permissions', () => {
    it('are each named once, as a thing and a deed', () => {
        expect(new Set(PERMISSIONS).size).toBe(PERMISSIONS.length);
        for (const permission of PERMISSIONS)
            expect(permission).toMatch(/^[a-z]+\.[a-z]+$/);
    });
    it.each([
        ['["customers.see"]', ['customers.see']],
        ['["runs.start","customers.see","runs.start"]', ['customers.see', 'runs.start']],
        ['["customers.see","money.print"]', ['customers.see']],
        ['[]', []],
        ['{"customers.see":true}', []],
        ['"customers.see"', []],
        ['null', []],
    ])('stored as %s are %j', (stored, read) => expect(readPermissions(stored)).toEqual(read));
    it.each([
        ['people.edit', true],
        ['toString', false],
        ['__proto__', false],
        ['', false],
    ])('"%s" is one: %s', (text, is) => expect(isPermission(text)).toBe(is));
});
describe('the roles of the beginning', () => {
    const may = (role) => FIRST_ROLES.find(({ name }) => name === role);
    it('are written as a person types them: in small letters, each once', () => {
        const names = FIRST_ROLES.map(({ name }) => name);
        expect(names).toEqual([...new Set(names.map((name) => name.toLowerCase()))]);
    });
    it('let one do everything, and nobody else let people in or change the settings', () => {
        expect(may(ADMIN_ROLE)?.permissions).toEqual(PERMISSIONS);
        for (const { name, permissions } of FIRST_ROLES)
            if (name !== ADMIN_ROLE)
                expect(permissions).not.toEqual(expect.arrayContaining(['people.edit']));
        for (const { name, permissions } of FIRST_ROLES)
            if (name !== ADMIN_ROLE)
                expect(permissions).not.toEqual(expect.arrayContaining(['settings.edit']));
    });
    it('keep a collector to his own customers and to their payments', () => {
        expect(may('cobrador')).toMatchObject({ ownCustomers: true, permissions: ['customers.see', 'payments.enter'] });
    });
    it('show secrets and start runs to nobody below a supervisor', () => {
        for (const { name, permissions } of FIRST_ROLES) {
            const isHigh = name === ADMIN_ROLE || name === 'supervisor';
            expect([name, permissions.includes('secrets.see')]).toEqual([name, isHigh]);
            expect([name, permissions.includes('runs.start')]).toEqual([name, isHigh]);
        }
    });
});
