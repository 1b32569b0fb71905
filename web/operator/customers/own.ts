// Whose customers a person may see and act on: everybody's, or, where his role says so, those whose collector he is. Asked at
// every page and form about a customer; one that he may not see looks like one that is not there.

import type { FastifyRequest } from 'fastify'
import { Fault } from '../../../core/fault.ts'
import { customerByCode, requireCustomer } from '../../../core/store/customers.ts'
import type { Db } from '../../../core/store/db.ts'
import type { Person } from '../../../core/store/people.ts'
import type { CustomerRow } from '../../../core/store/tables.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import { me } from '../access.ts'
import { readerOf } from '../frame.ts'

/** Whose customers he sees alone; null where he sees all. */
export const ownOf = ({ ownCustomers, collector }: Person): string | null => (ownCustomers ? (collector ?? '') : null)

export const collectorOf = (request: FastifyRequest): string | null => ownOf(me(request))

export function isHis(request: FastifyRequest, customer: Pick<CustomerRow, 'collector'>): boolean {
  const collector = collectorOf(request)
  return collector === null || customer.collector === collector
}

export async function customerFor(request: FastifyRequest, db: Db): Promise<CustomerRow> {
  const { code } = request.params as { code: string }
  if (collectorOf(request) === null) return requireCustomer(db, code)
  const customer = await customerByCode(db, code)
  if (customer === undefined || !isHis(request, customer))
    throw new Fault('record-missing', `there is no customer with the code "${code}"`, { customer: code })
  return customer
}

/** How somebody is named who has what a form asked for: whoever may not see him learns that it is taken, and no more. */
export const nameOf = (
  request: FastifyRequest,
  customer: Pick<CustomerRow, 'name' | 'collector'> | undefined,
  t: OperatorText,
): string => (customer === undefined ? '' : isHis(request, customer) ? customer.name : t.customerOffice.notHis)

/** These others as he may read of them: of one who is not his there is no code, and no name. */
export async function asHeMaySee<T extends { code: string; name: string }>(
  request: FastifyRequest,
  db: Db,
  others: readonly T[],
): Promise<T[]> {
  if (collectorOf(request) === null) return [...others]
  const { t } = readerOf(request)
  const shown: T[] = []
  for (const one of others) {
    const customer = await customerByCode(db, one.code)
    const isSeen = customer !== undefined && isHis(request, customer)
    shown.push(isSeen ? one : { ...one, code: '', name: t.customerOffice.notHis })
  }
  return shown
}
