// A database in a file: its settings, who waits for whom, copies, and places where none can be.

import { once } from 'node:events'
import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { sqliteDatabase } from '../fixtures/database.ts'
import { migrate } from '../core/store/migrate.ts'
import { backupSqlite, restoreSqlite } from './database-backup.ts'
import { openDatabase } from './database.ts'
import {
  DATABASE,
  expectFault,
  increment,
  openAgain,
  openHere,
  scratchTable,
  scratchValue,
  startScript,
  temporaryFolder,
} from '../fixtures/scratch.ts'

describe('an SQLite file', () => {
  const open = sqliteDatabase()

  test('has the settings that money needs', async () => {
    const { db } = await open({ file: true })
    const pragma = async (name: string) => (await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(db)).rows[0]
    expect(await pragma('journal_mode')).toEqual({ journalMode: 'wal' })
    expect(await pragma('synchronous')).toEqual({ synchronous: 2 })
    expect(await pragma('foreign_keys')).toEqual({ foreignKeys: 1 })
  })

  test('newly made, it and its log are for the owner alone', async () => {
    const database = await open({ file: true })
    await database.locks.take('run')
    for (const path of [database.place, `${database.place}-wal`, `${database.place}.run.lock`]) {
      expect((await stat(path)).mode & 0o777, path).toBe(0o600)
    }
  })

  test('a writer waits for another without stopping its thread', async () => {
    const database = await open({ file: true })
    await scratchTable(database)
    const other = await openAgain(database)
    const blocking = await other.db.startTransaction().execute()
    let ticks = 0
    const ticking = setInterval(() => ticks++, 1)
    onTestFinished(() => clearInterval(ticking))
    const waiting = increment(database)
    await vi.waitFor(() => expect(ticks).toBeGreaterThan(10))
    await blocking.commit().execute()
    await waiting
    expect(await scratchValue(database)).toBe(1)
  })

  test('a writer that waits too long says that the database is busy', async () => {
    const database = await open({ file: true })
    await scratchTable(database)
    const other = await openAgain(database)
    const blocking = await other.db.startTransaction().execute()
    await expectFault(increment(database), 'store-busy', /another process has been writing for more than 5 s/)
    await blocking.rollback().execute()
  })

  test('readers go on while another process writes', async () => {
    const database = await open({ file: true })
    await scratchTable(database)
    const other = await openAgain(database)
    const writing = await other.db.startTransaction().execute()
    await sql`update scratch set n = 7`.execute(writing)
    const seen = await database.db
      .transaction()
      .setAccessMode('read only')
      .execute((tx) => sql`select n from scratch`.execute(tx))
    expect(seen.rows).toEqual([{ n: 0 }])
    await writing.commit().execute()
  })

  test('no space left: a fault that says so, and what was there stays', async () => {
    const { db } = await open({ file: true })
    await sql`create table heap (bytes blob)`.execute(db)
    await sql`pragma max_page_count = 1`.execute(db) // means: not one page more than there are
    const filling = db.transaction().execute((tx) => sql`insert into heap values (zeroblob(1000000))`.execute(tx))
    await expectFault(filling, 'store-full', /no space left for the database .*test\.db/)
    expect((await sql`select count(*) as n from heap`.execute(db)).rows).toEqual([{ n: 0 }])
  })

  test('more different queries than statements are kept', async () => {
    const { db } = await open()
    for (let n = 0; n < 700; n++) {
      const answer = await sql<{ n: number }>`select ${sql.lit(n % 350)} as n`.execute(db)
      expect(answer.rows[0]?.n).toBe(n % 350)
    }
  })
})

describe('copies of an SQLite file', () => {
  test('a backup ends although somebody writes all the time, and is one moment of the database', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'isp.db')
    const database = await openDatabase(`sqlite:${path}`)
    await migrate(database.db, 'sqlite')
    await sql`create table bulk (n integer not null, text text not null)`.execute(database.db)
    const fill = sql`with recursive c(n) as (select 1 union all select n + 1 from c where n < 20000)
      insert into bulk select n, hex(randomblob(400)) from c`
    await fill.execute(database.db)
    let isWriting = true
    const writing = (async () => {
      for (let n = 0; isWriting; n++) {
        await sql`insert into bulk values (${-n}, '')`.execute(database.db)
        await new Promise((resolve) => setImmediate(resolve))
      }
    })()
    await backupSqlite(path, join(folder, 'copy.db'))
    isWriting = false
    await writing
    await database.close()
    const copy = await openHere(`sqlite:${join(folder, 'copy.db')}`)
    expect((await sql<{ n: number }>`select count(*) as n from bulk where n > 0`.execute(copy.db)).rows).toEqual([{ n: 20_000 }])
    expect((await stat(join(folder, 'copy.db'))).mode & 0o777).toBe(0o600)
  })

  test('nothing is put back while somebody is in the middle of writing', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'isp.db')
    const database = await openHere(`sqlite:${path}`)
    await migrate(database.db, 'sqlite')
    await backupSqlite(path, join(folder, 'copy.db'))
    const writing = await database.db.startTransaction().execute()
    await sql`insert into settings (key, value, set_at) values ('a', 'b', 0)`.execute(writing)
    await expectFault(restoreSqlite(path, join(folder, 'copy.db'), 'now'), 'lock-held', /somebody is writing/)
    await writing.commit().execute()
    expect((await sql`select value from settings`.execute(database.db)).rows).toEqual([{ value: 'b' }])
  }, 30_000)
})

describe('a place where no database can be', () => {
  test('each says what to do', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'letter.txt'), 'Dear Sir or Madam, this is no database at all. '.repeat(40))
    await mkdir(join(folder, 'sub'))
    await expectFault(openDatabase(join(folder, 'absent', 'a.db')), 'input-invalid', /make it: mkdir -p .*absent/)
    await expectFault(openDatabase(join(folder, 'sub')), 'input-invalid', /it is a folder/)
    await expectFault(openDatabase(join(folder, 'letter.txt', 'a.db')), 'input-invalid', /letter\.txt is not a folder/)
    await expectFault(openDatabase(join(folder, 'letter.txt')), 'input-invalid', /not an SQLite database/)
    await expectFault(openDatabase(join(folder, 'new.db'), { readonly: true }), 'input-invalid', /no such file/)
    expect(await readdir(folder)).toEqual(['letter.txt', 'sub'])
  })

  test('a folder without permission', async () => {
    const folder = await temporaryFolder()
    await chmod(folder, 0o555)
    // Root may write anywhere, so there somebody else tries.
    const outcome = await openInChild(join(folder, 'a.db'))
    expect(outcome).toMatch(/input-invalid cannot open the database .*a\.db: this user may not write it or the folder/)
  })
})

async function openInChild(path: string): Promise<string> {
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  const child = startScript(
    `
    const { openDatabase } = await import(${JSON.stringify(DATABASE)})
    const said = await openDatabase(${JSON.stringify(path)}).then(() => 'opened', (e) => e.code + ' ' + e.message)
    process.stdout.write(said)`,
    nobody,
  )
  const [said] = (await once(child.stdout ?? child, 'data')) as [Buffer]
  return said.toString()
}
