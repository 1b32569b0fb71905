// *Reconstrucción de saldos*: the stored balance is a cache of Σ documents. Rebuilding reports every difference it finds and
// writes the true one.

import { sql } from 'kysely'
import type { Db, Tx } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import type { Told } from './reorder.ts'

export interface BalanceDifference {
  customerId: number
  code: string
  storedCents: number
  rebuiltCents: number
}

/** The stored balances that differ from the documents, of these customers or of all. */
export async function balanceDifferences(db: Db, customerIds?: readonly number[]): Promise<BalanceDifference[]> {
  const wanted = customerIds ? sql`where c.id in (${sql.join(customerIds)})` : sql``
  const { rows } = await sql<BalanceDifference>`
    select id as "customerId", code, stored as "storedCents", rebuilt as "rebuiltCents" from (
      select c.id, c.code, c.balance_cents as stored, cast(coalesce((
        select sum(case when substr(d.kind, 1, 1) in ('F', 'D') then d.amount_cents else -d.amount_cents end)
        from documents d where d.customer_id = c.id), 0) as bigint) as rebuilt
      from customers c ${wanted}) as both
    where stored <> rebuilt order by id`.execute(db.withoutPlugins())
  return rows
}

export async function rebuildBalances(tx: Tx, customerIds: readonly number[] | undefined, told: Told): Promise<BalanceDifference[]> {
  const found: BalanceDifference[] = []
  if (customerIds === undefined) found.push(...(await balanceDifferences(tx)))
  else for (let start = 0; start < customerIds.length; start += 1000) found.push(...(await balanceDifferences(tx, customerIds.slice(start, start + 1000))))
  for (const one of found) {
    await tx.updateTable('customers').set({ balanceCents: one.rebuiltCents }).where('id', '=', one.customerId).execute()
  }
  await addLog(
    tx,
    found.map((one) => ({ at: told.now, by: told.by, what: 'balance-rebuilt', customerId: one.customerId, facts: { storedCents: one.storedCents, rebuiltCents: one.rebuiltCents } })),
  )
  return found
}
