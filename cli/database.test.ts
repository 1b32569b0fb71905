// What both databases do alike once they are open, and how they are named.

import { resolve } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, test, vi } from 'vitest'
import { eachDatabase } from '../fixtures/database.ts'
import { openDatabase, parseDatabaseUrl } from './database.ts'
import { expectFault, increment, openAgain, scratchTable, scratchValue } from '../fixtures/scratch.ts'

describe('database URL', () => {
  test.each([
    ['sqlite:./a.db', resolve('a.db')],
    ['sqlite:a.db', resolve('a.db')],
    ['sqlite:/srv/a.db', '/srv/a.db'],
    ['sqlite:///srv/a.db', '/srv/a.db'],
    ['sqlite://a.db', resolve('a.db')],
    [' ./a.db ', resolve('a.db')],
    ['/srv/a b.db', '/srv/a b.db'],
    ['sqlite::memory:', ':memory:'],
  ])('%s is the file %s', (url, path) => {
    expect(parseDatabaseUrl(url)).toEqual({ dialect: 'sqlite', path })
  })

  test.each(['postgres://ana:x@localhost/isp', 'postgresql://localhost:5433/isp'])('%s is PostgreSQL', (url) => {
    expect(parseDatabaseUrl(url)).toMatchObject({ dialect: 'postgres', url: { href: url } })
  })

  test.each(['', 'sqlite:', 'mysql://localhost/isp', 'postgres://', 'postgres://host', 'http://localhost/isp.db'])(
    '"%s" is refused with what is accepted',
    async (url) => {
      await expectFault(openDatabase(url), 'input-invalid', /accepted are sqlite:.*postgres:\/\//)
    },
  )

  test('a refused URL does not print its password', async () => {
    await expectFault(openDatabase('postgres://ana:geheim@host'), 'input-invalid', /^(?!.*geheim)/)
  })
})

eachDatabase('an opened database', (open) => {
  test('whole numbers, sums, counts and truths are plain numbers', async () => {
    const { db } = await open()
    const largest = Number.MAX_SAFE_INTEGER
    const answer = await sql`
      select cast(${largest} as bigint) as large, count(*) as rows, sum(cast(n as bigint)) as total, 1 = 1 as yes, 1 = 2 as no,
        avg(cast(n as real)) as half
      from (select 1 as n union all select 2 as n) as t`.execute(db)
    expect(answer.rows[0]).toEqual({ large: largest, rows: 2, total: 3, yes: 1, no: 0, half: 1.5 })
  })

  test('a column with an underscore is read by its camel-case name', async () => {
    const { db } = await open()
    const answer = await sql`select 'x' as due_on`.execute(db)
    expect(answer.rows[0]).toEqual({ dueOn: 'x' })
  })

  test('a transaction that read first may write after another one committed', async () => {
    const database = await open({ file: true })
    await scratchTable(database)
    const other = await openAgain(database)
    await Promise.all([database, other].map((one) => increment(one)))
    expect(await scratchValue(database)).toBe(2)
  })

  test('what fails inside a transaction leaves nothing behind, and the next one works', async () => {
    const database = await open()
    await scratchTable(database)
    const failing = database.db.transaction().execute(async (tx) => {
      await sql`update scratch set n = 100`.execute(tx)
      throw new Error('thought better of it')
    })
    await expect(failing).rejects.toThrow('thought better of it')
    await increment(database)
    expect(await scratchValue(database)).toBe(1)
  })

  test('a savepoint is rolled back alone', async () => {
    const database = await open()
    await scratchTable(database)
    const outer = await database.db.startTransaction().execute()
    await sql`update scratch set n = 5`.execute(outer)
    const inner = await outer.savepoint('attempt').execute()
    await sql`update scratch set n = 6`.execute(inner)
    await inner.rollbackToSavepoint('attempt').execute()
    await inner.commit().execute()
    expect(await scratchValue(database)).toBe(5)
  })

  test('a row that is there already is a conflict', async () => {
    const database = await open()
    await sql`create table single (code text primary key)`.execute(database.db)
    await sql`insert into single values ('A')`.execute(database.db)
    await expectFault(sql`insert into single values ('A')`.execute(database.db), 'record-conflict', /already \(.*single/)
  })

  test('a mistake in a query stays the error that it is', async () => {
    const { db } = await open()
    await expect(sql`select nothing from nowhere`.execute(db)).rejects.not.toHaveProperty('facts')
  })

  test('opened to be read, it refuses to write', async () => {
    const database = await open({ file: true })
    await scratchTable(database)
    const reader = await openAgain(database, { readonly: true })
    expect(await scratchValue(reader)).toBe(0)
    await expect(increment(reader)).rejects.toThrow(/read-?only/i)
  })

  test('what another connection commits is noticed, and nothing once stopped', async () => {
    const database = await open({ file: true })
    await scratchTable(database)
    const other = await openAgain(database)
    let calls = 0
    const stop = database.watch(() => calls++, 5)
    const before = database.dialect === 'postgres' ? 1 : 0 // PostgreSQL calls once when it has begun to listen
    await vi.waitFor(() => expect(calls).toBe(before), { interval: 2 })
    await increment(other)
    await other.announce()
    await vi.waitFor(() => expect(calls).toBe(before + 1), { interval: 2 })
    stop()
    const witness = vi.fn<() => void>()
    const stopWitness = database.watch(witness, 5)
    await vi.waitFor(async () => {
      await increment(other)
      await other.announce()
      expect(witness.mock.calls.length).toBeGreaterThan(1)
    })
    stopWitness()
    expect(calls).toBe(before + 1)
  })

  test('closing twice is closing once', async () => {
    const database = await open()
    await database.close()
    await expect(database.close()).resolves.toBeUndefined()
  })
})
