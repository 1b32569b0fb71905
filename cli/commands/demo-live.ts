// The demo goes on: the daemon runs, somebody pays every few seconds, the silent router comes back after a while. Other terminals
// can be used on it until Ctrl-C.

import { setTimeout as sleep } from 'node:timers/promises'
import { pay } from '../../core/acts/payments.ts'
import { addPerson } from '../../core/acts/people.ts'
import { temporaryPassword } from '../../core/password.ts'
import { cents, formatAmount } from '../../core/rules/money.ts'
import { ADMIN_ROLE } from '../../core/rules/permission.ts'
import { connectionsOf } from '../../core/store/connections.ts'
import { customerByCode } from '../../core/store/customers.ts'
import { followOrders } from '../../daemon/enforce/follow.ts'
import { startDaemon } from '../../daemon/index.ts'
import { startWeb, type WebServer } from '../../web/index.ts'
import { type NoticeServer, startNotice } from '../../web/notice/index.ts'
import type { Context } from '../context.ts'
import { webDeps } from '../wire.ts'
import { keepTelling } from './demo-nas.ts'
import type { Stage } from './demo-stage.ts'

const PAY_EVERY_MS = 4_000
const SILENT_FOR_MS = 30_000

export async function live(context: Context, stage: Stage): Promise<void> {
  const { out, io } = context
  const { wired, configFile, town } = stage
  const stopped = io.untilStop()
  const stopping = new AbortController()
  void stopped.then(() => stopping.abort())
  const daemon = await startDaemon(wired.deps)
  let notice: NoticeServer | null = null
  let web: WebServer | null = null
  try {
    notice = await startNotice(wired.deps)
    web = await startWeb(webDeps(wired, daemon.nudge))
    const password = temporaryPassword()
    const person = { username: 'demo', name: 'Demo', role: ADMIN_ROLE, password, isTemporary: false }
    await addPerson(wired.db, person, wired.told())
    out.data(`\n${out.paint.bold('The pages of the operators:')} ${web.url}  user demo, password ${password}`)
    const overdue = town.cast.overdue.at(-1) ?? '000001' // his turn to pay comes last
    const tries = [
      'status',
      'top',
      `enforce explain ${overdue}`,
      `ledger ${overdue}`,
      'promise list --live',
      'router test norte-1',
      `cpe report ${town.first}`,
      'cpe list',
      'enforce drift',
      'doctor',
      ...(stage.nas === null ? [] : [`radius sessions ${stage.nas.customer}`, `radius traffic ${stage.nas.customer} --step 5m`]),
      `pay ${overdue} 50000`,
    ]
    out.data(`\n${out.paint.bold('The daemon runs now. Try in another terminal:')}`)
    for (const line of tries) out.data(`  ispcube --config ${configFile} ${line}`)
    out.data(`  curl http://${wired.config.http.listen ?? ''}/metrics`)
    const address = await addressOwing(stage)
    if (address !== null)
      out.data(`  curl -H 'X-Forwarded-For: ${address}' ${notice.url}     # the page that a customer sees, by his address`)
    out.data('Ctrl-C ends the demo and takes its folder away.\n')
    if (stage.nas !== null) void keepTelling(stage.nas, stopping.signal)
    if (stage.silent !== null) void wakeSilent(stage, out.say, stopping.signal)
    await payNowAndThen(stage, (text) => out.data(text), daemon.nudge, stopping.signal)
  } finally {
    await web?.close()
    await notice?.close()
    await daemon.close()
  }
}

/** Of a customer who is cut, the last of those who pay; null where nobody of them has an address of his own. */
async function addressOwing({ wired, town }: Stage): Promise<string | null> {
  for (const code of town.cast.overdue.toReversed()) {
    const customer = await customerByCode(wired.db, code)
    const found = customer && (await connectionsOf(wired.db, customer.id)).find(({ ip }) => ip !== null)
    if (found) return found.ip
  }
  return null
}

async function rest(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, undefined, { signal })
    return true
  } catch {
    return false // asked to stop
  }
}

async function wakeSilent(stage: Stage, say: (text: string) => void, signal: AbortSignal): Promise<void> {
  if (!(await rest(SILENT_FOR_MS, signal))) return
  const router = stage.routers[stage.silent ?? -1]
  if (router) router.faults = { redials: true }
  say(`${stage.town.routerNames[stage.silent ?? 0]} answers again; its orders follow by themselves`)
}

async function payNowAndThen(stage: Stage, say: (text: string) => void, nudge: () => void, signal: AbortSignal): Promise<void> {
  const { wired, town } = stage
  for (const code of town.cast.overdue) {
    const customer = await customerByCode(wired.db, code)
    if (!customer || customer.balanceCents <= 0) continue
    if (!(await rest(PAY_EVERY_MS, signal))) return
    const from = performance.now()
    const booked = await pay(wired.db, { code, amountCents: cents(customer.balanceCents), comment: 'demo' }, wired.told())
    nudge()
    const followed = await followOrders(wired.db, booked.orders, { deadlineMs: 3_000, everyMs: 2 })
    const served = followed.done.length === booked.orders.length
    const word =
      booked.orders.length === 0
        ? 'was not cut'
        : served
          ? `served again after ${Math.round(performance.now() - from)} ms`
          : 'waits for its router'
    say(`${code} paid ${formatAmount(booked.amountCents)}: ${word}`)
  }
  say('everybody has paid; Ctrl-C ends the demo')
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
