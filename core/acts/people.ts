// People who work with the program: taken on, changed, let out. Passwords are hashed before the transaction begins, because that
// takes a third of a second. Whoever may let others in must not be the last one to lose that. Two who change the same person do
// not undo each other: a change names the mark of what it was made from, and a later one is told.

import { createHash } from 'node:crypto'
import { Fault } from '../fault.ts'
import { hashPassword, LONGEST_PASSWORD, passwordMistake, SHORTEST_PASSWORD } from '../password.ts'
import { type Db, type Tx, within } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import { changePerson, insertPerson, lockRoles, type Person, personByUsername, roleByName } from '../store/people.ts'
import type { PersonRow, RoleRow } from '../store/tables-people.ts'
import { endSessionsOfPerson } from '../store/web-sessions.ts'
import type { Told } from './reorder.ts'
import { CONTROL, keepDoorkeeper } from './roles.ts'

const LONGEST_NAME = 100

/** Typed to log in, so without capitals, spaces and accents. */
const USERNAME = /^[a-z0-9][a-z0-9._-]{1,31}$/

export interface NewPerson {
  username: string
  name: string
  role: string
  password: string
  email?: string | null
  /** As it stands with the customers whose collector he is. */
  collector?: string | null
  /** The password was made by somebody else: the first log-in asks for another. */
  isTemporary: boolean
}

/** As it is stored. */
export function checkUsername(text: string): string {
  const username = text.trim().toLowerCase()
  if (!USERNAME.test(username)) throw invalid('username', text, 'small letters, digits, dots and dashes, 2 to 32 of them')
  return username
}

/** A text that a person is known by, as it is stored; the fault names the field. */
function readName(text: string): string {
  const name = text.trim()
  if (name === '' || name.length > LONGEST_NAME || CONTROL.test(name))
    throw invalid('name', text, `a name of at most ${LONGEST_NAME} characters`)
  return name
}

function readEmail(text: string | null): string | null {
  const email = text?.trim() || null
  if (email !== null && (email.length > 200 || !/^[^\s@<>"]+@[^\s@<>"]+$/.test(email)))
    throw invalid('email', email, 'one e-mail address, or nothing')
  return email
}

function readCollector(text: string | null): string | null {
  const collector = text?.trim() || null
  if (collector !== null && (collector.length > LONGEST_NAME || CONTROL.test(collector)))
    throw invalid('collector', collector, `a name of at most ${LONGEST_NAME} characters`)
  return collector
}

function needCollector(role: Pick<RoleRow, 'name' | 'ownCustomers'>, collector: string | null, username: string): void {
  if (role.ownCustomers === 0 || collector !== null) return
  const message = `the role ${role.name} sees only its own customers: say which collector ${username} is`
  throw new Fault('input-invalid', message, { username, field: 'collector' })
}

export async function addPerson(db: Db, ask: NewPerson, told: Told): Promise<{ id: number; username: string }> {
  const username = checkUsername(ask.username)
  const name = readName(ask.name)
  const email = readEmail(ask.email ?? null)
  const collector = readCollector(ask.collector ?? null)
  refusePassword(ask.password, username)
  const passwordHash = await hashPassword(ask.password)
  return within(db, async (tx) => {
    await lockRoles(tx) // two who take on the same one follow each other
    if ((await personByUsername(tx, username)) !== null)
      throw new Fault('record-conflict', `somebody has the user name "${username}" already`, { username, field: 'username' })
    const role = await requireRole(tx, ask.role)
    needCollector(role, collector, username)
    const passwordExpired = ask.isTemporary ? 1 : 0
    const id = await insertPerson(
      tx,
      { username, name, email, roleId: role.id, passwordHash, passwordExpired, collector },
      told.now,
    )
    await log(tx, told, 'person-added', id, { username, role: role.name })
    return { id, username }
  })
}

export interface PersonChange {
  name?: string
  email?: string | null
  role?: string
  collector?: string | null
  disabled?: boolean
  /** Takes the second factor away, for who lost his telephone. */
  withoutTotp?: true
  /** `personMark` of the person as the form showed him: who changed meanwhile is not changed again. */
  mark?: string
}

/** Another one as soon as anything that a form shows of him is another. */
export function personMark(person: Person): string {
  const { name, email, roleId, collector, disabledAt, totpSealed, passwordHash } = person
  const shown = JSON.stringify([name, email, roleId, collector, disabledAt !== null, totpSealed !== null, passwordHash])
  return createHash('sha256').update(shown).digest('base64url').slice(0, 16)
}

/** Whoever is disabled, or gets another role, is logged out everywhere. What is so already changes nothing and is not logged. */
export async function changeThePerson(db: Db, username: string, change: PersonChange, told: Told): Promise<Person> {
  return within(db, async (tx) => {
    await lockRoles(tx)
    const person = await requirePerson(tx, username)
    const { set, facts } = await newValues(tx, person, change, told)
    if (Object.keys(facts).length > 0) {
      refuseStale(person, change.mark)
      await keepDoorkeeper(tx, () => changePerson(tx, person.id, set))
      if (set.disabledAt !== undefined || set.roleId !== undefined) await endSessionsOfPerson(tx, person.id, null)
      await log(tx, told, 'person-changed', person.id, { username: person.username, ...facts })
    } else if (change.disabled === false) await changePerson(tx, person.id, set)
    return requirePerson(tx, username)
  })
}

/** What is another than before, as columns and as the log tells it. */
async function newValues(
  tx: Tx,
  person: Person,
  change: PersonChange,
  told: Told,
): Promise<{ set: Partial<PersonRow>; facts: Record<string, unknown> }> {
  const set: Partial<PersonRow> = {}
  const facts: Record<string, unknown> = {}
  const texts = {
    ...(change.name === undefined ? {} : { name: readName(change.name) }),
    ...(change.email === undefined ? {} : { email: readEmail(change.email) }),
    ...(change.collector === undefined ? {} : { collector: readCollector(change.collector) }),
  }
  for (const [key, value] of Object.entries(texts)) {
    if (person[key as keyof typeof texts] === value) continue
    Object.assign(set, { [key]: value })
    facts[key] = value
  }
  const role = change.role === undefined ? null : await requireRole(tx, change.role)
  if (role !== null && role.id !== person.roleId) Object.assign(set, { roleId: role.id })
  if (role !== null && role.id !== person.roleId) facts.role = role.name
  if (role !== null || change.collector !== undefined) {
    const wanted = role ?? { name: person.role, ownCustomers: person.ownCustomers ? (1 as const) : (0 as const) }
    needCollector(wanted, texts.collector === undefined ? person.collector : texts.collector, person.username)
  }
  if (change.disabled !== undefined && change.disabled !== (person.disabledAt !== null)) {
    set.disabledAt = change.disabled ? told.now : null
    facts.disabled = change.disabled
  }
  if (change.disabled === false) Object.assign(set, { failures: 0, lockedUntil: null } satisfies Partial<PersonRow>)
  if (change.withoutTotp && person.totpSealed !== null) {
    Object.assign(set, { totpSealed: null, totpLastStep: null } satisfies Partial<PersonRow>)
    facts.withoutTotp = true
  }
  return { set, facts }
}

function refuseStale(person: Person, mark: string | undefined): void {
  if (mark === undefined || mark === personMark(person)) return
  throw new Fault('record-conflict', `${person.username} was changed by somebody else meanwhile: look again`, {
    username: person.username,
    why: 'stale',
  })
}

/** Logs a person out everywhere; says from how many browsers. */
export async function endHisSessions(db: Db, username: string, told: Told): Promise<number> {
  return within(db, async (tx) => {
    const person = await requirePerson(tx, username)
    const count = await endSessionsOfPerson(tx, person.id, null)
    if (count > 0) await log(tx, told, 'sessions-ended', person.id, { username: person.username, count })
    return count
  })
}

/** By another hand, `isTemporary`; all his browsers are logged out. By himself: all but the one that he does it with. */
export async function setPersonPassword(
  db: Db,
  ask: { username: string; password: string; isTemporary: boolean; keepSession?: string | null; mark?: string },
  told: Told,
): Promise<void> {
  refusePassword(ask.password, ask.username)
  const passwordHash = await hashPassword(ask.password)
  await within(db, async (tx) => {
    await lockRoles(tx)
    const person = await requirePerson(tx, ask.username)
    refuseStale(person, ask.mark)
    const passwordExpired = ask.isTemporary ? 1 : 0
    await changePerson(tx, person.id, {
      ...{ passwordHash, passwordSetAt: told.now, passwordExpired },
      ...{ failures: 0, lockedUntil: null },
    })
    await endSessionsOfPerson(tx, person.id, ask.keepSession ?? null)
    await log(tx, told, 'person-password', person.id, { username: person.username })
  })
}

/** A user name that nobody has is a fault. */
export async function requirePerson(db: Db, username: string): Promise<Person> {
  const found = await personByUsername(db, username.trim().toLowerCase())
  if (found !== null) return found
  throw new Fault('record-missing', `there is no user "${username}"; ispcube user list shows them all`, { username })
}

async function requireRole(tx: Tx, name: string): Promise<RoleRow> {
  const role = await roleByName(tx, name.trim().toLowerCase())
  if (role === null) throw new Fault('record-missing', `there is no role "${name}"`, { role: name })
  return role
}

function refusePassword(password: string, username: string): void {
  const mistake = passwordMistake(password, username)
  if (mistake === null) return
  const expected = {
    short: `at least ${SHORTEST_PASSWORD} characters`,
    long: `at most ${LONGEST_PASSWORD} characters`,
    'like-username': 'something without the user name in it',
  }[mistake]
  throw new Fault('input-invalid', `this password is not acceptable; expected ${expected}`, { field: 'password', mistake })
}

const invalid = (field: string, value: string, expected: string): Fault =>
  new Fault('input-invalid', `${field}: "${value}" is not acceptable; expected ${expected}`, { field, value })

const log = (tx: Tx, told: Told, what: string, id: number, facts: Record<string, unknown>): Promise<void> =>
  addLog(tx, [{ at: told.now, by: told.by, what, about: { kind: 'person', id }, facts }])
