// Whose a name is that wants to log in, and what is stored of him: one question through the indexes of users and MACs. Asked
// for every log-in, a thousand times in a minute when a NAS comes back.

import { sql } from 'kysely'
import type { Desired } from '../driver.ts'
import type { LoginFacts } from '../rules/authorization.ts'
import { isDeleted } from '../rules/decision.ts'
import { deletedIn } from './customers.ts'
import type { Db } from './db.ts'
import type { ConnectionKind, Flag } from './tables.ts'

/** By a user logs in who is asked for one; by a MAC, who is known by it. */
const BY_USER: readonly ConnectionKind[] = ['pppoe', 'hotspot', 'radius']
const BY_MAC: readonly ConnectionKind[] = ['dhcp', 'hotspot', 'radius']

/** A name that so many have is nobody's in any case. */
const LINES_MOST = 20

export interface StoredLogin extends LoginFacts {
  customerId: number
  passwordSealed: string | null
}

interface Row {
  connection: number
  customerId: number
  customerCode: string
  kind: ConnectionKind
  inService: Flag
  passwordSealed: string | null
  byMac: Flag
  mac: string | null
  address: string | null
  ipv6Prefix: string | null
  downKbps: number | null
  upKbps: number | null
  ordered: Desired | null
}

/** Connections that log in by this name, or by this MAC where the name is one; the spelling counts. */
export async function loginsNamed(db: Db, name: string, mac: string | null): Promise<StoredLogin[]> {
  const byMac = sql`union all select id, 1 from connections
    where mac = ${mac} and kind in (${sql.join(BY_MAC)}) and coalesce(username, '') <> ${name}`
  const { rows } = await sql<Row>`
    with named(id, by_mac) as (
      select id, 0 from connections where username = ${name} and kind in (${sql.join(BY_USER)}) ${mac === null ? sql`` : byMac}
    )
    select c.id as connection, c.customer_id as "customerId", u.code as "customerCode", c.kind, c.in_service as "inService",
      c.password_sealed as "passwordSealed", w.by_mac as "byMac", c.mac, c.ip as address, c.ipv6_prefix as "ipv6Prefix",
      l.down_kbps as "downKbps", l.up_kbps as "upKbps",
      (select o.desired from places p join orders o on o.place_id = p.id
        where p.connection_id = c.id and p.is_current = 1 and o.state <> 'cancelled'
        order by o.generation desc limit 1) as ordered
    from named w join connections c on c.id = w.id join customers u on u.id = c.customer_id
      left join plans l on l.id = c.plan_id
    order by c.in_service desc, case when ${sql.raw(deletedIn('u.code'))} then 1 else 0 end, c.id limit ${LINES_MOST}`.execute(
    db.withoutPlugins(),
  )
  return rows.map(({ inService, byMac: isMac, downKbps, upKbps, ...row }) => ({
    ...row,
    inService: inService === 1,
    isDeleted: isDeleted(row.customerCode),
    byMac: isMac === 1,
    hasPassword: row.passwordSealed !== null,
    plan: downKbps === null || upKbps === null ? null : { downKbps, upKbps },
  }))
}

/** Connections in service that log in by a user and have no password; how many, and the first of them. */
export async function loginsWithoutPassword(db: Db): Promise<{ count: number; example: string | null }> {
  const { rows } = await sql<{ count: number; example: string | null }>`
    select count(*) as count, min(u.code || '/' || c.name) as example
    from connections c join customers u on u.id = c.customer_id
    where c.in_service = 1 and c.username is not null and c.password_sealed is null
      and c.kind in (${sql.join(BY_USER)}) and not (${sql.raw(deletedIn('u.code'))})`.execute(db.withoutPlugins())
  return rows[0] ?? { count: 0, example: null }
}
