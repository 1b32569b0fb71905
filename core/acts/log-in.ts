// Logging in: the password, then the code where there is a second factor. Failures are counted on the person, in the database, so
// that they count over all processes and restarts: five in a row, and nobody is let in with that name for a minute, then two,
// four … an hour at most. What a stranger is told is the same whoever the name belongs to, and takes as long. Whoever is logged in
// and is asked for his password again is counted with them: who sits at a browser that was left open must not guess it there.

import { Fault } from '../fault.ts'
import { isPassword, NOBODYS_HASH } from '../password.ts'
import type { Seal } from '../seal.ts'
import { type Db, type Tx, within } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import { changePerson, holdPerson, type Person, personByUsername } from '../store/people.ts'
import { totpStep } from '../totp.ts'
import type { Told } from './reorder.ts'

const FREE_FAILURES = 5
const LOCK_MS = 60_000
const LOCK_MOST_MS = 3_600_000

export type LogIn =
  /** `needsCode`: the password was right, the second factor is still to come. */
  { ok: true; person: Person; needsCode: boolean } | { ok: false; why: 'wrong' } | { ok: false; why: 'locked'; until: number }

interface Where {
  now: number
  /** From where it was tried. */
  address: string
}

export async function logIn(db: Db, ask: { username: string; password: string }, where: Where): Promise<LogIn> {
  const username = ask.username.trim().toLowerCase()
  const found = await personByUsername(db, username)
  const isRight = await isPassword(ask.password, found?.passwordHash ?? NOBODYS_HASH)
  if (found === null || found.disabledAt !== null) return { ok: false, why: 'wrong' }
  return within(db, async (tx) => {
    // Read again: others may have tried meanwhile.
    const person = await holdPerson(tx, found.id)
    if (person === null) return { ok: false, why: 'wrong' }
    const locked = lockOf(person, where.now)
    if (locked !== null) return locked
    if (!isRight || person.passwordHash !== found.passwordHash) return failed(tx, person, 'password', where)
    const needsCode = person.totpSealed !== null
    if (!needsCode) await succeeded(tx, person, where)
    return { ok: true, person, needsCode }
  })
}

/** The second factor of somebody whose password was right at `passwordAt`; one that was replaced since opens nothing. */
export async function confirmLogIn(
  db: Db,
  ask: { personId: number; code: string; passwordAt: number },
  where: Where & { seal: Seal },
): Promise<LogIn> {
  return within(db, async (tx) => {
    const person = await holdPerson(tx, ask.personId)
    if (person === null || person.disabledAt !== null || person.totpSealed === null) return { ok: false, why: 'wrong' }
    if (person.passwordSetAt > ask.passwordAt) return { ok: false, why: 'wrong' }
    const locked = lockOf(person, where.now)
    if (locked !== null) return locked
    const step = totpStep(openTotp(where.seal, person), ask.code, where.now, person.totpLastStep)
    if (step === null) return failed(tx, person, 'code', where)
    await changePerson(tx, person.id, { totpLastStep: step })
    await succeeded(tx, person, where)
    return { ok: true, person, needsCode: false }
  })
}

/** Whether who is logged in knows his password. What becomes of his failures if he does is left to what he does with it. */
export async function confirmPassword(
  db: Db,
  ask: { person: Pick<Person, 'id' | 'passwordHash'>; password: string },
  where: Where,
): Promise<{ ok: true } | Extract<LogIn, { ok: false }>> {
  const isRight = await isPassword(ask.password, ask.person.passwordHash)
  return within(db, async (tx) => {
    const person = await holdPerson(tx, ask.person.id)
    if (person === null) return { ok: false, why: 'wrong' }
    const locked = lockOf(person, where.now)
    if (locked !== null) return locked
    return isRight && person.passwordHash === ask.person.passwordHash ? { ok: true } : failed(tx, person, 'own-password', where)
  })
}

function lockOf({ lockedUntil }: Person, now: number): Extract<LogIn, { why: 'locked' }> | null {
  // A clock that was set back must not keep somebody out for ever.
  return lockedUntil !== null && lockedUntil > now && lockedUntil <= now + LOCK_MOST_MS
    ? { ok: false, why: 'locked', until: lockedUntil }
    : null
}

async function failed(
  tx: Tx,
  person: Person,
  part: 'password' | 'code' | 'own-password',
  where: Where,
): Promise<Extract<LogIn, { ok: false }>> {
  const failures = person.failures + 1
  const isLocked = failures >= FREE_FAILURES
  const lockMs = Math.min(LOCK_MOST_MS, LOCK_MS * 2 ** Math.min(10, failures - FREE_FAILURES))
  const lockedUntil = isLocked ? where.now + lockMs : null
  await changePerson(tx, person.id, { failures, lockedUntil })
  await told(tx, person, where, 'log-in-failed', { part, failures, lockedUntil })
  return { ok: false, why: 'wrong' }
}

async function succeeded(tx: Tx, person: Person, where: Where): Promise<void> {
  await changePerson(tx, person.id, { failures: 0, lockedUntil: null, seenAt: where.now })
  await told(tx, person, where, 'logged-in', {})
}

const told = (tx: Tx, person: Person, { now, address }: Where, what: string, facts: Record<string, unknown>): Promise<void> =>
  addLog(tx, [
    {
      ...{ at: now, by: `operator:${person.id}`, what },
      about: { kind: 'person', id: person.id },
      facts: { ...facts, address },
    },
  ])

const totpAt = (person: Person) => ({ table: 'people', column: 'totp', row: person.username })
const openTotp = (seal: Seal, person: Person): string => seal.open(person.totpSealed ?? '', totpAt(person))

/**
 * Turns the second factor on: `code` proves that the app has the secret. False where it is none of it. One that is on is not
 * replaced: whoever sits at a browser that was left open with a secret of his own must not put it in the place of the owner's.
 */
export async function startTotp(
  db: Db,
  ask: { personId: number; secret: string; code: string },
  by: Told & { seal: Seal },
): Promise<boolean> {
  const step = totpStep(ask.secret, ask.code, by.now, null)
  if (step === null) return false
  await within(db, async (tx) => {
    const person = await holdPerson(tx, ask.personId)
    if (person === null) throw new Fault('record-missing', 'there is no such person any more')
    if (person.totpSealed !== null) throw new Fault('record-conflict', 'there is a second factor already: it is taken off first')
    await changePerson(tx, person.id, { totpSealed: by.seal.seal(ask.secret, totpAt(person)), totpLastStep: step })
    await addLog(tx, [{ at: by.now, by: by.by, what: 'totp-on', about: { kind: 'person', id: person.id }, facts: {} }])
  })
  return true
}
