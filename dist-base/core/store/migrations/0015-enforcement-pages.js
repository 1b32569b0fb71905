// What the pages of enforcement ask for. A form that is sent twice does its deed once; what a sweep found stays to be read, and a
// person may ask for the next one; a receipt says when its order left for the router, not only when it was asked for and proven.
import { sql } from 'kysely';
import { column, makeTable } from './columns.js';
const { id, int, text, optional } = column;
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
export async function up(db, dialect) {
    const [whole, words] = dialect === 'sqlite' ? ['integer', 'text'] : ['bigint', 'text collate "C"'];
    for (const table of ['deeds', 'runs']) {
        await sql.raw(`alter table ${table} add column ask_id ${words}`).execute(db);
        await sql.raw(`create unique index ${table}_by_ask on ${table} (ask_id) where ask_id is not null`).execute(db);
    }
    await sql.raw(`alter table routers add column sweep_asked_at ${whole}`).execute(db);
    await sql.raw(`alter table routers add column handed_at ${whole}`).execute(db);
    await sql.raw(`alter table orders add column handed_at ${whole}`).execute(db);
    await makeTable(db, dialect, 'drifts', [
        id,
        int('router_id', { refers: 'routers' }),
        int('at'),
        text('kind'),
        int('connection_id', { optional: true, refers: 'connections' }),
        text('reason', optional),
        text('seen'),
    ]);
    await sql.raw('create index drifts_of_router on drifts (router_id, kind)').execute(db);
}
