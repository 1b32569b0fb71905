// Question: how many accounting packets a second are stored durably and then acknowledged, sessions and traffic included,
// beside FreeRADIUS with its SQL module on SQLite (WAL) and beside FreeRADIUS that stores nothing? Unique packets, the same
// sender, each server in a process of its own; ours with `synchronous=FULL`. And: is what was acknowledged on disk after a
// `kill -9`?

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDatabase } from '../../cli/database.ts'
import { AccountingBooks } from '../../core/acts/accounting.ts'
import { migrate } from '../../core/store/migrate.ts'
import { makeClients } from '../../daemon/radius/clients.ts'
import { Intake } from '../../daemon/radius/intake.ts'
import { listenAccounting } from '../../daemon/radius/listen.ts'
import { startFreeRadius } from '../../fixtures/peers/freeradius.ts'
import { type Sent, STEPS } from './radius-sender.ts'

const SECRET = 'testing123'

export interface Rate {
  perSecond: number
  again: number
}

async function sendTo(port: number, packets: number, inFlight: number): Promise<Rate> {
  const sender = fork(fileURLToPath(import.meta.url).replace(/radius\.(ts|js)$/, 'radius-sender.$1'), {
    execArgv: process.execArgv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  sender.send({ port, secret: SECRET, packets, inFlight })
  const [{ ms, answered, again }] = (await once(sender, 'message')) as [Sent]
  await once(sender, 'exit')
  if (answered !== packets) throw new Error(`${answered} of ${packets} packets were answered`)
  return { perSecond: (answered / ms) * 1000, again }
}

/** Ours, in a process of its own: says its port when it listens. */
async function serve(url: string): Promise<void> {
  const { db } = await openDatabase(url)
  const books = new AccountingBooks(db)
  const intake = new Intake({
    book: (packets, now) => books.book(packets, now),
    now: () => Date.now(),
    failed: (error) => console.error(error),
    queueMax: 10_000,
  })
  const clients = makeClients([{ name: 'bench', prefix: '127.0.0.1', secret: Buffer.from(SECRET) }])
  const listener = await listenAccounting({
    addresses: ['127.0.0.1:0'],
    bufferBytes: 8 << 20,
    clients: () => clients,
    intake,
    now: () => Date.now(),
    failed: (error) => console.error(error),
  })
  process.send?.(listener.addresses[0]?.port)
}

/** How many a second; `lost` = acknowledged and not in the database after it was killed in the middle of nothing. */
export async function ourRate(packets: number, inFlight: number, url?: string): Promise<Rate & { lost: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'ispcube-bench-radius-'))
  const place = url ?? `sqlite:${join(folder, 'radius.db')}`
  try {
    const made = await openDatabase(place)
    await migrate(made.db, made.dialect)
    await made.close()
    const child = fork(fileURLToPath(import.meta.url), ['serve', place], {
      execArgv: process.execArgv,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const [port] = (await once(child, 'message')) as [number]
    const rate = await sendTo(port, packets, inFlight)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const after = await openDatabase(place)
    const { count } = await after.db
      .selectFrom('sessions')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('ended', '=', 'stop')
      .executeTakeFirstOrThrow()
    await after.close()
    return { ...rate, lost: packets / STEPS - count }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function theirRate(packets: number, inFlight: number, accounting: 'nothing' | 'sqlite'): Promise<Rate> {
  const server = await startFreeRadius({ secret: SECRET, accounting })
  try {
    const rate = await sendTo(server.port, packets, inFlight)
    const stored = await server.stored()
    if (accounting === 'sqlite' && stored !== packets / STEPS) throw new Error(`FreeRADIUS stored ${stored} sessions`)
    return rate
  } finally {
    await server.close()
  }
}

if (process.argv[2] === 'serve' && process.argv[3] !== undefined) await serve(process.argv[3])
