// Connections from a file, known by their customer and name. Their places follow them: a connection that moved is cleared at
// its old place, one that was closed is taken off its router at once, and cuts for debt wait for the next run.

import { clashes } from '../../store/claims.ts'
import { connectionNames, countInService } from '../../store/connections.ts'
import { Fault } from '../../fault.ts'
import { usualCuts } from '../../rules/guard.ts'
import { refuseNested } from '../prefixes.ts'
import assert from 'node:assert/strict'
import { parseHostIpv4, parseCustomerPrefix, parseMac } from '../../rules/identity.ts'
import { type ConnectionFields, connectionsOfCustomers, storeConnections, storeSealed } from '../../store/imports.ts'
import { payersByCodes } from '../../store/document-imports.ts'
import { listAllRouters, listPlans } from '../../store/network-imports.ts'
import type { ConnectionKind, ConnectionRow } from '../../store/tables.ts'
import { refreshWords } from '../../store/words.ts'
import { followConnections } from '../moves.ts'
import { reorder } from '../reorder.ts'
import { type Column, flag, latitude, longitude, name, oneOf, required, type Row, secret, text } from './columns.ts'
import {
  type Changes,
  changesOf,
  fieldsInFile,
  type Importer,
  isOtherSecret,
  type Job,
  logEdits,
  secretChange,
  type Subject,
} from './job.ts'

const KINDS = ['address-list', 'pppoe', 'dhcp', 'hotspot', 'queue', 'radius'] satisfies ConnectionKind[]

const address = (parse: (given: string) => string | null, expects: string): Column<string | null> => ({
  parse,
  blank: null,
  expects,
})

const columns = {
  customer_code: required(name),
  name: required(name),
  kind: oneOf(KINDS),
  plan: name,
  router: name,
  username: name,
  ip: address(parseHostIpv4, 'an IPv4 address such as 10.20.0.7'),
  mac: address(parseMac, 'a MAC address such as AA:BB:CC:00:11:22'),
  cpe_host: name,
  cpe_vendor: name,
  panel: name,
  in_service: flag(1),
  ipv6_prefix: address(
    parseCustomerPrefix,
    'an IPv6 prefix such as 2001:db8:7::/56, of 40 bits or more and with nothing set after its length',
  ),
  password: secret,
  address: text,
  lat: latitude,
  lng: longitude,
}

type ConnectionColumns = typeof columns
type ConnectionFileRow = Row<ConnectionColumns>

/** Columns that a connection keeps as they are, and the field of each. */
export const CONNECTION_FIELDS = {
  kind: 'kind',
  username: 'username',
  ip: 'ip',
  mac: 'mac',
  cpe_host: 'cpeHost',
  cpe_vendor: 'cpeVendor',
  in_service: 'inService',
  ipv6_prefix: 'ipv6Prefix',
  address: 'address',
  lat: 'lat',
  lng: 'lng',
} as const satisfies Partial<Record<keyof ConnectionColumns, keyof ConnectionFields>>

/** Columns that name something, and the field that holds its id. */
const NAMED = [
  { column: 'plan', field: 'planId', among: 'plans', called: 'plan' },
  { column: 'router', field: 'routerId', among: 'routers', called: 'router' },
  { column: 'panel', field: 'panelRouterId', among: 'routers', called: 'router' },
] as const

/** Names that a file may use, with their ids. */
interface Known {
  plans: Map<string, number>
  routers: Map<string, number>
}

/** Above so many, following them one by one costs more than looking at all. */
const FOLLOWED_MAX = 5000
const DECIDED_AT_ONCE = 2000

export const connections: Subject<ConnectionColumns> = {
  columns,
  keyOf: (values) => `${values.customer_code}/${values.name}`,
  async start(job) {
    const fields = fieldsInFile(job, CONNECTION_FIELDS)
    const known: Known = {
      plans: new Map((await listPlans(job.tx)).map((plan) => [plan.name, plan.id])),
      routers: new Map(
        (await listAllRouters(job.tx)).filter((router) => router.removedAt === null).map((router) => [router.name, router.id]),
      ),
    }
    const written: number[] = []
    const concerned = new Set<number>()
    let closings = 0
    return {
      async take(rows) {
        const drafts = await draftsOf(job, rows, fields, known)
        written.push(...(await writeDrafts(job, drafts, fields)))
        for (const draft of drafts) concerned.add(draft.next.customerId)
        closings += drafts.filter(({ before, next }) => before?.inService === 1 && next.inService === 0).length
      },
      async finish() {
        await guardClosings(job, closings)
        await refuseNested(job.tx, new Set(written))
        return follow(job, written, [...concerned])
      },
    } satisfies Importer<ConnectionColumns>
  },
}

/**
 * Closing a connection takes service away at any hour, whoever paid. A column that slipped would do it to everybody, so a file
 * that closes more than a usual day cuts needs a person's word.
 */
async function guardClosings(job: Job, closings: number): Promise<void> {
  const most = usualCuts((await countInService(job.tx)) + closings)
  if (closings <= Math.max(most, job.confirmClosings)) return
  const message = `${job.file} closes ${closings} connections that are in service; more than ${most} at once need a word: is the column in_service right? If so: --confirm-closings ${closings}`
  if (!job.dryRun) throw new Fault('guard-refused', message, { closings, most })
  job.warnings.push(message)
}

async function follow(job: Job, written: readonly number[], customerIds: readonly number[]): Promise<number[]> {
  if (written.length === 0) return []
  const { opened } = await followConnections(job.tx, job.told, written.length > FOLLOWED_MAX ? undefined : written)
  for (let start = 0; start < customerIds.length; start += DECIDED_AT_ONCE) {
    const some = customerIds.slice(start, start + DECIDED_AT_ONCE)
    const decided = await reorder(job.tx, some, { ...job.told, cause: `import:${job.file}`, asker: 'deed' })
    opened.push(...decided.opened)
  }
  await warnOfClashes(job, written)
  return opened
}

/** Warnings that a person reads; what comes after is the same mistake again. */
const WARNINGS_MAX = 20

/** A typing error in an address serves whoever has it: nobody there is cut any more, so it is said at once. */
async function warnOfClashes(job: Job, written: readonly number[]): Promise<void> {
  const own = new Set(written)
  const groups = new Map<string, number[]>()
  for (const { key, connectionId } of await clashes(job.tx)) groups.set(key, [...(groups.get(key) ?? []), connectionId])
  const clashing = [...groups].filter(([, ids]) => ids.some((id) => own.has(id)))
  for (const [key, ids] of clashing.slice(0, WARNINGS_MAX)) {
    const names = await connectionNames(job.tx, ids.slice(0, WARNINGS_MAX))
    const what = key.slice(key.indexOf(' ') + 1)
    job.warnings.push(`${names.join(' and ')} share ${what} on one router: they are cut only if all of them are to be cut`)
  }
  if (clashing.length > WARNINGS_MAX) job.warnings.push(`… and ${clashing.length - WARNINGS_MAX} more that share something`)
}

type Fields = ReturnType<typeof fieldsInFile<typeof CONNECTION_FIELDS>>

interface Draft {
  before: ConnectionRow | undefined
  next: ConnectionFields
  changes: Changes | null
  password: string | null
}

async function draftsOf(job: Job, rows: readonly ConnectionFileRow[], fields: Fields, known: Known): Promise<Draft[]> {
  const owners = new Map(
    (await payersByCodes(job.tx, [...new Set(rows.map((row) => row.values.customer_code))])).map((owner) => [
      owner.code,
      owner.id,
    ]),
  )
  const stored = new Map<string, ConnectionRow>()
  for (const row of await connectionsOfCustomers(job.tx, [...owners.values()])) stored.set(`${row.customerId} ${row.name}`, row)
  return rows.flatMap((row): Draft[] => {
    const { customer_code: code, name: called } = row.values
    const customerId = owners.get(code)
    if (customerId === undefined) {
      job.complaints.missing(row.line, 'customer_code', code, 'customer', 'customers')
      return []
    }
    const before = stored.get(`${customerId} ${called}`)
    const given = givenFields(job, row, fields, known, before)
    const kind = given.kind ?? before?.kind
    if (kind === undefined) {
      job.complaints.row(row.line, `the connection "${called}" is new: it needs the column kind`)
      return []
    }
    const password = newPassword(job, row, before)
    const next = { ...NEW_CONNECTION, ...before, ...given, customerId, name: called, kind }
    if (before === undefined) return [{ before, next, changes: null, password }]
    const changes: Changes = {
      ...changesOf<ConnectionFields>(before, given),
      ...(password !== null && { password: secretChange }),
    }
    if (Object.keys(changes).length > 0) return [{ before, next, changes, password }]
    job.tally.unchanged++
    return []
  })
}

const NEW_CONNECTION = {
  planId: null,
  routerId: null,
  username: null,
  ip: null,
  ipv6Prefix: null,
  mac: null,
  cpeHost: null,
  cpeVendor: null,
  panelRouterId: null,
  inService: 1,
  wasInService: 1,
  address: null,
  lat: null,
  lng: null,
} as const

/** What the row says of the connection's fields; complains of names that nothing has. */
function givenFields(
  job: Job,
  { line, values }: ConnectionFileRow,
  fields: Fields,
  known: Known,
  before: ConnectionRow | undefined,
): Partial<ConnectionFields> {
  const given: Partial<ConnectionFields> = {}
  for (const [column, field] of fields) (given as Record<string, unknown>)[field] = values[column]
  for (const { column, field, among, called } of NAMED) {
    const wanted = values[column]
    if (wanted === undefined) continue
    given[field] = wanted === null ? null : (known[among].get(wanted) ?? null)
    if (wanted !== null && given[field] === null) job.complaints.missing(line, column, wanted, called, among)
  }
  const { lat = before?.lat ?? null, lng = before?.lng ?? null, inService = before?.inService ?? 1 } = given
  if ((lat === null) !== (lng === null)) job.complaints.row(line, 'has only one of lat and lng')
  given.wasInService = inService === 1 || before?.inService === 1 || before?.wasInService === 1 ? 1 : 0
  return given
}

/** Null where the stored one stays. */
function newPassword(job: Job, { values }: ConnectionFileRow, before: ConnectionRow | undefined): string | null {
  const given = values.password ?? null
  if (given === null || before === undefined) return given
  return isOtherSecret(job, before.passwordSealed, given, passwordPlace(before.id)) ? given : null
}

const passwordPlace = (id: number) => ({ table: 'connections', column: 'password', row: String(id) })

/** Returns the ids of the connections that were written. */
async function writeDrafts(job: Job, drafts: readonly Draft[], fields: Fields): Promise<number[]> {
  const { tx, tally, told } = job
  // The kind is always written again, so that a statement comes back with the ids of all.
  const changing = new Set<keyof ConnectionFields>(['kind', 'wasInService', ...fields.map(([, field]) => field)])
  for (const { column, field } of NAMED) if (job.has(column)) changing.add(field)
  const stored = await storeConnections(
    tx,
    drafts.map((draft) => draft.next),
    [...changing],
  )
  const ids = new Map(stored.map((row) => [`${row.customerId} ${row.name}`, row.id]))
  const idOf = ({ next }: Draft): number => {
    const id = ids.get(`${next.customerId} ${next.name}`)
    assert(id !== undefined, 'a connection that was written has an id')
    return id
  }
  const sealed = drafts.flatMap((draft) => {
    const id = idOf(draft)
    return draft.password === null ? [] : [{ id, sealed: told.seal.seal(draft.password, passwordPlace(id)) }]
  })
  await storeSealed(tx, 'connections', sealed)
  await refreshWords(tx, [...new Set(drafts.map((draft) => draft.next.customerId))])
  const edited = drafts.filter((draft) => draft.before !== undefined)
  tally.changed += edited.length
  tally.added += drafts.length - edited.length
  await logEdits(
    job,
    edited.map((draft) => ({
      customerId: draft.next.customerId,
      about: { kind: 'connection', id: idOf(draft) },
      facts: { connection: draft.next.name, changes: draft.changes },
    })),
  )
  return drafts.map(idOf)
}
