// `ispcube doctor`: looks at everything an installation needs, and says what to do where something is not well. Changes
// nothing; goes on after what is broken as far as it can.

import { existsSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Command } from 'commander'
import { accessOf } from '../../core/acts/handout.ts'
import { isFault } from '../../core/fault.ts'
import { checksWanted } from '../../core/rules/checks.ts'
import { SHORTEST_KEY } from '../../core/seal.ts'
import { pendingMigrations } from '../../core/store/migrate.ts'
import { waitingByRouter } from '../../core/store/overview.ts'
import { listRouters } from '../../core/store/routers.ts'
import { lastControlAt, lastRunStartedAt } from '../../core/store/runs.ts'
import { DRIVERS } from '../../daemon/drivers/index.ts'
import { handoutTold } from '../../daemon/enforce/dispatch.ts'
import { openEnforcePool } from '../../daemon/pools.ts'
import { type Loaded, loadConfig } from '../config.ts'
import { type Context, example } from '../context.ts'
import { parseDatabaseUrl } from '../database.ts'
import { filesFinding } from '../files-check.ts'
import { freeRadiusState } from '../freeradius/check.ts'
import { mapFindings } from '../map-check.ts'
import { noticeFinding } from '../notice-check.ts'
import { pagesFinding } from '../page-check.ts'
import { counted, type Paint } from '../output.ts'
import { checkRadius } from '../radius-check.ts'
import type { Wired } from '../wire.ts'
import { signalFinding } from './doctor-signal.ts'

interface Finding {
  name: string
  ok: boolean
  detail: string
  /** Worth a look, and no reason to say that the installation is not well. */
  isWarning?: true
}

export function register(program: Command, context: Context): void {
  const command = program
    .command('doctor')
    .description('check the installation and say what to do')
    .action(() => doctor(context))
  example(command, 'ispcube doctor')
}

const well = (name: string, detail: string): Finding => ({ name, ok: true, detail })
const ill = (name: string, detail: string): Finding => ({ name, ok: false, detail })

async function doctor(context: Context): Promise<void> {
  const { out } = context
  const findings = await examine(context)
  const isWell = findings.every((finding) => finding.ok)
  const width = Math.max(...findings.map(({ name }) => name.length))
  out.answer({ ok: isWell, checks: findings }, () =>
    findings.map((finding) => `${markOf(finding, out.paint)}  ${finding.name.padEnd(width)}  ${finding.detail}`).join('\n'),
  )
  context.exit(isWell ? 0 : 1)
}

const markOf = ({ ok, isWarning }: Finding, paint: Paint): string =>
  !ok ? paint.red('no') : isWarning === true ? paint.yellow(' !') : paint.green('ok')

async function examine(context: Context): Promise<Finding[]> {
  let loaded: Loaded
  try {
    loaded = await loadConfig(context.io, context.flags.config)
  } catch (e) {
    return [ill('config', textOf(e))]
  }
  const findings = [well('node', process.version), well('config', loaded.file ?? 'from the environment'), ...keyFindings(loaded)]
  const address = parseDatabaseUrl(loaded.databaseUrl)
  if (address.dialect === 'sqlite' && address.path !== ':memory:' && !existsSync(address.path)) {
    return [...findings, ill('database', `there is no ${address.path} yet; make it with: ispcube db migrate`)]
  }
  let wired: Wired
  try {
    wired = await context.open({ migrations: 'ignore' })
  } catch (e) {
    return [...findings, ill('database', textOf(e))]
  }
  findings.push(await schema(wired), ...(address.dialect === 'sqlite' ? [await space(address.path)] : []))
  if (findings.at(1)?.ok === false || (await pendingMigrations(wired.db)).length > 0) return findings
  return [
    ...findings,
    await settings(wired),
    await clock(wired),
    await daemon(wired),
    await orders(wired),
    ...(await checkRadius(wired)),
    await signal(wired),
    await noticeFinding(wired),
    await pagesFinding(wired),
    await filesFinding(wired),
    ...(await mapFindings(wired)),
    { name: 'freeradius', ...(await freeRadiusState(wired)) },
    ...(await routers(wired)),
  ]
}

const textOf = (e: unknown): string => (isFault(e) || e instanceof Error ? e.message : String(e))

function keyFindings(loaded: Loaded): Finding[] {
  let key: string
  try {
    key = loaded.secretKey()
  } catch (e) {
    return [ill('key', textOf(e))]
  }
  if (key.length < SHORTEST_KEY)
    return [
      ill(
        'key',
        `the secret key is short (${key.length} characters, ${SHORTEST_KEY} are wanted); a new one means setting all passwords again`,
      ),
    ]
  if (loaded.keyFrom === 'ISPCUBE_SECRET_KEY') return [well('key', 'from ISPCUBE_SECRET_KEY')]
  const mode = statSync(loaded.keyFrom).mode & 0o777
  if ((mode & 0o077) !== 0)
    return [ill('key', `others may read ${loaded.keyFrom} (mode ${mode.toString(8)}); close it: chmod 600 ${loaded.keyFrom}`)]
  return [well('key', loaded.keyFrom)]
}

async function schema(wired: Wired): Promise<Finding> {
  const pending = await pendingMigrations(wired.db)
  const { place, dialect } = wired.database
  return pending.length === 0
    ? well('database', `${place} (${dialect}), schema up to date`)
    : ill(
        'database',
        `${place}: migrations are pending (${pending.join(', ')}); ispcube db backup FILE, then: ispcube db migrate`,
      )
}

const ENOUGH_BYTES = 500 * 1024 * 1024

async function space(path: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dirname(path))
  const free = bavail * bsize
  const shown = `${Math.round(free / 1024 / 1024)} MB free in ${dirname(path)}`
  return free >= ENOUGH_BYTES ? well('space', shown) : ill('space', `only ${shown}; make room, or nothing can be written one day`)
}

async function settings(wired: Wired): Promise<Finding> {
  try {
    const { zone, currency } = await wired.terms()
    return well('settings', `control at ${zone.controlHour} in ${zone.timeZone}, amounts in ${currency}`)
  } catch (e) {
    return ill('settings', `${textOf(e)}; set it again: ispcube settings set KEY VALUE`)
  }
}

async function clock(wired: Wired): Promise<Finding> {
  const { zone } = await wired.terms()
  const now = wired.deps.machineNow()
  const lastAt = await lastRunStartedAt(wired.db)
  if (lastAt !== null && now < lastAt)
    return ill(
      'clock',
      `the machine says ${zone.format(now)}, but a run was made at ${zone.format(lastAt)}: nobody is cut until then; set the clock (NTP)`,
    )
  return well('clock', zone.format(now - (now % 1000)))
}

async function daemon(wired: Wired): Promise<Finding> {
  const lastAt = await lastControlAt(wired.db)
  const last =
    lastAt === null
      ? 'no control was made yet'
      : `last control as of ${(await wired.terms()).zone.format(lastAt - (lastAt % 1000))}`
  if (wired.deps.dispatchBy === 'router') return well('daemon', last)
  const lock = await wired.deps.takeLock('dispatch')
  await lock?.release()
  return well(
    'daemon',
    lock === null ? `runs; ${last}` : `does not run (${last}); without it nothing happens by itself: ispcube start`,
  )
}

async function orders(wired: Wired): Promise<Finding> {
  const waiting = await waitingByRouter(wired.db)
  const failing = waiting.filter((line) => line.failing > 0)
  const total = waiting.reduce((sum, line) => sum + line.orders, 0)
  if (failing.length === 0)
    return well('orders', total === 0 ? 'none wait' : `${counted(total, 'order')} wait for their hour or turn`)
  const routers = [...new Set(failing.map((line) => line.router))]
  return ill(
    'orders',
    `${counted(
      failing.reduce((sum, line) => sum + line.failing, 0),
      'order',
    )} fail on ${routers.join(', ')}; try: ispcube router test ${routers[0] ?? ''}`,
  )
}

async function signal(wired: Wired): Promise<Finding> {
  try {
    return await signalFinding(wired)
  } catch (e) {
    return ill('signal', textOf(e))
  }
}

async function routers(wired: Wired): Promise<Finding[]> {
  const rows = (await listRouters(wired.db)).filter((router) => router.driver !== 'none' && DRIVERS.includes(router.driver))
  if (rows.length === 0) return [well('routers', 'none yet; add one with: ispcube router add')]
  const { notice } = await wired.terms()
  const pool = openEnforcePool(wired.config.limits)
  try {
    return await Promise.all(
      rows.map(async (router): Promise<Finding> => {
        const name = `router ${router.name}`
        try {
          const tried = await pool.test(accessOf(router, handoutTold(wired.deps)))
          if (!tried.ok) return ill(name, tried.fault.message)
          const [wrong, ...more] = checksWanted(tried.value, notice.enabled).filter((check) => !check.ok)
          if (wrong === undefined) return well(name, `answers, ${counted(tried.value.length, 'check')} passed`)
          const rest = more.length === 0 ? '' : `; and ${more.length} more: ispcube router test ${router.name}`
          return ill(name, `${wrong.name}: ${wrong.detail}${rest}`)
        } catch (e) {
          return ill(name, textOf(e))
        }
      }),
    )
  } finally {
    await pool.close()
  }
}
