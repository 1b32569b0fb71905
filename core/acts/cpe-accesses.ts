// The ISP's generic passwords for CPEs, five at most, and its accesses over SNMP: added, removed, and handed to the poll in the
// clear. Everything secret is sealed; a list shows names and versions.

import { Fault } from '../fault.ts'
import type { CpeCredential, SnmpAccess } from '../probe.ts'
import type { Seal } from '../seal.ts'
import {
  deleteCredential,
  deleteSnmpAccess,
  insertCredential,
  listCredentials,
  listSnmpAccesses,
  storeSnmpAccess,
  updateCredential,
} from '../store/cpe-accesses.ts'
import { settingOf } from '../settings.ts'
import { wakeIdle, wakeLogins } from '../store/cpes.ts'
import { type Db, type Tx, within } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import { listRouters, requireRouter } from '../store/routers.ts'
import { storedSettings } from '../store/settings.ts'
import type { Told } from './reorder.ts'

/** Requirement C20: tried one after the other, a sixth is refused. */
export const CREDENTIALS_MAX = 5

export interface AccessTold extends Told {
  seal: Seal
}

function checkCredential({ username, password }: { username: string; password: string }): void {
  if (!/^[\w.@-]{1,64}$/.test(username))
    throw new Fault('input-invalid', `user: "${username}" is not acceptable; expected letters, digits, dots and dashes`, {
      username,
      columns: ['username'],
    })
  if (password === '' || password.length > 200)
    throw new Fault('input-invalid', 'the password is empty or longer than 200 characters', { columns: ['password'] })
}

export async function addCredential(
  db: Db,
  ask: { username: string; password: string },
  told: AccessTold,
): Promise<{ position: number }> {
  const { username, password } = ask
  checkCredential(ask)
  return within(db, async (tx) => {
    const stored = await listCredentials(tx)
    if (stored.length >= CREDENTIALS_MAX) {
      const message = `there are ${CREDENTIALS_MAX} passwords already, and each CPE is tried with all of them; remove one first (ispcube cpe password list)`
      throw new Fault('record-conflict', message, { passwords: stored.length })
    }
    const position = (stored.at(-1)?.position ?? 0) + 1
    const passwordSealed = told.seal.seal(password, credentialAt(position))
    const id = await insertCredential(tx, { position, username, passwordSealed })
    await wakeLogins(tx, told.now)
    await wakeWaiting(tx, told.now)
    await addLog(tx, [
      { at: told.now, by: told.by, what: 'added', about: { kind: 'cpe-password', id }, facts: { username, position } },
    ])
    return { position }
  })
}

/** Another password, or another user, in the same place: the order in which they are tried stays. */
export async function replaceCredential(
  db: Db,
  ask: { position: number; username: string; password: string },
  told: AccessTold,
): Promise<void> {
  const { position, username, password } = ask
  checkCredential(ask)
  await within(db, async (tx) => {
    const passwordSealed = told.seal.seal(password, credentialAt(position))
    const id = await updateCredential(tx, position, { username, passwordSealed })
    if (id === null)
      throw new Fault('record-missing', `there is no password ${position}; ispcube cpe password list shows them all`, {
        position,
      })
    await wakeLogins(tx, told.now)
    const about = { kind: 'cpe-password', id }
    await addLog(tx, [
      { at: told.now, by: told.by, what: 'edited', about, facts: { username, position, changes: { password: '…' } } },
    ])
  })
}

export async function removeCredential(db: Db, position: number, told: Told): Promise<void> {
  await within(db, async (tx) => {
    if (!(await deleteCredential(tx, position)))
      throw new Fault('record-missing', `there is no password ${position}; ispcube cpe password list shows them all`, {
        position,
      })
    await addLog(tx, [{ at: told.now, by: told.by, what: 'removed', facts: { cpePassword: position } }])
  })
}

type Untimed<T> = T extends unknown ? Omit<T, 'timeoutMs' | 'retries'> : never

/** An access as it is set; for how long is waited is configuration. */
export type NewSnmpAccess = Untimed<SnmpAccess>

/** Of a router where one is named, else of all CPEs. */
export async function setSnmp(db: Db, ask: { router: string | null; access: NewSnmpAccess }, told: AccessTold): Promise<void> {
  await within(db, async (tx) => {
    const routerId = await routerIdOf(tx, ask.router)
    const { version, port, ...secrets } = ask.access
    const accessSealed = told.seal.seal(JSON.stringify(secrets), snmpAt(ask.router))
    await storeSnmpAccess(tx, { routerId, version, port, accessSealed })
    await wakeWaiting(tx, told.now)
    await addLog(tx, [
      {
        at: told.now,
        by: told.by,
        what: 'edited',
        facts: { snmp: ask.router ?? 'cpes', changes: { version, port, access: '…' } },
      },
    ])
  })
}

export async function removeSnmp(db: Db, router: string | null, told: Told): Promise<void> {
  await within(db, async (tx) => {
    const whose = router === null ? 'CPEs' : `router ${router}`
    if (!(await deleteSnmpAccess(tx, await routerIdOf(tx, router))))
      throw new Fault('record-missing', `no SNMP access is set for ${whose}`, { router })
    await addLog(tx, [{ at: told.now, by: told.by, what: 'removed', facts: { snmp: router ?? 'cpes' } }])
  })
}

const wakeWaiting = async (tx: Tx, now: number): Promise<void> =>
  wakeIdle(tx, now, settingOf(await storedSettings(tx), 'cpe.everyS') * 1000)

async function routerIdOf(tx: Tx, name: string | null): Promise<number | null> {
  return name === null ? null : (await requireRouter(tx, name)).id
}

/** What CPEs and radios are asked with, in the clear. */
export interface Accesses {
  credentials: CpeCredential[]
  cpes: SnmpAccess | null
  byRouter: Map<number, SnmpAccess>
}

/** Throws `secret-unreadable` where one of them does not open: half of the passwords would look like wrong ones. */
export async function openAccesses(db: Db, seal: Seal, limits: { snmpMs: number; snmpRetries: number }): Promise<Accesses> {
  const credentials = (await listCredentials(db)).map(({ id, position, username, passwordSealed }) => {
    return { id, username, password: seal.open(passwordSealed, credentialAt(position)) }
  })
  const accesses: Accesses = { credentials, cpes: null, byRouter: new Map() }
  const rows = await listSnmpAccesses(db)
  const names = rows.length === 0 ? new Map<number, string>() : new Map((await listRouters(db)).map((row) => [row.id, row.name]))
  for (const { routerId, version, port, accessSealed } of rows) {
    const name = routerId === null ? null : names.get(routerId)
    if (name === undefined) continue // its router was removed
    const secrets = JSON.parse(seal.open(accessSealed, snmpAt(name))) as object
    const access = { version, port, ...secrets, timeoutMs: limits.snmpMs, retries: limits.snmpRetries } as SnmpAccess
    if (routerId === null) accesses.cpes = access
    else accesses.byRouter.set(routerId, access)
  }
  return accesses
}

const credentialAt = (position: number) => ({ table: 'cpe_credentials', column: 'password', row: String(position) })
const snmpAt = (router: string | null) => ({ table: 'snmp_accesses', column: 'access', row: router ?? '' })
