// The portal password of one customer: a proposal that is easy to say on the telephone, setting it, and reading it out. What was
// generated, imported or typed by an operator is sealed and can be read by who may, which is logged; what a customer chooses
// himself is not kept in a form that anybody could read.

import { randomInt } from 'node:crypto'
import { Fault } from '../fault.ts'
import type { Seal } from '../seal.ts'
import { updateCustomer } from '../store/customer-edits.ts'
import { holdCustomer } from '../store/customers.ts'
import { type Db, type Tx, within } from '../store/db.ts'
import { connectionById } from '../store/connections.ts'
import { addLog } from '../store/log.ts'
import { PORTAL_WORDS } from './portal-words.ts'
import type { Told } from './reorder.ts'

/** Two words: `perro.calamar`. */
export function proposePortalPassword(): string {
  const first = wordBut('')
  return `${first}.${wordBut(first)}`
}

function wordBut(other: string): string {
  const words = PORTAL_WORDS.filter((word) => word !== other)
  return words[randomInt(words.length)] ?? ''
}

export const PORTAL_PASSWORD_MIN = 6

const place = (id: number) => ({ table: 'customers', column: 'portal_password', row: String(id) })

export async function sealPortalPassword(tx: Tx, id: number, password: string, seal: Seal): Promise<void> {
  await updateCustomer(tx, id, { portalPasswordSealed: seal.seal(password, place(id)) })
}

/** The password in the clear, null where he has none that can be read; who looked stands in his log. */
export async function seePortalPassword(db: Db, ask: { code: string }, told: Told & { seal: Seal }): Promise<string | null> {
  return within(db, async (tx) => {
    const customer = await holdCustomer(tx, ask.code)
    if (customer.portalPasswordSealed === null) return null
    const password = told.seal.open(customer.portalPasswordSealed, place(customer.id))
    const facts = { secret: 'portal-password' }
    await addLog(tx, [{ at: told.now, by: told.by, what: 'secret-seen', customerId: customer.id, facts }])
    return password
  })
}

/** The same for what a connection logs in with. */
export async function seeConnectionPassword(
  db: Db,
  ask: { code: string; connectionId: number },
  told: Told & { seal: Seal },
): Promise<string | null> {
  return within(db, async (tx) => {
    const customer = await holdCustomer(tx, ask.code)
    const connection = await connectionById(tx, customer.id, ask.connectionId)
    if (connection === undefined)
      throw new Fault('record-missing', `${customer.code} has no such connection`, { customer: customer.code })
    if (connection.passwordSealed === null) return null
    const password = told.seal.open(connection.passwordSealed, {
      ...{ table: 'connections', column: 'password', row: String(connection.id) },
    })
    const about = { kind: 'connection', id: connection.id }
    const facts = { secret: 'connection-password', connection: connection.name }
    await addLog(tx, [{ at: told.now, by: told.by, what: 'secret-seen', customerId: customer.id, about, facts }])
    return password
  })
}
