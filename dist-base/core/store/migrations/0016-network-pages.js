// What the network's pages keep: questions of a page to a device, with their answers, and what plans are offered for a while.
// One question about one thing is open at a time: who asks again meanwhile gets the answer of the first. And how strongly each
// CPE was heard last, beside it, so that the worst of a hundred thousand are found by an index.
import { sql } from 'kysely';
import { column, makeTable } from './columns.js';
const { id, int, text, optional } = column;
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
export async function up(db, dialect) {
    await makeTable(db, dialect, 'asks', [
        id,
        text('kind'),
        int('about'),
        text('asked_by'),
        int('asked_at'),
        int('taken_at', optional),
        int('answered_at', optional),
        text('answer', optional),
        text('fault', optional),
    ]);
    await sql.raw('create unique index asks_open on asks (kind, about) where answered_at is null').execute(db);
    await sql.raw('create index asks_waiting on asks (id) where answered_at is null and taken_at is null').execute(db);
    await sql.raw('create index asks_about on asks (kind, about, id)').execute(db);
    await sql.raw('create index asks_by_time on asks (asked_at)').execute(db);
    await makeTable(db, dialect, 'promotions', [
        id,
        int('plan_id', { refers: 'plans' }),
        text('detail'),
        text('from_on'),
        text('to_on'),
        int('price_cents'),
        text('ask_id', { unique: true }),
    ]);
    await sql.raw('create index promotions_of on promotions (plan_id, from_on)').execute(db);
    await sql.raw(`alter table cpes add column strength_dbm ${dialect === 'sqlite' ? 'integer' : 'bigint'}`).execute(db);
    await sql
        .raw(`update cpes set strength_dbm = (select coalesce(r.signal_dbm, r.heard_dbm) from readings r
        where r.connection_id = cpes.connection_id and r.at = cpes.ok_at) where ok_at is not null`)
        .execute(db);
    for (const [name, of] of Object.entries(WORST))
        await sql.raw(`create index ${name} on cpes ${of}`).execute(db);
}
const WORST = {
    cpes_worst: '(strength_dbm, connection_id) where strength_dbm is not null',
    cpes_faulty: '(tried_at, connection_id) where fault_code is not null',
    cpes_unheard: '(connection_id) where strength_dbm is null and tried_at is not null',
};
