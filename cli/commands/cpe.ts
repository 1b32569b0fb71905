// `ispcube cpe`: how customers are heard. `report` and `poll` ask there and then and leave a reading as the daemon's poll does;
// `list` and `history` tell what was heard. What CPEs are asked with is cpe-access.ts.

import type { Command } from 'commander'
import { READING_STEPS, readingsOf, type ReadingStep } from '../../core/acts/readings.ts'
import { NO_WAY, nameOf, wayOf } from '../../core/acts/visits.ts'
import { Fault } from '../../core/fault.ts'
import { cpesOfCustomer, type CpeLine, worstCpes } from '../../core/store/cpes.ts'
import { requireCustomer } from '../../core/store/customers.ts'
import { countArgument, oneOfArgument } from '../arguments.ts'
import { askAll, everyLine, turnsNow } from '../ask-signal.ts'
import { type Context, example } from '../context.ts'
import { requireRouter } from '../../core/store/routers.ts'
import { counted, table } from '../output.ts'
import { cpesText, readingText, signalBar } from '../signal.ts'
import { stretchOf } from '../stretch.ts'
import { registerAccess } from './cpe-access.ts'

export function register(program: Command, context: Context): void {
  const cpe = program.command('cpe').description('the signal of customers: asked now, listed, and as it was')
  const reporting = cpe
    .command('report')
    .description('ask the CPE (or the radio that it is registered at) there and then')
    .argument('<code>', 'code of the customer')
    .option('--connection <name>', 'only this one')
    .action((code: string, options: { connection?: string }) => report(context, code, options))
  example(reporting, 'ispcube cpe report 000123')
  const polling = cpe
    .command('poll')
    .description('ask all of them now')
    .option('--router <name>', 'those whose radio is on this router')
    .action((options: { router?: string }) => poll(context, options))
  example(polling, 'ispcube cpe poll', 'ispcube cpe poll --router norte-1')
  const listing = cpe
    .command('list')
    .description('what was heard last, the worst signal first')
    .option('--router <name>', 'those whose radio is on this router')
    .option('--faults', 'only those whose last try failed')
    .option('--limit <n>', 'at most so many', '50')
    .action((options: ListOptions) => list(context, options))
  example(listing, 'ispcube cpe list --router norte-1', 'ispcube cpe list --faults')
  const telling = cpe
    .command('history')
    .description('how the signal was (default: the last day, by hour)')
    .argument('<code>', 'code of the customer')
    .option('--connection <name>', 'only this one')
    .option('--from <instant>', 'from here on')
    .option('--to <instant>', 'and before this')
    .option('--step <step>', `one of ${READING_STEPS.join(', ')}`, 'hour')
    .action((code: string, options: HistoryOptions) => history(context, code, options))
  example(telling, 'ispcube cpe history 000123', 'ispcube cpe history 000123 --from 2026-11-01 --step day')
  registerAccess(cpe, context)
  example(cpe, 'ispcube cpe report 000123')
}

function onlyNamed(lines: readonly CpeLine[], code: string, name: string | undefined): CpeLine[] {
  const found = lines.filter((line) => name === undefined || line.name === name)
  if (found.length > 0) return found
  const message =
    name === undefined
      ? `${code} has no connection`
      : `${code} has no connection "${name}"; ispcube customer show ${code} shows them`
  throw new Fault('record-missing', message, { customer: code })
}

const NO_ACCESS =
  'nothing is set up to ask it with: add a password (ispcube cpe password add USER), an SNMP access (ispcube cpe snmp set), or let its radio be a MikroTik'

async function report(context: Context, code: string, { connection }: { connection?: string }): Promise<void> {
  const { out } = context
  const wired = await context.open()
  const customer = await requireCustomer(wired.db, code)
  const lines = onlyNamed(await cpesOfCustomer(wired.db, customer.id), code, connection)
  const wanted = new Set(lines.map((line) => line.connectionId))
  const turns = await turnsNow(wired, lines)
  out.progress(`asking ${counted(lines.length, 'CPE')} …`)
  const heard = await askAll(wired, turns, () => undefined)
  const answers = lines.map((line) => {
    const one = heard.find((other) => other.line.connectionId === line.connectionId)
    const way = wayOf(line)
    const why = one?.visit.ok === false ? one.visit.fault.message : way.way === 'none' ? NO_WAY[way.why] : NO_ACCESS
    return {
      connection: nameOf(line),
      reading: one?.visit.ok === true ? one.visit.reading : null,
      why: one?.visit.ok === true ? null : why,
    }
  })
  out.answer({ customer: code, connections: answers }, () =>
    answers
      .map(({ connection: name, reading, why }) =>
        reading === null
          ? `${out.paint.bold(name)}: ${out.paint.red(why ?? '')}`
          : `${out.paint.bold(name)}\n${readingText(reading, out)}`,
      )
      .join('\n\n'),
  )
  const isWell = answers.every(({ reading }) => reading !== null)
  context.exit(isWell && wanted.size > 0 ? 0 : 3)
}

async function poll(context: Context, { router }: { router?: string }): Promise<void> {
  const { out } = context
  const wired = await context.open()
  const lines = await everyLine(wired, router)
  const turns = await turnsNow(wired, lines)
  const asked = turns.visits.length + turns.tables.reduce((sum, turn) => sum + turn.entries.length, 0)
  const heard = await askAll(wired, turns, (all) => out.progress(`${all.length} of ${asked} asked`))
  const failed = heard.flatMap(({ line, visit }) =>
    visit.ok ? [] : [{ connection: nameOf(line), code: visit.fault.code, why: visit.fault.message }],
  )
  const read = heard.length - failed.length
  const answer = { connections: lines.length, asked, read, failed: failed.length, faults: failed }
  out.answer(answer, () => {
    const rows = failed.slice(0, 20).map((one) => [one.connection, one.code, one.why])
    const more = failed.length > rows.length ? [`and ${failed.length - rows.length} more: ispcube cpe list --faults`] : []
    const unasked = lines.length - asked
    return [
      `${read} of ${counted(lines.length, 'connection')} read${unasked > 0 ? `, ${unasked} cannot be asked (no address, MAC or access: ispcube cpe report CODE says which)` : ''}`,
      ...(rows.length > 0 ? ['', table(['connection', 'fault', ''], rows), ...more] : []),
    ].join('\n')
  })
  context.exit(asked > 0 && read === 0 ? 3 : 0)
}

interface ListOptions {
  router?: string
  faults?: boolean
  limit: string
}

async function list(context: Context, options: ListOptions): Promise<void> {
  const { out } = context
  const limit = countArgument('--limit', options.limit, 1, 100_000)
  const wired = await context.open()
  const routerId = options.router === undefined ? undefined : (await requireRouter(wired.db, options.router)).id
  const { zone } = await wired.terms()
  const time = (at: number | null) => (at === null ? null : zone.format(at - (at % 1000)))
  const rows = await worstCpes(wired.db, { routerId, faults: options.faults, limit })
  const shown = rows.map(({ customerCode, name, triedAt, okAt, ...rest }) => ({
    connection: `${customerCode}/${name}`,
    ...rest,
    triedAt: time(triedAt),
    okAt: time(okAt),
  }))
  out.answer({ cpes: shown }, () => {
    if (rows.length > 0) return cpesText(rows, wired.deps.now(), out)
    return options.faults ? 'no CPE whose last try failed' : 'no CPE was asked yet; ispcube cpe poll asks them all'
  })
}

interface HistoryOptions {
  connection?: string
  from?: string
  to?: string
  step: string
}

const STEP_MS: Readonly<Record<ReadingStep, number>> = { reading: 60_000, hour: 3_600_000, day: 86_400_000 }

async function history(context: Context, code: string, options: HistoryOptions): Promise<void> {
  const { out } = context
  const step = oneOfArgument('--step', options.step, READING_STEPS)
  const wired = await context.open()
  const customer = await requireCustomer(wired.db, code)
  const { zone } = await wired.terms()
  const defaultMs = step === 'day' ? 30 * STEP_MS.day : STEP_MS.day
  const { from, to } = stretchOf(zone, options, { now: wired.deps.now(), defaultMs, stepMs: STEP_MS[step] })
  const lines = onlyNamed(await cpesOfCustomer(wired.db, customer.id), code, options.connection)
  const nameAt = (at: number) => (step === 'day' ? zone.dayOf(at) : zone.format(at - (at % 1000)))
  const answers = await Promise.all(
    lines.map(async (line) => {
      const means = await readingsOf(wired.db, line.connectionId, { from, to, step, zone })
      return { connection: nameOf(line), readings: means.map(({ at, ...rest }) => ({ at: nameAt(at), ...rest })) }
    }),
  )
  out.answer({ customer: code, step, connections: answers }, () =>
    answers
      .map(({ connection, readings }) => {
        if (readings.length === 0) return `${out.paint.bold(connection)}: nothing was heard in that time`
        const cells = readings.map((one) => {
          const dbm = one.signalDbm ?? one.heardDbm
          const short = (value: number | null) => (value === null ? '' : String(Math.round(value * 10) / 10))
          return [
            one.at,
            short(dbm),
            short(one.signalLeastDbm),
            dbm === null ? '' : signalBar(dbm, out),
            ...[one.ccqPct, one.qualityPct, one.capacityPct].map(short),
            one.readings,
          ]
        })
        const right = (head: string) => ({ head, align: 'right' as const })
        const columns = [
          'from',
          right('dBm'),
          right('worst'),
          '',
          right('CCQ'),
          right('quality'),
          right('capacity'),
          right('readings'),
        ]
        return `${out.paint.bold(connection)}\n${table(columns, cells)}`
      })
      .join('\n\n'),
  )
}
