// What arguments and filters name, looked up once, where they are read. A router that is not there is a fault; a city is found
// however it is accented.

import { citiesLike, type CustomerFilter } from '../core/store/customer-list.ts'
import type { Db } from '../core/store/db.ts'
import { readableRouters, requireRouter } from '../core/store/routers.ts'
import type { RouterRow } from '../core/store/tables.ts'

/** The router of that name; without one, all that can be read. */
export async function routersNamed(db: Db, name: string | undefined): Promise<RouterRow[]> {
  if (name !== undefined) return [await requireRouter(db, name)]
  return readableRouters(db)
}

/** The part of a customers' filter that is given by names. */
export async function filterNamed(
  db: Db,
  { router, city }: { router?: string | undefined; city?: string | undefined },
): Promise<Pick<CustomerFilter, 'routerId' | 'cities'>> {
  return {
    routerId: router === undefined ? undefined : (await requireRouter(db, router)).id,
    cities: city === undefined ? undefined : await citiesLike(db, city),
  }
}
