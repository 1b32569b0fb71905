// The stage of the demo: a folder with a configuration, a key and a fresh database, simulated routers on loopback, and the
// town that lives on them. The environment is left out of it on purpose: a demo never touches the database of an ISP.

import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { saveSetting } from '../../core/acts/settings.ts'
import { newSecretKey } from '../../core/seal.ts'
import { freeTcpPort, freeUdpPort } from '../../fixtures/peers/free-port.ts'
import type { NasIncoming } from '../../fixtures/peers/nas-incoming.ts'
import { type SimRouter, startRouters } from '../../fixtures/peers/routeros.ts'
import { makeTown, type Town } from '../../fixtures/town.ts'
import { CONFIG_FILE } from '../config.ts'
import type { Context } from '../context.ts'
import { type Wired, wire } from '../wire.ts'
import type { DemoNas } from './demo-nas.ts'
import { type DemoRadios, openDemoRadios } from './demo-radios.ts'

export interface Stage {
  folder: string
  configFile: string
  /** Where the demo listens to accounting. */
  radiusPort: number
  /** Of whoever tells it. */
  radiusSecret: string
  wired: Wired
  routers: SimRouter[]
  radios: DemoRadios
  town: Town
  /** Index of the router that does not answer; null where there is only one router. */
  silent: number | null
  /** Tells of sessions once the story has come to it; null where nobody dials. */
  nas: DemoNas | null
  /** The one that asks RADIUS, once the story has come to it: it takes Disconnect-Requests as long as the demo lives. */
  incoming: NasIncoming | null
  close(): Promise<void>
}

const USERNAME = 'ispcube'
/** What real gear of that size takes for a command, about. */
const LATENCY_MS = 1

/** Shorter patience than an ISP's, so that the router that never answers does not hold up the story. */
const configText = ({
  radius,
  http,
  notice,
  web,
}: DemoPorts): string => `// The demo's configuration; made by "ispcube demo", gone with it.
export default {
  database: 'sqlite:./ispcube.db',
  secretKeyFile: './ispcube.key',
  http: { listen: '127.0.0.1:${http}' },
  web: { listen: '127.0.0.1:${web}' },
  radius: { listen: ['127.0.0.1:${radius}'] },
  // Whoever asks on this machine may say for whom: so the page of any customer can be looked at.
  notice: { listen: '127.0.0.1:${notice}', trustProxies: ['127.0.0.1'] },
  limits: { connectMs: 1500, loginMs: 1500, commandMs: 4000, retryBaseMs: 3000, retryCapMs: 20_000,
    cpeConnectMs: 2000, visitMs: 5000, snmpMs: 250, snmpRetries: 1 },
}
`

interface DemoPorts {
  radius: number
  http: number
  notice: number
  web: number
}

/** And the key; what comes back is where accounting is listened to. */
async function writeConfig(folder: string, configFile: string): Promise<number> {
  const radius = await freeUdpPort()
  const [http, notice, web] = [await freeTcpPort(), await freeTcpPort(), await freeTcpPort()]
  await writeFile(configFile, configText({ radius, http, notice, web }))
  await writeFile(join(folder, 'ispcube.key'), `${newSecretKey()}\n`, { mode: 0o600 })
  return radius
}

export async function openDemo(context: Context, wish: { customers: number; routers: number }): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'ispcube-demo-'))
  const configFile = join(folder, CONFIG_FILE)
  const password = randomBytes(9).toString('base64url')
  const closing: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]
  const close = async () => {
    for (const one of closing.splice(0).reverse()) await one()
  }
  try {
    const radiusPort = await writeConfig(folder, configFile)
    const routers = await startRouters(wish.routers, (index) => ({
      username: USERNAME,
      password,
      latencyMs: LATENCY_MS,
      identity: `demo-${index + 1}`,
    }))
    closing.push(() => Promise.all(routers.map((router) => router.close())))
    const radios = await openDemoRadios()
    closing.push(() => radios.close())
    const wired = await wire(
      { ...context.io, env: {}, cwd: folder },
      { configFile, migrations: 'create', logs: context.flags.verbose },
    )
    closing.push(() => wired.close())
    await setUp(wired)
    const { zone } = await wired.terms()
    const town = makeTown({
      customers: wish.customers,
      today: zone.dayOf(Date.now()),
      ports: routers.map(({ port }) => port),
      username: USERNAME,
      password,
      cpes: radios.hosts,
    })
    for (const { router, menu, row } of town.held) routers[router]?.add(menu, row)
    const silent = routers.length > 1 ? routers.length - 1 : null
    for (const router of routers) router.faults = { redials: true }
    const mute = routers[silent ?? -1]
    if (mute) mute.faults = { hang: true, redials: true }
    const radiusSecret = randomBytes(12).toString('hex')
    return {
      folder,
      configFile,
      radiusPort,
      radiusSecret,
      wired,
      routers,
      radios,
      town,
      silent,
      nas: null,
      incoming: null,
      close,
    }
  } catch (e) {
    await close()
    throw e
  }
}

/** What the notice page says of the ISP. */
const ISP = {
  'isp.name': 'Valle Conectado',
  'isp.phone': '0810-555-0100',
  'pay.online': 'https://pagos.example.net/',
  'pay.transfer': 'Alias valle.conectado',
} as const

/** Before the control hour nobody would be cut: the demo's day begins at midnight then. */
async function setUp(wired: Wired): Promise<void> {
  for (const [key, value] of Object.entries(ISP)) await saveSetting(wired.db, { key, value }, wired.told())
  const { zone } = await wired.terms()
  const now = Date.now()
  if (now < zone.controlOf(zone.dayOf(now))) await saveSetting(wired.db, { key: 'controlHour', value: '00:00' }, wired.told())
}
