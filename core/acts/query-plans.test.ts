import Sqlite from 'better-sqlite3'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { openDatabase } from '../../cli/database.ts'
import { sqliteDatabase } from '../../fixtures/database.ts'
import { BUENOS_AIRES, money, World } from '../../fixtures/world.ts'
import type { Change, Outcome } from '../driver.ts'
import type { Visit } from '../probe.ts'
import { day } from '../rules/day.ts'
import { makeSeal } from '../seal.ts'
import type { Db } from '../store/db.ts'
import { auditHands, auditKinds, auditLines } from '../store/audit.ts'
import { connectionsAt, connectionsOnlineAt, connectionsUnder } from '../store/callers.ts'
import { connectionStates } from '../store/connections.ts'
import { cpesOfCustomer, overdueCpes } from '../store/cpes.ts'
import { dueRouters } from '../store/order-queue.ts'
import { documentsOf, paymentsOn } from '../store/documents.ts'
import { countDrifts, driftsOfRouter } from '../store/drifts.ts'
import { countCustomers, type CustomerFilter, listCustomers, listShown, serviceStates, valuesOf } from '../store/customer-list.ts'
import { connectionsShown } from '../store/customer-columns.ts'
import { columnsOf, viewsFor } from '../store/saved-views.ts'
import { formerlyCalled, newestNumber } from '../store/customer-edits.ts'
import { customerByCode } from '../store/customers.ts'
import { notesOf } from '../store/notes.ts'
import { alertsShown, alertsSince, logOfCustomer } from '../store/log.ts'
import { noticesAt, routersToTell } from '../store/notices.ts'
import { lastOrderOfPlace, ordersById } from '../store/orders.ts'
import { addTraffic, openAddresses } from '../store/sessions.ts'
import { newestRun, promiseCount, takingsOn, waitingByRouter } from '../store/overview.ts'
import { hurryOrdersOfLogins } from '../store/open-sessions.ts'
import { listPromises, promisesShown } from '../store/promises.ts'
import { receiptsSince } from '../store/receipts.ts'
import { newestReading, newestReadings } from '../store/readings.ts'
import { countListed, CPE_VIEWS, listCpes } from '../store/cpe-list.ts'
import { answerSignal, ask, giveBack, keepAsks, lastAsked, takeAsks, turnOfAsk } from './asks.ts'
import { routerById } from '../store/routers.ts'
import { cellsOfRuns, faultsOfRun, listRuns, openOrdersAt, ordersOfRun, runByAsk } from '../store/run-views.ts'
import { answerLogin } from './authorize.ts'
import { addCredential } from './cpe-accesses.ts'
import { answerRestore } from './counter.ts'
import { checkCustomer, editCustomer, newTexts } from './customer-form.ts'
import { addCustomer, deleteCustomer, recodeCustomer } from './customers.ts'
import { addFile, removeFile } from './files.ts'
import { addNote } from './notes.ts'
import { cutByHand, restoreByHand } from './deeds.ts'
import { planSweep } from './drift.ts'
import { type HandoutTold, takeWork } from './handout.ts'
import { noticeLists, noticeMessage, settleMessage } from './notice-lists.ts'
import { beginNotices, noticesDue } from './notices.ts'
import { settleFailure, settleOutcomes } from './outcomes.ts'
import { pay, voidDocument } from './payments.ts'
import { addPromise, withdraw } from './promises.ts'
import { keepReadings, readingsOf } from './readings.ts'
import type { Told } from './reorder.ts'
import { saveSetting } from './settings.ts'
import { askSweep } from './sweeps.ts'
import { keepTraffic } from './traffic.ts'
import { planUndo, undoRun } from './undo.ts'
import { meetConnections, recordHeard, takeTurns } from './visits.ts'

// What somebody waits for, or what happens many times a minute, must cost the same with a hundred thousand customers as with
// ten: it may walk through no table that grows with them. SQLite answers on the thread that asks, so a walk stops everybody.

/** Tables that grow with customers or with time. What stays small (routers, plans, settings) may be walked. */
const LARGE =
  /^SCAN (asks|customers|contacts|connections|places|documents|deeds|promises|orders|notices|log|words|cpes|readings|logins|sessions|traffic|traffic_hours|traffic_days|[cdelnopsux])\b(?!.*USING (COVERING )?INDEX)/

const done = ({ order, place, generation, desired }: Change): Outcome => ({
  ...{ order, place, generation, ok: true, observed: desired, did: 'changed', proof: 'seen' },
})

const UNHEARD: Visit = { ok: false, fault: { code: 'device-unreachable', message: 'no route', facts: {} }, hostKey: null }

/** By step of a plan: a statement that makes it. */
let walked: Map<string, string>

/** From here on each statement that is prepared is asked how it would be carried out. */
function record(): void {
  walked = new Map()
  // oxlint-disable-next-line typescript/unbound-method -- called with the database that it is called on
  const prepare = Sqlite.prototype.prepare as (this: Sqlite.Database, text: string) => Sqlite.Statement<unknown[]>
  const recording = function (this: Sqlite.Database, text: string) {
    if (/^\s*(with|select|insert|update|delete)\b/i.test(text)) {
      const unknown = [...text.matchAll(/\?/g)].map(() => null)
      const steps = prepare.call(this, `explain query plan ${text}`).all(...unknown) as { detail: string }[]
      for (const { detail } of steps) if (LARGE.test(detail)) walked.set(detail, text)
    }
    return prepare.call(this, text)
  }
  vi.spyOn(Sqlite.prototype, 'prepare').mockImplementation(recording)
  onTestFinished(() => void vi.restoreAllMocks())
}

describe('no walk through a large table', () => {
  const open = sqliteDatabase()
  let db: Db
  let told: Told
  let handout: HandoutTold

  beforeEach(async () => {
    const { db: first, url } = await open({ file: true })
    const town = new World(first).at('2026-11-05T12:00')
    await town.addRouter('norte')
    await town.settings({ cutPolicy: 'days-after-due:1', unblockThreshold: '1000.00' })
    await addCustomer(first, { code: '000001', typed: { name: 'Sofía Herrera' } }, { ...town.told, seal: town.seal })
    for (const id of await town.customers(101, 20)) await town.document(id, 'FX', '5000.00', { dueOn: '2026-11-10' })
    for (const id of await town.customers(201, 10))
      await town.document(id, 'FX', '5000.00', { issuedOn: '2026-11-05', dueOn: '2026-11-25' })
    await town.at('2026-11-11').run()
    // A connection that has prepared nothing yet.
    const again = await openDatabase(url)
    onTestFinished(() => again.close())
    db = again.db
    town.at('2026-11-11T08:00')
    told = town.told
    handout = town.handout
    record()
  })

  it('by hand-out and outcomes, done and failed', async () => {
    const note = { code: 'device-unreachable', message: 'no route', facts: {} } as const
    const [queue] = await dueRouters(db, told.now, 3_600_000)
    const router = queue?.routerId ?? 0
    const first = await takeWork(db, router, 10, handout)
    await settleOutcomes(db, router, first?.orders ?? [], (first?.changes ?? []).map(done), handout)
    const second = await takeWork(db, router, 10, handout)
    await settleFailure(db, router, second?.orders ?? [], note, handout)
    expect([first?.orders.length, second?.orders.length]).toEqual([10, 10])
    expect([...walked]).toEqual([])
  })

  it('by the audit page, whatever it is asked for', async () => {
    for (const filter of [
      {},
      { withJobs: true },
      { by: 'operator:1' },
      { what: 'payment' },
      { what: 'alert', withJobs: true, fromAt: 1, untilAt: 2 },
      { customerId: 1, withJobs: true },
      { by: 'cli:root', fromAt: 1, untilAt: 2 },
    ])
      for (const after of [null, { at: told.now, id: 5 }]) await auditLines(db, filter, after, 10)
    await auditKinds(db)
    await auditHands(db)
    expect([...walked]).toEqual([])
  })

  it('by the pages of enforcement: receipts, runs and their undoing, routers, promises, payments of a day, alerts', async () => {
    const on = day('2026-11-11')
    await pay(db, { code: '000101', amountCents: money('5000.00'), askId: 'form:1', asks: true }, told)
    await answerRestore(db, { code: '000101', restore: true, cause: 'payment:RC X-00000001' }, told)
    await cutByHand(db, { code: '000102', comment: 'asked for it', askId: 'form:2' }, told)
    await receiptsSince(db, 101, 0, 30)
    await connectionStates(db, 101)
    const [run] = await listRuns(db, 1_000_000, 50)
    const id = run?.id ?? 0
    await runByAsk(db, 'form:3')
    await cellsOfRuns(db, [id, id + 1])
    await faultsOfRun(db, id)
    await ordersOfRun(db, id, undefined, 100)
    await ordersOfRun(db, id, 1, 100)
    await openOrdersAt(db, 1, null, 50)
    await openOrdersAt(db, 1, 'Beto', 50)
    await askSweep(db, { name: 'norte' }, told)
    await countDrifts(db)
    await driftsOfRouter(db, 1, null, 500)
    await driftsOfRouter(db, 1, 'Beto', 500)
    for (const sort of ['today', 'pending', 'broken', 'unenforced'] as const)
      for (const collector of [null, 'Ana']) await promisesShown(db, { sort, today: on, sinceAt: 0, collector, limit: 500 })
    await paymentsOn(db, on, null, 500)
    await alertsShown(db, null, null, 100)
    await alertsShown(db, null, 'Beto', 100)
    await alertsShown(db, { at: told.now, id: 5 }, null, 100)
    await takingsOn(db, '2026-11-10', null)
    await takingsOn(db, '2026-11-10', 'Beto')
    expect(await planUndo(db, id, told.now)).toMatchObject({ unsent: expect.any(Number) })
    await undoRun(db, { runId: id, how: 'stop', comment: 'x' }, told)
    await undoRun(db, { runId: id, how: 'restore', comment: 'x' }, told)
    expect([...walked]).toEqual([])
  })

  it('by a payment, its voiding, a promise and what a hand does', async () => {
    const { number } = await pay(db, { code: '000101', amountCents: money('5000.00'), reference: 'X-1' }, told)
    await voidDocument(db, { code: '000101', number, comment: 'bounced' }, told)
    await addPromise(db, { code: '000102', promisedOn: day('2026-11-16') }, told)
    await withdraw(db, { code: '000102' }, told)
    await cutByHand(db, { code: '000103', comment: 'asked for it' }, told)
    await restoreByHand(db, { code: '000103' }, told)
    expect([...walked]).toEqual([])
  })

  it('by notices: who is due, beginning, what routers must hold, and whose an address is', async () => {
    await saveSetting(db, { key: 'prenotice.enabled', value: 'true' }, told)
    walked.clear() // deciding everybody in question again is what a changed setting costs
    const now = BUENOS_AIRES.parse('2026-11-10T12:00') ?? 0
    const due = await noticesDue(db, { at: now, most: 10, pause: async () => {} })
    await beginNotices(db, due, { now, by: 'test' })
    await noticeLists(db, now)
    const [router = 0] = await routersToTell(db, now)
    const message = await noticeMessage(db, router, now)
    if (message) await settleMessage(db, message, [], now)
    await noticesAt(db, '10.0.2.1', now)
    await connectionsOnlineAt(db, '10.0.2.1')
    await openAddresses(db, [1, 2])
    await pay(db, { code: '000101', amountCents: money('1.00') }, { now, by: 'test' })
    const [caller] = await connectionsAt(db, '10.0.2.1')
    await connectionsUnder(db, ['2001:db8::/56', '2001:db8::/55'])
    expect([due.length, caller?.code]).toEqual([10, '000101'])
    expect([...walked]).toEqual([])
  })

  it('by a turn of the poll, what it writes down, and what a customer is shown of it', async () => {
    const asked = { now: told.now, by: 'test', seal: handout.seal }
    await addCredential(db, { username: 'ubnt', password: 'clave' }, asked)
    await db.updateTable('connections').set({ cpeVendor: 'ubiquiti' }).where('id', '<', 10).execute()
    await db.updateTable('connections').set({ mac: 'AA:BB:CC:00:11:22' }).where('id', '>=', 10).execute()
    await meetConnections(db, told.now, async () => {})
    const now = told.now + 300_000
    const turns = await takeTurns(db, { ...handout, now }, 64, new Set())
    const heard = turns.visits.map(({ line }) => ({ line, at: now, visit: UNHEARD }))
    await recordHeard(db, heard, handout.limits)
    await overdueCpes(db, now)
    const line = turns.visits[0]?.line
    if (line === undefined) throw new Error('nobody is due')
    await cpesOfCustomer(db, line.customerId)
    await newestReading(db, line.connectionId)
    await readingsOf(db, line.connectionId, { from: 0, to: now, step: 'hour', zone: BUENOS_AIRES })
    await keepReadings(db, now, BUENOS_AIRES, async () => {})
    expect([turns.visits.length, turns.tables[0]?.entries.length]).toEqual([9, 21])
    expect([...walked]).toEqual([])
  })

  it('by a log-in that FreeRADIUS asks for, of somebody who is cut too', async () => {
    const [cut] = await db.selectFrom('orders').select('connectionId as id').where('desired', '=', 'cut').execute()
    const mac = 'DC:9F:DB:00:00:01'
    const change = { username: mac, mac, kind: 'hotspot' as const }
    await db
      .updateTable('connections')
      .set(change)
      .where('id', '=', cut?.id ?? 0)
      .execute()
    walked.clear()
    const asked = { isPpp: false, calling: null }
    const answers = [
      await answerLogin(db, { name: mac, ...asked }, { now: told.now, seal: handout.seal }),
      await answerLogin(db, { name: 'nobody', ...asked }, { now: told.now, seal: handout.seal }),
    ]
    expect(answers).toMatchObject([{ why: 'cut' }, { why: 'unknown' }])
    expect([...walked]).toEqual([])
  })

  it('by what a command or a page shows of one customer', async () => {
    const [customer] = await listCustomers(db, { search: 'herrera', limit: 10 })
    const { id } = (await customerByCode(db, customer?.code ?? '')) ?? { id: 0 }
    await documentsOf(db, id)
    await logOfCustomer(db, id, 100)
    await lastOrderOfPlace(db, 4)
    await ordersById(db, [4])
    expect(customer?.name).toBe('Sofía Herrera')
    expect([...walked]).toEqual([])
  })

  it('by the list of customers, with each filter, sorted each way, on any page, and all that it shows beside', async () => {
    const router = await db.selectFrom('routers').select('id').executeTakeFirst()
    const filters: CustomerFilter[] = [
      ...[{}, { deleted: true }, { search: 'sof' }, { search: 'sofia herrera' }, { cities: ['Lobos'] }, { postalCode: '1' }],
      ...[{ status: 'a' }, { company: 1 }, { paymentMethod: 'a' }, { collector: 'a' }, { salesperson: 'a' }, { free: true }],
      ...([{ free: false }, { blockable: true }, { blockable: false }, { password: 'none' }, { password: 'readable' }] as const),
      ...([{ account: 'owes' }, { account: 'credit' }, { account: 'even' }, { codes: ['000001', '000101'] }] as const),
      ...(['cut', 'served', 'none', 'promise'] as const).map((service) => ({ service })),
      ...[{ routerId: router?.id ?? 0 }, { siteId: 1 }, { planId: 1 }],
      { search: 'cliente', cities: ['Lobos'], status: 'a', service: 'cut', account: 'owes', routerId: 1 },
    ]
    const sizes: number[] = []
    for (const filter of filters) {
      for (const order of ['code', 'name', 'debt'] as const)
        for (const afterCode of [undefined, '000101'])
          sizes.push((await listShown(db, { ...filter, order, limit: 51, afterCode })).length)
      sizes.push(await countCustomers(db, filter, 10_000))
    }
    await serviceStates(db, [1, 2, 3])
    await connectionsShown(db, [1, 2, 3])
    for (const facet of ['company', 'city', 'postalCode', 'status', 'paymentMethod', 'collector', 'salesperson'] as const)
      await valuesOf(db, facet)
    await viewsFor(db, 1)
    await columnsOf(db, 1)
    expect(Math.max(...sizes)).toBe(31)
    expect([...walked]).toEqual([])
  })

  it('by hand-outs and sweeps of a NAS, and by a Stop that proves an order', async () => {
    await db.updateTable('routers').set({ driver: 'radius' }).execute()
    await db.updateTable('connections').set({ kind: 'radius', username: 'ana' }).where('id', '=', 1).execute()
    const [queue] = await dueRouters(db, told.now, 3_600_000)
    const work = await takeWork(db, queue?.routerId ?? 0, 10, handout)
    const sent = ({ order, place, generation }: Change): Outcome => ({
      ...{ order, place, generation, ok: 'sent', what: 'a1', sessions: [1], gone: [2] },
    })
    await settleOutcomes(db, queue?.routerId ?? 0, work?.orders ?? [], (work?.changes ?? []).map(sent), handout)
    const router = await routerById(db, queue?.routerId ?? 0)
    if (router) await planSweep(db, router, told.now)
    await hurryOrdersOfLogins(db, [1, 2], told.now)
    expect(work?.orders.length).toBe(10)
    expect([...walked]).toEqual([])
  })

  it('by what is done with traffic every minute', async () => {
    await addTraffic(db, [{ at: told.now - 30 * 3_600_000, loginId: 1, upOctets: 1, downOctets: 1 }])
    await keepTraffic(db, told.now, BUENOS_AIRES)
    expect([...walked]).toEqual([])
  })

  it('by what the form, the notes and the files of a customer ask and write', async () => {
    const { id } = (await customerByCode(db, '000001')) ?? { id: 0 }
    const told2 = { ...told, seal: makeSeal('a key for tests that is thirty-two characters long') }
    const texts = { ...newTexts(), name: 'Elsa', id_type: 'DNI', id_number: '23456789', address: 'Mitre 100', payment_code: '77' }
    await checkCustomer(db, { customer: null, code: '000002', typed: texts, seen: newTexts(), password: '' })
    await addCustomer(db, { code: '000002', typed: texts, askId: 'a' }, told2)
    const { customer } = { customer: await customerByCode(db, '000002') }
    if (customer !== undefined)
      await editCustomer(db, { id: customer.id, typed: { ...texts, phone: '351 5550000' }, seen: texts, password: '' }, told2)
    await formerlyCalled(db, '000009')
    await newestNumber(db)
    for (const facet of ['till', 'contractType'] as const) await valuesOf(db, facet)
    await addNote(db, { code: '000001', text: 'a', askId: 'b' }, told)
    await notesOf(db, id, 50, 9)
    const stored = { name: 'a.txt', kind: 'text/plain', sizeBytes: 1, stored: 'a', sha256: 'a' } as const
    const file = await addFile(db, { code: '000001', askId: 'c', ...stored }, told)
    await removeFile(db, { code: '000001', id: file.id }, told)
    await logOfCustomer(db, id, 100, 9)
    await deleteCustomer(db, { code: '000002' }, told)
    await recodeCustomer(db, { code: 'ZZ000002', to: '000002' }, told)
    expect([...walked]).toEqual([])
  })

  it('by a question of a page to a device, and by the list of CPEs in all its orders', async () => {
    const asked = { now: told.now, by: 'test', seal: handout.seal }
    await addCredential(db, { username: 'ubnt', password: 'clave' }, asked)
    await db.updateTable('connections').set({ cpeVendor: 'ubiquiti' }).where('id', '<', 10).execute()
    const [one, other] = await db.selectFrom('connections').select('id').limit(2).execute()
    for (const row of [one, other]) await ask(db, { kind: 'signal', about: row?.id ?? 0 }, told)
    const rows = await takeAsks(db, handout, 16)
    for (const row of rows) {
      const turn = await turnOfAsk(db, row, handout)
      const heard = turn.of === 'signal' ? turn.turns.visits.map(({ line }) => ({ line, at: told.now, visit: UNHEARD })) : []
      await recordHeard(db, heard, handout.limits)
      await answerSignal(db, row, heard, told.now)
      await lastAsked(db, 'signal', row.about)
    }
    await giveBack(db, rows)
    await keepAsks(db, told.now)
    for (const view of CPE_VIEWS) {
      for (const after of [undefined, { by: -70, id: 3 }]) await listCpes(db, { view, after, limit: 50 })
      await listCpes(db, { view, routerId: 1, collector: 'Caro', limit: 50 })
      await countListed(db, { view, limit: 1000 })
    }
    await newestReadings(db, one?.id ?? 0, 2)
    expect(rows).toHaveLength(2)
    expect([...walked]).toEqual([])
  })

  it('by the status screen, which is asked again every second', async () => {
    await waitingByRouter(db)
    await promiseCount(db, '2026-11-11', 0)
    await listPromises(db, { live: true }, 100)
    await newestRun(db)
    await alertsSince(db, 0, null, 100)
    await alertsSince(db, 0, 'Beto Ruiz', 100)
    expect([...walked]).toEqual([])
  })
})
