// Customers' files in a backup: whatever happens while it is taken, no record of it is without its bytes; put back, they are there.

import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addCustomer } from '../core/acts/customers.ts'
import { addFile, removeFile } from '../core/acts/files.ts'
import { filesAfter } from '../core/store/files.ts'
import type { Db } from '../core/store/db.ts'
import { eachDatabase } from '../fixtures/database.ts'
import { desks } from '../fixtures/desk.ts'
import { SEAL } from '../fixtures/sheets.ts'
import { dropBytes, keepBytes, pathOf } from '../web/files.ts'
import { copyWithFiles, type NamedFile } from './files-backup.ts'
import { run } from './run.ts'

const { openDesk, openFolder } = desks(run)

const TOLD = { now: 1_000, by: 'cli:test' }

/** As the page does it: bytes, then the record. */
async function put(db: Db, folder: string, text: string) {
  const bytes = Buffer.from(text)
  const kept = await keepBytes(folder, bytes)
  const file = { code: 'A1', askId: `ask-${text}`, name: `${text}.txt`, kind: 'text/plain' as const, sizeBytes: bytes.length }
  const { id } = await addFile(db, { ...file, ...kept }, TOLD)
  return { id, ...kept }
}

eachDatabase('customers’ files', (open) => {
  async function shop() {
    const { db, url } = await open({ file: true })
    const desk = await openDesk({ ISPCUBE_DATABASE_URL: url })
    await addCustomer(db, { code: 'A1', typed: { name: 'Ana' } }, { ...TOLD, seal: SEAL })
    return { db, desk, folder: join(desk.folder, 'files') }
  }

  test('lie beside the copy, and are put back where they are missing or are not what they were', async () => {
    const { db, desk, folder } = await shop()
    const [kept, lost, broken] = [
      await put(db, folder, 'kept\t\\.'),
      await put(db, folder, 'lost'),
      await put(db, folder, 'broken'),
    ]
    await keepBytes(folder, Buffer.from('of nobody'))
    const made = await desk.ispcube('db', 'backup', 'copy', '--json')
    expect(made.code, made.err).toBe(0)
    const beside = join(desk.folder, 'copy.files')
    expect(made.json.files).toEqual({ folder: beside, count: 3, lost: [] })
    expect((await stat(beside)).mode & 0o777).toBe(0o700)
    expect((await stat(pathOf(beside, kept.stored))).mode & 0o777).toBe(0o600)
    expect((await desk.ispcube('db', 'check')).out).toContain('3 files of customers, all there')

    await put(db, folder, 'later')
    await rm(pathOf(folder, lost.stored))
    await writeFile(pathOf(folder, broken.stored), 'bro')
    const checked = await desk.ispcube('db', 'check')
    expect([checked.code, checked.out]).toEqual([1, expect.stringContaining(`2 of 4 files of customers are not whole`)])

    const back = await desk.ispcube('db', 'restore', 'copy', '--yes', '--json')
    expect([back.code, back.json?.files], back.err).toEqual([0, { put: 2, lost: [] }])
    expect(await readFile(pathOf(folder, lost.stored), 'utf8')).toBe('lost')
    expect(await readFile(pathOf(folder, broken.stored), 'utf8')).toBe('broken')
    expect((await desk.ispcube('db', 'check')).out).toContain('3 files of customers, all there')
  })

  test('what is lost is told, by the backup and by who puts it back; --no-files leaves them alone', async () => {
    const { db, desk, folder } = await shop()
    const { id, stored } = await put(db, folder, 'lost')
    await rm(pathOf(folder, stored))
    const told = expect.stringContaining(`warning: 1 file of customers (${id}) not whole in ${folder}`)
    const made = await desk.ispcube('db', 'backup', 'copy')
    expect([made.code, made.err, existsSync(join(desk.folder, 'copy.files'))]).toEqual([0, told, false])
    const back = await desk.ispcube('db', 'restore', 'copy', '--yes')
    expect([back.code, back.err]).toEqual([
      0,
      expect.stringContaining(`(${id}) not whole in ${join(desk.folder, 'copy.files')}, nor in`),
    ])

    await put(db, folder, 'whole')
    const alone = await desk.ispcube('db', 'backup', 'alone', '--no-files', '--json')
    expect([alone.code, alone.json.files, existsSync(join(desk.folder, 'alone.files'))]).toEqual([0, null, false])
    expect((await desk.ispcube('db', 'restore', 'alone', '--yes', '--no-files', '--json')).json.files).toBe(null)
  })

  test('a folder of that name that is there already is not touched', async () => {
    const { desk } = await shop()
    await mkdir(join(desk.folder, 'copy.files'))
    const { code, err } = await desk.ispcube('db', 'backup', 'copy')
    expect([code, err, existsSync(join(desk.folder, 'copy'))]).toEqual([
      2,
      expect.stringContaining('copy.files is there already'),
      false,
    ])
  })

  test('a folder that cannot be read or written is said so, and nothing is left half done', async () => {
    const { db, desk, folder } = await shop()
    const { stored } = await put(db, folder, 'kept')
    expect((await desk.ispcube('db', 'backup', 'copy')).code).toBe(0)
    const other = (path: string) =>
      desk.file('ispcube.config.ts', `export default ${JSON.stringify({ database: 'sqlite:./isp.db', files: { folder: path } })}`)
    await other('./copy')
    const made = await desk.ispcube('db', 'backup', 'second')
    expect([made.code, made.err]).toEqual([2, expect.stringMatching(/copy cannot be read: a part of this path is a file/)])
    for (const left of ['second', 'second.part', 'second.files', 'second.files.part'])
      expect(existsSync(join(desk.folder, left)), left).toBe(false)
    await db.deleteFrom('files').execute()
    const back = await desk.ispcube('db', 'restore', 'copy', '--yes')
    expect([back.code, back.err]).toEqual([2, expect.stringMatching(/cannot be read: a part of this path is a file/)])
    expect(await filesAfter(db, 0, 10)).toEqual([]) // the database was not put back either
    expect(existsSync(pathOf(join(desk.folder, 'copy.files'), stored))).toBe(true)
  })

  describe('while people work', () => {
    /** Names are those of the moment at which the database is copied; `before` and `after` happen around it. */
    async function during(
      wish: { before?: () => Promise<void>; after?: (round: number) => Promise<void> },
      db: Db,
      folder: string,
    ) {
      const target = join(await openFolder(), 'copy')
      let round = 0
      let named: NamedFile[] = []
      const kept = await copyWithFiles({ folder, progress: () => undefined }, target, {
        async copy() {
          if (round++ === 0) await wish.before?.()
          named = await db.selectFrom('files').select(['id', 'stored', 'sha256']).execute()
          await wish.after?.(round)
        },
        named: () => Promise.resolve(named),
      })
      for (const { stored } of named) expect(existsSync(pathOf(`${target}.files`, stored))).toBe(true)
      return { kept, round, target, named }
    }

    const take = async (db: Db, folder: string, { id, stored }: { id: number; stored: string }) => {
      await removeFile(db, { code: 'A1', id }, TOLD)
      await dropBytes(folder, stored)
    }

    test('put in before the database is copied, or deleted after it: in the copy; deleted before it: not', async () => {
      const { db, folder } = await shop()
      const [old, gone] = [await put(db, folder, 'old'), await put(db, folder, 'gone')]
      const { kept, target, named } = await during(
        {
          before: async () => {
            await put(db, folder, 'new')
            await take(db, folder, gone)
          },
          after: () => take(db, folder, old),
        },
        db,
        folder,
      )
      expect([kept.count, kept.lost, named.length]).toEqual([2, [], 2])
      expect(existsSync(pathOf(`${target}.files`, gone.stored))).toBe(false)
      expect(await filesAfter(db, 0, 10)).toHaveLength(1)
    })

    test('put in and deleted within the moment of the copy: the database is copied once more', async () => {
      const { db, folder } = await shop()
      await put(db, folder, 'old')
      let short: Awaited<ReturnType<typeof put>> | undefined
      const { kept, round } = await during(
        {
          before: async () => void (short = await put(db, folder, 'short')),
          after: async (round) => {
            if (round === 1 && short !== undefined) await take(db, folder, short)
          },
        },
        db,
        folder,
      )
      expect([round, kept.count, kept.lost]).toEqual([2, 1, []])
    })
  })
})
