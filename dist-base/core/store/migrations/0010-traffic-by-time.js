// Hours and days of traffic by time, for what is too old to be found every minute without a walk through all that is kept.
import { sql } from 'kysely';
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
export async function up(db) {
    await sql.raw('create index traffic_hours_by_time on traffic_hours (at)').execute(db);
    await sql.raw('create index traffic_days_by_time on traffic_days (day_on)').execute(db);
}
