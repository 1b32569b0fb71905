// A database on a server: one that is absent, refuses, ends or breaks off.

import { once } from 'node:events'
import { connect as openSocket, createServer, type Server, type Socket } from 'node:net'
import { sql } from 'kysely'
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { within } from '../core/store/db.ts'
import { openDatabase } from './database.ts'
import { expectFault, openHere } from '../fixtures/scratch.ts'

test('a server that lets us in and ends in the same breath is busy, and ends nobody else', async () => {
  const message = (kind: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(5)
    head.write(kind)
    head.writeUInt32BE(body.length + 4, 1)
    return Buffer.concat([head, body])
  }
  const farewell = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0')
  const server = createServer((socket) => {
    socket.on('error', () => undefined) // the client hangs up on it
    socket.once('data', () =>
      socket.end(Buffer.concat([message('R', Buffer.alloc(4)), message('Z', Buffer.from('I')), message('E', farewell)])),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const url = `postgres://isp@127.0.0.1:${typeof address === 'object' ? address?.port : ''}/isp`
  await expectFault(openDatabase(url), 'store-busy', /./)
})

const postgres = inject('postgres')
describe.skipIf(postgres === null)('a PostgreSQL server', () => {
  const url = postgres?.url ?? ''

  test('that is not there is worth another try', async () => {
    await expectFault(
      openDatabase('postgres://ana@127.0.0.1:1/isp'),
      'store-busy',
      /cannot reach the database 127\.0\.0\.1:1\/isp.*ECONNREFUSED/,
    )
  })

  test('a wrong password and a missing database are for a person to correct', async () => {
    const wrong = new URL(url)
    wrong.password = 'wrong'
    await expectFault(openDatabase(wrong.href), 'input-invalid', /refused the user or password/)
    const missing = new URL(url)
    missing.pathname = '/nowhere'
    await expectFault(openDatabase(missing.href), 'input-invalid', /no such database/)
  })

  test('a sum beyond what a number holds exactly is refused, not rounded', async () => {
    const database = await openHere(url)
    await expect(sql`select 9007199254740993::bigint`.execute(database.db)).rejects.toThrow(/beyond what a number holds/)
    await expect(sql`select sum(n) from (values (9007199254740991::bigint), (2)) t (n)`.execute(database.db)).rejects.toThrow(
      /beyond/,
    )
    expect((await sql`select 1 as fine`.execute(database.db)).rows).toEqual([{ fine: 1 }])
  })

  test('two that wait for each other: the one that the server undoes is done again, from its start', async () => {
    const { db } = await openHere(url)
    await sql`drop table if exists pairs`.execute(db)
    await sql`create table pairs (id integer primary key, n integer not null)`.execute(db)
    onTestFinished(async () => void (await sql`drop table pairs`.execute(db)))
    await sql`insert into pairs values (1, 0), (2, 0)`.execute(db)
    let begun = 0
    let both: () => void = () => undefined
    const bothHold = new Promise<void>((resolve) => (both = resolve))
    let oneEnds: () => void = () => undefined
    const oneEnded = new Promise<void>((resolve) => (oneEnds = resolve))
    const addTo = async (first: number, then: number): Promise<number> => {
      const added = await within(db, async (tx) => {
        // The server may give the row to who comes anew before it wakes who waits for it, and both would be stuck once more.
        if (begun === 2) await oneEnded
        await sql`update pairs set n = n + 1 where id = ${first}`.execute(tx)
        if (++begun === 2) both()
        await bothHold
        await sql`update pairs set n = n + 1 where id = ${then}`.execute(tx)
        return first
      })
      oneEnds()
      return added
    }
    expect(await Promise.all([addTo(1, 2), addTo(2, 1)])).toEqual([1, 2])
    expect(begun).toBe(3)
    expect((await sql`select id, n from pairs order by id`.execute(db)).rows).toEqual([
      { id: 1, n: 2 },
      { id: 2, n: 2 },
    ])
  })

  test('a connection that breaks: the query says busy, the lock is known to be lost, listening goes on', async () => {
    const wire = await startWire(url)
    const database = await openHere(wire.url)
    const lock = await database.locks.take('run')
    let heard = 0
    database.watch(() => heard++)
    await vi.waitFor(() => expect(heard).toBe(1))
    wire.cut()
    await vi.waitFor(() => expect(lock?.isHeld).toBe(false))
    await vi.waitFor(() => expect(heard).toBe(2), { timeout: 5000 })
    expect((await sql`select 1 as fine`.execute(database.db)).rows).toEqual([{ fine: 1 }])
    expect((await database.locks.take('run'))?.isHeld).toBe(true)
    const slow = sql`select pg_sleep(30)`.execute(database.db)
    await wire.busy()
    wire.cut()
    await expectFault(slow, 'store-busy', /did not carry out a query/)
  })
})

interface Wire {
  url: string
  /** Resolves when something more came from a client. */
  busy(): Promise<void>
  /** Breaks every connection; new ones go through. */
  cut(): void
}

/** A cable between client and server, to be pulled. */
async function startWire(url: string): Promise<Wire> {
  const far = new URL(url)
  const near = new URL(url)
  const sockets = new Set<Socket>()
  const server: Server = createServer((here) => {
    const there = openSocket(Number(far.port), far.hostname)
    sockets.add(here).add(there)
    here.pipe(there).pipe(here)
    for (const end of [here, there]) end.on('error', () => end.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  onTestFinished(() => {
    cut()
    server.close()
  })
  const address = server.address()
  near.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return {
    url: near.href,
    cut,
    busy: () => new Promise((resolve) => [...sockets].forEach((socket) => socket.once('data', () => resolve()))),
  }
}
