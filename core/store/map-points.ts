// Who is where: customers with a position and how each stands, slice by slice in the order of their ids, for the map.

import { sql } from 'kysely'
import { deletedIn } from './customers.ts'
import type { Db } from './db.ts'

export interface MapPoint {
  id: number
  lat: number
  lng: number
  /** Connections in service, and how many of those were read back active or cut. */
  inService: number
  active: number
  cut: number
  hasPromise: 0 | 1
}

/** Customers after this id; deleted ones are on no map. `collector`: only his own. */
export async function mapPoints(db: Db, afterId: number, limit: number, collector: string | null): Promise<MapPoint[]> {
  const own = collector === null ? sql`` : sql`and c.collector = ${collector}`
  const { rows } = await sql<MapPoint>`
    with v as (
      select c.id, c.lat, c.lng from customers c
      where c.id > ${afterId} and c.lat is not null and c.lng is not null and not (${sql.raw(deletedIn('c.code'))}) ${own}
      order by c.id limit ${limit}
    )
    select v.id, v.lat, v.lng,
      coalesce(sum(n.in_service), 0) as "inService",
      coalesce(sum(case when n.in_service = 1 and p.observed = 'active' then 1 else 0 end), 0) as active,
      coalesce(sum(case when n.in_service = 1 and p.observed = 'cut' then 1 else 0 end), 0) as cut,
      max(case when exists (select 1 from promises m where m.customer_id = v.id and m.ended_at is null) then 1 else 0 end) as "hasPromise"
    from v left join connections n on n.customer_id = v.id left join places p on p.connection_id = n.id and p.is_current = 1
    group by v.id, v.lat, v.lng order by v.id`.execute(db.withoutPlugins())
  return rows
}
