// What the audit page asks of the log, which grows with everything that is done: by day, by kind, and what hands did among the
// many lines of jobs. The two of hands are partial, so that a run over thousands of customers does not write them.
import { sql } from 'kysely';
/** The same words as in store/audit.ts, or they are not used. */
const HANDS = `("by" < 'job:' or "by" >= 'job;') and what not in ('cut-ordered', 'restore-ordered', 'clear-ordered')`;
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
export async function up(db) {
    await sql.raw('create index log_by_time on log (at, id)').execute(db);
    await sql.raw('create index log_by_what on log (what, at, id)').execute(db);
    await sql.raw(`create index log_of_hands on log (at, id) where ${HANDS}`).execute(db);
    await sql.raw(`create index log_by_hand on log ("by", at, id) where ${HANDS}`).execute(db);
}
