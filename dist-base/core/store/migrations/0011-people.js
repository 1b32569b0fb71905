// People who work with the pages, what their roles let them do, and the browsers that they are logged in with.
import { sql } from 'kysely';
import { FIRST_ROLES } from '../../rules/permission.js';
import { column, makeTable } from './columns.js';
const { id, int, text, optional, flag } = column;
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
export async function up(db, dialect) {
    await makeTable(db, dialect, 'roles', [id, text('name', { unique: true }), text('permissions'), flag('own_customers')]);
    for (const { name, permissions, ownCustomers } of FIRST_ROLES)
        await db
            .insertInto('roles')
            .values({ name, permissions: JSON.stringify(permissions), own_customers: ownCustomers ? 1 : 0 })
            .execute();
    await makeTable(db, dialect, 'people', [
        id,
        text('username', { unique: true }),
        text('name'),
        text('email', optional),
        int('role_id', { refers: 'roles' }),
        text('password_hash'),
        int('password_set_at'),
        flag('password_expired'),
        text('totp_sealed', optional),
        int('totp_last_step', optional),
        text('collector', optional),
        text('language', optional),
        int('failures', { default: 0 }),
        int('locked_until', optional),
        int('disabled_at', optional),
        int('created_at'),
        int('seen_at', optional),
    ]);
    await sql.raw('create index people_of_role on people (role_id)').execute(db);
    await makeTable(db, dialect, 'web_sessions', [
        text('id_hash'),
        int('person_id', { optional: true, refers: 'people' }),
        ...['facts', 'address', 'agent'].map((name) => text(name)),
        int('created_at'),
        int('expires_at'),
    ], ['id_hash']);
    await sql.raw('create index web_sessions_of_person on web_sessions (person_id)').execute(db);
    await sql.raw('create index web_sessions_by_end on web_sessions (expires_at)').execute(db);
}
