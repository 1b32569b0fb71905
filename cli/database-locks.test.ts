// Locks of a database: one holder at a time, and none that is dead.

import { type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { expect, test, vi } from 'vitest'
import { eachDatabase } from '../fixtures/database.ts'
import { DATABASE, openAgain, startScript } from '../fixtures/scratch.ts'

eachDatabase('locks', (open) => {
  test('one holder at a time, in one process and over two connections; names are apart', async () => {
    const database = await open({ file: true })
    const other = await openAgain(database)
    const held = await database.locks.take('run')
    expect(held?.isHeld).toBe(true)
    expect(await database.locks.take('run')).toBeNull()
    expect(await other.locks.take('run')).toBeNull()
    const another = await other.locks.take('dispatch')
    expect(another?.isHeld).toBe(true)
    await held?.release()
    await held?.release()
    expect(held?.isHeld).toBe(false)
    expect((await other.locks.take('run'))?.isHeld).toBe(true)
    expect(await database.locks.take('run')).toBeNull()
  })

  test('two that ask at the same moment: one has it', async () => {
    const { locks } = await open()
    const taken = await Promise.all([locks.take('run'), locks.take('run'), locks.take('run')])
    expect(taken.filter((lock) => lock !== null)).toHaveLength(1)
  })

  test('closing the database frees its locks', async () => {
    const database = await open({ file: true })
    const other = await openAgain(database)
    const lock = await other.locks.take('run')
    await other.close()
    expect(lock?.isHeld).toBe(false)
    expect((await database.locks.take('run'))?.isHeld).toBe(true)
  })

  test('a process that is killed frees its lock at once', async () => {
    const database = await open({ file: true })
    const holder = await startHolder(database.url, 'run')
    expect(await database.locks.take('run')).toBeNull()
    const gone = once(holder, 'exit')
    const killedAt = performance.now()
    holder.kill('SIGKILL')
    await gone
    const lock = await vi.waitUntil(() => database.locks.take('run'), { interval: 5 })
    expect(lock.isHeld).toBe(true)
    expect(performance.now() - killedAt).toBeLessThan(1000)
  })
})

/** A process of its own that holds a lock until it is killed. */
async function startHolder(url: string, name: string): Promise<ChildProcess> {
  const child = startScript(`
    const { openDatabase } = await import(${JSON.stringify(DATABASE)})
    const { locks } = await openDatabase(${JSON.stringify(url)})
    const lock = await locks.take(${JSON.stringify(name)})
    process.stdout.write(lock.isHeld ? 'held' : 'not held')
    setInterval(() => lock, 1000)`)
  const [said] = (await once(child.stdout ?? child, 'data')) as [Buffer]
  expect(said.toString()).toBe('held')
  return child
}
