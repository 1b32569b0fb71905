// What people keep of their lists (views with a name, columns), the templates that the ISP prints by, and what the newest
// filters of the customer list find by.
import { sql } from 'kysely';
import { column, makeTable } from './columns.js';
const { id, int, text, flag } = column;
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
export async function up(db, dialect) {
    await makeTable(db, dialect, 'saved_views', [
        id,
        int('person_id', { refers: 'people' }),
        text('name'),
        text('query'),
        flag('is_shared'),
        int('saved_at'),
    ]);
    await sql.raw('create unique index saved_views_named on saved_views (person_id, name)').execute(db);
    await sql.raw('create index saved_views_shared on saved_views (name) where is_shared = 1').execute(db);
    await makeTable(db, dialect, 'list_columns', [int('person_id', { refers: 'people' }), text('columns')], ['person_id']);
    await makeTable(db, dialect, 'print_templates', [
        id,
        text('kind'),
        text('name', { default: '' }),
        text('source'),
        int('saved_at'),
        text('saved_by'),
    ]);
    await sql.raw('create unique index print_templates_named on print_templates (kind, name)').execute(db);
    await makeTable(db, dialect, 'print_images', [text('name'), text('type'), text('content'), int('saved_at')], ['name']);
    // Each flag from both sides: a list of those who have it is as common as one of those who have not.
    for (const [name, are] of [
        ['without_password', 'portal_password_sealed is null'],
        ['with_password', 'portal_password_sealed is not null'],
        ['not_free', 'free = 0'],
        ['blockable', 'blockable = 1'],
    ])
        await sql.raw(`create index customers_${name} on customers (code) where ${are}`).execute(db);
}
