// `ispcube router`: the routers that cuts are carried out on: adding, changing, testing them, and the rules that make cuts
// take effect. A password need not stand on the command line: it is asked for, or read from standard input.

import type { Command } from 'commander'
import { COA_PORT } from '../../core/acts/doors.ts'
import { accessOf } from '../../core/acts/handout.ts'
import { routers as routerFile } from '../../core/acts/imports/routers.ts'
import { removeRouter, type RouterSaved, saveRouter } from '../../core/acts/network.ts'
import type { Check, RouterAccess } from '../../core/driver.ts'
import { Fault } from '../../core/fault.ts'
import { checksWanted } from '../../core/rules/checks.ts'
import { countByRouter, listRouters, requireRouter, routerWell } from '../../core/store/routers.ts'
import { listSites } from '../../core/store/network-imports.ts'
import { openDriver } from '../../daemon/drivers/index.ts'
import { handoutTold } from '../../daemon/enforce/dispatch.ts'
import { type EnforcePool, openEnforcePool } from '../../daemon/pools.ts'
import { carryDeed } from '../carry.ts'
import { type Context, example } from '../context.ts'
import { addFields, changesTexts, typedFields } from '../fields.ts'
import { table } from '../output.ts'
import { routerRules } from '../router-rules.ts'
import { type SecretOptions, secretsOf } from '../router-secrets.ts'
import type { Wired } from '../wire.ts'

export function register(program: Command, context: Context): void {
  const router = program.command('router').description('list, add, change, remove and test routers')
  example(router, 'ispcube router list', 'ispcube router test norte-1')
  example(
    router
      .command('list')
      .description('all routers and how they fare')
      .action(() => list(context)),
    'ispcube router list',
  )
  for (const isNew of [true, false]) {
    const command = router
      .command(isNew ? 'add' : 'set')
      .description(isNew ? 'add a router' : 'change a router; what waited for it is tried at once')
      .argument('<name>')
    addFields(command, routerFile.columns, ['name'])
      .option('--password-stdin', 'read the password from standard input')
      .option('--ask-password', 'ask for the password on the terminal')
      .option('--radius-secret-stdin', 'read the RADIUS secret from standard input')
      .option('--ask-radius-secret', 'ask for the RADIUS secret on the terminal')
      .option('--forget-pin', 'take the certificate or host key that it shows next for the right one')
      .action((name: string, options: SaveOptions) => save(context, name, options, isNew))
    example(
      command,
      isNew
        ? 'ispcube router add norte-1 --driver routeros --host 10.0.0.1 --username ispcube --ask-password'
        : 'ispcube router set norte-1 --host 10.0.0.7',
    )
  }
  const removing = router
    .command('remove')
    .description('remove a router that no connection is on')
    .argument('<name>')
    .action((name: string) => remove(context, name))
  example(removing, 'ispcube router remove norte-1')
  const testing = router
    .command('test')
    .description('log in and check that cuts would take effect; changes nothing on it')
    .argument('<name>')
    .action((name: string) => test(context, name))
  example(testing, 'ispcube router test norte-1')
  const ruling = router
    .command('rules')
    .description('lines to paste on a router so that cuts take effect')
    .argument('<name>')
    .action((name: string) => rules(context, name))
  example(ruling, 'ispcube router rules norte-1')
}

interface SaveOptions extends SecretOptions, Record<string, unknown> {
  forgetPin?: boolean
}

async function list(context: Context): Promise<void> {
  const { out } = context
  const wired = await context.open()
  const { zone } = await wired.terms()
  const sites = new Map((await listSites(wired.db)).map((site) => [site.id, site.name]))
  const counts = new Map((await countByRouter(wired.db)).map((one) => [one.routerId, one]))
  const time = (at: number | null) => (at === null ? null : zone.format(at))
  const rows = (await listRouters(wired.db)).map((row) => ({
    name: row.name,
    driver: row.driver,
    template: row.template,
    host: row.host || null,
    port: row.port,
    coaPort: row.driver === 'radius' ? (row.coaPort ?? COA_PORT) : null,
    tls: row.tls === 1,
    site: sites.get(row.siteId ?? 0) ?? null,
    connections: counts.get(row.id)?.connections ?? 0,
    ordersWaiting: counts.get(row.id)?.orders ?? 0,
    state: row.faultMessage === null ? (row.okAt === null ? 'unknown' : 'well') : 'sick',
    circuit: row.circuit,
    okAt: time(row.okAt),
    fault: row.faultMessage,
    faultAt: time(row.faultAt),
    retryAt: time(row.retryAt),
    identity: row.identity,
    version: row.version,
    board: row.board,
  }))
  out.answer({ routers: rows }, () => {
    const shown = rows.map((row) => [
      row.name,
      row.driver,
      row.host === null ? '-' : `${row.host}:${row.coaPort ?? row.port}${row.tls ? ' tls' : ''}`,
      row.site ?? '',
      row.connections,
      row.ordersWaiting || '',
      row.state === 'sick' ? out.paint.red('sick') : row.state,
      row.fault ?? [row.board, row.version].filter(Boolean).join(' '),
    ])
    const columns = [
      'router',
      'driver',
      'address',
      'site',
      { head: 'connections', align: 'right' as const },
      { head: 'waiting', align: 'right' as const },
      'state',
      '',
    ]
    return (
      table(columns, shown) ||
      'no routers yet; add one with: ispcube router add NAME --driver routeros --host ADDRESS --username USER --ask-password'
    )
  })
}

async function save(context: Context, name: string, options: SaveOptions, isNew: boolean): Promise<void> {
  const { out } = context
  const typed = typedFields(options, routerFile.columns)
  Object.assign(
    typed,
    await secretsOf(context, name, options, isNew && typed.password === undefined && typed.username !== undefined),
  )
  const wired = await context.open()
  await requireTemplate(wired, typed.template)
  const saved = await saveRouter(
    wired.db,
    { name, typed, isNew, forgetPin: options.forgetPin ?? false },
    { ...wired.told(), seal: wired.deps.seal },
  )
  const carried = await carryDeed(wired, out, saved.orders)
  out.answer({ router: name, new: saved.isNew, changes: saved.changes, ...carried }, () => savedText(saved))
}

/** Which templates there are is known to the driver and the configuration; a router that names another one could only fail. */
async function requireTemplate({ config }: Wired, name: string | undefined): Promise<void> {
  if (name === undefined || name === '') return
  const known = [...((await openDriver('ssh')).templates ?? []), ...Object.keys(config.ssh.templates)]
  if (known.includes(name)) return
  const message = `template: "${name}" is not acceptable; expected ${known.join(', ')}, or one of your own under ssh.templates in the configuration`
  throw new Fault('input-invalid', message, { template: name })
}

function savedText(saved: RouterSaved): string {
  if (saved.isNew) return `added ${saved.name}; try it with: ispcube router test ${saved.name}`
  const texts = changesTexts(saved.changes)
  return texts.length === 0 ? `nothing changed at ${saved.name}` : [`changed ${saved.name}:`, ...texts].join('\n  ')
}

async function remove(context: Context, name: string): Promise<void> {
  const wired = await context.open()
  await removeRouter(wired.db, { name }, wired.told())
  context.out.answer({ router: name, removed: true }, () => `removed ${name}`)
}

async function test(context: Context, name: string): Promise<void> {
  const { out } = context
  const wired = await context.open()
  const router = await requireRouter(wired.db, name)
  const access = accessOf(router, handoutTold(wired.deps))
  const pool = openEnforcePool(wired.config.limits)
  const from = performance.now()
  const tried = await askRouter(pool, access)
  const tookMs = Math.round(performance.now() - from)
  const found: Check[] = tried.ok ? tried.value : [{ name: 'log-in', ok: false, detail: tried.fault.message }]
  const { notice } = await wired.terms()
  const checks = checksWanted(found, notice.enabled)
  const isReached = checks.some((check) => check.name === 'log-in' && check.ok) || router.driver === 'none'
  // It answers: what was put off because it did not is tried at once.
  if (isReached) await routerWell(wired.db, router.id, wired.deps.now())
  const isWell = checks.every((check) => check.ok)
  out.answer({ router: name, ok: isWell, tookMs, checks }, () => {
    const rows = checks.map((check) => [check.ok ? out.paint.green('ok') : out.paint.red('no'), check.name, check.detail])
    return table([name, '', `${tookMs} ms`], rows)
  })
  context.exit(isWell ? 0 : 3)
}

async function askRouter(pool: EnforcePool, access: RouterAccess): ReturnType<EnforcePool['test']> {
  try {
    return await pool.test(access)
  } finally {
    await pool.close()
  }
}

async function rules(context: Context, name: string): Promise<void> {
  const wired = await context.open()
  const router = await requireRouter(wired.db, name)
  const text = await routerRules(wired.deps, router)
  context.out.answer(
    { router: name, driver: router.driver, rules: text },
    () =>
      text ||
      `# the driver ${router.driver} has no rules to paste${router.template === null ? '' : ` for the template ${router.template}`}`,
  )
}
