// What FreeRADIUS's SQL module reads of a PostgreSQL: replies and groups, as views, so that there is nothing to keep in step.
// They say of every name what core/rules/authorization.ts says, with one difference: a view knows no clock, so it goes by the
// orders, which are written with every payment, deed and run. A credit that was dated ahead counts there from the next control
// on. What another hand opened on the router (`observed` active) they leave open. No password is in them, sealed or not.
// SQLite has no such reader: nothing is made there.
import { sql } from 'kysely';
import { Fault } from '../../fault.js';
export const VIEWS = ['radreply', 'radusergroup', 'radgroupcheck', 'radgroupreply'];
const SERVED = 'ispcube-served';
const CUT = 'ispcube-cut';
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
export async function up(db, dialect) {
    if (dialect !== 'postgres')
        return;
    await refuseTables(db);
    for (const statement of [LOGINS, TERMS, REPLIES, USER_GROUPS, GROUP_CHECKS, GROUP_REPLIES])
        await sql.raw(statement).execute(db);
}
/** FreeRADIUS's own schema has tables of these names: a database that holds both would serve neither. */
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
async function refuseTables(db) {
    const names = sql.join([...VIEWS]);
    const { rows } = await sql `select relname as name from pg_class
    where relname in (${names}) and relnamespace = current_schema()::regnamespace`.execute(db);
    const [taken] = rows;
    if (taken === undefined)
        return;
    const message = `this database has a table "${taken.name}" already: FreeRADIUS's own schema belongs into a database of its own; move it, then: ispcube db migrate`;
    throw new Fault('record-conflict', message, { table: taken.name });
}
const SAME_USER = `d.id <> c.id and d.in_service = 1 and v.code not like 'ZZ%' and d.username = c.username
  and d.kind in ('pppoe', 'hotspot', 'radius')`;
const SAME_MAC = `d.id <> c.id and d.in_service = 1 and v.code not like 'ZZ%' and d.mac = c.mac and d.kind in ('dhcp', 'hotspot', 'radius')`;
const NAME_AS_MAC = `d.id <> c.id and d.in_service = 1 and v.code not like 'ZZ%' and d.mac = c.username
  and d.kind in ('dhcp', 'hotspot', 'radius')`;
const MAC_AS_NAME = `d.in_service = 1 and v.code not like 'ZZ%' and d.username = c.mac and d.kind in ('pppoe', 'hotspot', 'radius')`;
const nobody = (claims) => `not exists (select 1 from connections d join customers v on v.id = d.customer_id where ${claims})`;
/** Names that belong to one connection in service; MACs in the spelling of MikroTik. */
const LOGINS = `create view radius_logins as
  select w.username, w.id, w.ip, w.ipv6_prefix, w.plan_id,
    coalesce((select o.desired = 'cut' and (o.state = 'open' or p.observed <> 'active')
      from places p join orders o on o.place_id = p.id
      where p.connection_id = w.id and p.is_current = 1 and o.state <> 'cancelled'
      order by o.generation desc limit 1), false) as is_cut
  from (
    select c.username, c.id, c.ip, c.ipv6_prefix, c.plan_id from connections c join customers u on u.id = c.customer_id
      where c.username is not null and c.in_service = 1 and c.kind in ('pppoe', 'hotspot', 'radius') and u.code not like 'ZZ%'
        and ${nobody(SAME_USER)} and ${nobody(NAME_AS_MAC)}
    union all
    select c.mac, c.id, c.ip, c.ipv6_prefix, c.plan_id from connections c join customers u on u.id = c.customer_id
      where c.mac is not null and c.in_service = 1 and c.kind in ('dhcp', 'hotspot', 'radius') and u.code not like 'ZZ%'
        and ${nobody(SAME_MAC)} and ${nobody(MAC_AS_NAME)}
  ) w`;
const term = (key, text) => `coalesce((select value from settings where key = 'radius.${key}'), '${text}')`;
/** The settings of log-ins with the defaults of core/settings.ts. */
const TERMS = `create view radius_terms as select
  ${term('cut', 'reject')} as cut, ${term('cutList', 'ispcube-cut')} as cut_list, ${term('cutRate', '256k/256k')} as cut_rate,
  ${term('cutPool', '')} as cut_pool, ${term('list', '')} as list, ${term('pool', '')} as pool,
  greatest(${term('interimS', '300')}::bigint, 60) as interim_s`;
/** id, name, attribute, value, op: what the module asks for. The id orders the rows of one name. */
const line = (number, attribute, value, from, where) => `select ${number} as id, l.username, '${attribute}'::text as attribute, (${value})::text as value, ':='::text as op from ${from} where ${where}`;
const LOGIN = 'radius_logins l, radius_terms t';
const WITH_PLAN = 'radius_logins l join plans n on n.id = l.plan_id';
const IN_32_BITS = 'greatest(n.down_kbps, n.up_kbps) * 1000 <= 4294967295';
const REPLIES = `create view radreply as
  ${[
    line(1, 'Mikrotik-Rate-Limit', `n.up_kbps || 'k/' || n.down_kbps || 'k'`, WITH_PLAN, 'not l.is_cut'),
    line(2, 'WISPr-Bandwidth-Max-Up', 'n.up_kbps * 1000', WITH_PLAN, `not l.is_cut and ${IN_32_BITS}`),
    line(3, 'WISPr-Bandwidth-Max-Down', 'n.down_kbps * 1000', WITH_PLAN, `not l.is_cut and ${IN_32_BITS}`),
    line(4, 'Framed-IP-Address', 'l.ip', LOGIN, `l.ip is not null and (not l.is_cut or t.cut_pool = '')`),
    line(5, 'Framed-Pool', 't.pool', LOGIN, `not l.is_cut and l.ip is null and t.pool <> ''`),
    line(6, 'Framed-Pool', 't.cut_pool', LOGIN, `l.is_cut and t.cut_pool <> ''`),
    line(7, 'Delegated-IPv6-Prefix', 'l.ipv6_prefix', LOGIN, 'not l.is_cut and l.ipv6_prefix is not null'),
].join('\n  union all ')}`;
const USER_GROUPS = `create view radusergroup as
  select username, case when is_cut then '${CUT}' else '${SERVED}' end as groupname, 1 as priority from radius_logins`;
const GROUP_CHECKS = `create view radgroupcheck as
  select 1 as id, '${CUT}'::text as groupname, 'Auth-Type'::text as attribute, 'Reject'::text as value, ':='::text as op
  from radius_terms where cut = 'reject'`;
const groupLine = (number, group, attribute, value, where) => `select ${number} as id, '${group}'::text as groupname, '${attribute}'::text as attribute, (${value})::text as value, ':='::text as op
   from radius_terms t where ${where}`;
const GROUP_REPLIES = `create view radgroupreply as
  ${[
    groupLine(1, SERVED, 'Mikrotik-Address-List', 't.list', `t.list <> ''`),
    groupLine(2, SERVED, 'Acct-Interim-Interval', 't.interim_s', 'true'),
    groupLine(3, CUT, 'Mikrotik-Rate-Limit', 't.cut_rate', `t.cut_rate <> ''`),
    groupLine(4, CUT, 'Mikrotik-Address-List', 't.cut_list', `t.cut_list <> ''`),
    groupLine(5, CUT, 'Acct-Interim-Interval', 't.interim_s', 'true'),
].join('\n  union all ')}`;
