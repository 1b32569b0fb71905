// Who works with the program: people, their roles, and the browsers that they are logged in with.

import type { Generated, Selectable } from 'kysely'
import type { Flag } from './tables.ts'

export interface PeopleTables {
  roles: RolesTable
  people: PeopleTable
  webSessions: WebSessionsTable
}

export interface RolesTable {
  id: Generated<number>
  name: string
  /** JSON list of names of rules/permission.ts. */
  permissions: string
  /** 1: only the customers whose collector he is. */
  ownCustomers: Flag
}

export interface PeopleTable {
  id: Generated<number>
  /** In small letters; what is typed to log in. */
  username: string
  name: string
  email: string | null
  roleId: number
  /** See core/password.ts. */
  passwordHash: string
  passwordSetAt: number
  /** 1: somebody else set it, so the next log-in asks for another. */
  passwordExpired: Flag
  totpSealed: string | null
  /** The half minute of the code that was used last: none is good twice. */
  totpLastStep: number | null
  /** As it stands in `customers.collector`. */
  collector: string | null
  language: 'es-AR' | 'en' | null
  /** Log-ins that failed in a row, and until when none is let in for it. */
  failures: Generated<number>
  lockedUntil: number | null
  disabledAt: number | null
  createdAt: number
  seenAt: number | null
}

/** One a browser. The cookie's id is not here: only its hash is, so whoever reads the table cannot log in with it. */
export interface WebSessionsTable {
  idHash: string
  /** Null until the log-in is complete. */
  personId: number | null
  /** JSON: what the pages keep of it (CSRF secret, half a log-in). */
  facts: string
  address: string
  agent: string
  createdAt: number
  expiresAt: number
}

export type PersonRow = Selectable<PeopleTable>
export type RoleRow = Selectable<RolesTable>
export type WebSessionRow = Selectable<WebSessionsTable>
