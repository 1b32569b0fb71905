// People who work with the program, and their roles.
import { ABOUT_ALL, ADMIN_ROLE, PERMISSIONS, readPermissions } from '../rules/permission.js';
import { askRows, columnsAs } from './asking.js';
const joined = (db) => db
    .selectFrom('people')
    .innerJoin('roles', 'roles.id', 'people.roleId')
    .selectAll('people')
    .select(['roles.name as role', 'roles.permissions', 'roles.ownCustomers']);
const personOf = (row) => ({
    ...row,
    permissions: permissionsOf(row),
    ownCustomers: row.ownCustomers === 1,
});
function permissionsOf({ role, permissions, ownCustomers }) {
    // A permission that came with a newer program is in no stored list.
    if (role === ADMIN_ROLE)
        return PERMISSIONS;
    const stored = readPermissions(permissions);
    return ownCustomers === 1 ? stored.filter((one) => !ABOUT_ALL.includes(one)) : stored;
}
const PERSON = `select ${columnsAs('p', [
    ...[
        'id',
        'username',
        'name',
        'email',
        'roleId',
        'passwordHash',
        'passwordSetAt',
        'passwordExpired',
        'totpSealed',
        'totpLastStep',
    ],
    ...['collector', 'language', 'failures', 'lockedUntil', 'disabledAt', 'createdAt', 'seenAt'],
])}, r.name as role, r.permissions, r.own_customers as "ownCustomers"
  from people p join roles r on r.id = p.role_id where p.id = ?`;
/** Asked at every page. */
export async function personById(db, id) {
    const [row] = await askRows(db, PERSON, [id]);
    return row === undefined ? null : personOf(row);
}
/** Held until the transaction ends: of two who log in with the same name at once, each counts. */
export async function holdPerson(db, id) {
    await db
        .updateTable('people')
        .set((row) => ({ failures: row.ref('failures') }))
        .where('id', '=', id)
        .execute();
    return personById(db, id);
}
export async function personByUsername(db, username) {
    const row = await joined(db).where('people.username', '=', username).executeTakeFirst();
    return row === undefined ? null : personOf(row);
}
export async function listPeople(db) {
    return (await joined(db).orderBy('people.username').limit(1000).execute()).map(personOf);
}
export async function insertPerson(db, person, at) {
    const row = { ...person, passwordSetAt: at, createdAt: at, failures: 0 };
    return (await db.insertInto('people').values(row).returning('id').executeTakeFirstOrThrow()).id;
}
export async function changePerson(db, id, change) {
    if (Object.keys(change).length > 0)
        await db.updateTable('people').set(change).where('id', '=', id).execute();
}
export async function listRoles(db) {
    return db.selectFrom('roles').selectAll().orderBy('id').execute();
}
export async function roleByName(db, name) {
    return (await db.selectFrom('roles').selectAll().where('name', '=', name).executeTakeFirst()) ?? null;
}
export async function roleById(db, id) {
    return (await db.selectFrom('roles').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}
export async function insertRole(db, role) {
    return (await db.insertInto('roles').values(role).returning('id').executeTakeFirstOrThrow()).id;
}
export async function changeRole(db, id, change) {
    await db.updateTable('roles').set(change).where('id', '=', id).execute();
}
/** How many people of each role may log in. */
export async function countByRole(db) {
    const counted = db.selectFrom('people').select((row) => ['roleId', row.fn.countAll().as('count')]);
    const rows = await counted.where('disabledAt', 'is', null).groupBy('roleId').execute();
    return new Map(rows.map((row) => [row.roleId, row.count]));
}
/** Holds all people until the transaction ends: who may let others in is not to be counted while another changes it. */
export async function lockRoles(db) {
    await db
        .updateTable('roles')
        .set((row) => ({ name: row.ref('name') }))
        .execute();
}
/** By the name under which the log knows them: `operator:7` → `Ana Suárez`. */
export async function peopleNames(db) {
    const rows = await db.selectFrom('people').select(['id', 'name']).execute();
    return new Map(rows.map(({ id, name }) => [`operator:${id}`, name]));
}
