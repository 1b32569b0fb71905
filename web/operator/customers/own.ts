// Whose customers a person may see and act on: everybody's, or, where his role says so, those whose collector he is. Asked at
// every page and form about a customer; one that he may not see looks like one that is not there.

import type { FastifyRequest } from 'fastify'
import { Fault } from '../../../core/fault.ts'
import { requireCustomer } from '../../../core/store/customers.ts'
import type { Db } from '../../../core/store/db.ts'
import type { Person } from '../../../core/store/people.ts'
import type { CustomerRow } from '../../../core/store/tables.ts'
import { me } from '../access.ts'

/** Whose customers he sees alone; null where he sees all. */
export const ownOf = ({ ownCustomers, collector }: Person): string | null => (ownCustomers ? (collector ?? '') : null)

export const collectorOf = (request: FastifyRequest): string | null => ownOf(me(request))

export async function customerFor(request: FastifyRequest, db: Db): Promise<CustomerRow> {
  const { code } = request.params as { code: string }
  const customer = await requireCustomer(db, code)
  const collector = collectorOf(request)
  if (collector !== null && customer.collector !== collector)
    throw new Fault('record-missing', `there is no customer with the code "${code}"`, { customer: code })
  return customer
}
