// The log as an auditor reads it: newest first, by person, kind, customer and days, pages by key. What jobs did is left out
// unless it is asked for, because it is most of the log. Each question walks an index (migration 0017) and no more rows than the
// page has, however long the log is.
import { sql } from 'kysely';
/** The same words as the partial indexes have, or they are not used. */
const HANDS = sql `("by" < 'job:' or "by" >= 'job;')`;
const DEEDS = sql `what not in ('cut-ordered', 'restore-ordered', 'clear-ordered')`;
/** What a deed makes the program do: thousands of lines for one press of a button. */
const ORDERED = new Set(['cut-ordered', 'restore-ordered', 'clear-ordered']);
export async function auditLines(db, filter, after, limit) {
    const { by, what, customerId, fromAt, untilAt, withJobs } = filter;
    let lines = db.selectFrom('log');
    if (by !== undefined)
        lines = lines.where('log.by', '=', by);
    if (withJobs !== true)
        lines = lines.where(HANDS);
    if (withJobs !== true && !ORDERED.has(what ?? ''))
        lines = lines.where(DEEDS);
    if (what !== undefined)
        lines = lines.where('log.what', '=', what);
    if (customerId !== undefined)
        lines = lines.where('log.customerId', '=', customerId);
    if (fromAt !== undefined)
        lines = lines.where('log.at', '>=', fromAt);
    if (untilAt !== undefined)
        lines = lines.where('log.at', '<', untilAt);
    if (after !== null)
        lines = lines.where((row) => row(row.refTuple('log.at', 'log.id'), '<', row.tuple(after.at, after.id)));
    const rows = await lines
        .leftJoin('customers', 'customers.id', 'log.customerId')
        .selectAll('log')
        .select(['customers.code as customerCode', 'customers.name as customerName'])
        .orderBy('log.at', 'desc')
        .orderBy('log.id', 'desc')
        .limit(limit)
        .execute();
    return rows.map((row) => ({ ...row, facts: JSON.parse(row.facts) }));
}
/** All kinds of lines that there are: one look at the index for each. */
export async function auditKinds(db) {
    const { rows } = await sql `
    with recursive found (value) as (
      select min(what) from log
      union all
      select (select min(what) from log where what > found.value) from found where found.value is not null
    ) select value from found where value is not null limit 500`.execute(db.withoutPlugins());
    return rows.map(({ value }) => value);
}
/** All hands that there are, operators without whoever never did anything. */
export async function auditHands(db) {
    const { rows } = await sql `
    with recursive found (value) as (
      select min("by") from log where ${HANDS} and ${DEEDS}
      union all
      select (select min("by") from log where ${HANDS} and ${DEEDS} and "by" > found.value) from found where found.value is not null
    ) select value from found where value is not null limit 1000`.execute(db.withoutPlugins());
    return rows.map(({ value }) => value);
}
