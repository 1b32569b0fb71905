// Deployment: what an installation is made of. One schema gives the type, the check, the defaults and the reference page. It
// is read once at start; what the ISP changes while it runs lives in the database (`settings.ts`). Unknown keys are errors.

import { z } from 'zod'
import { type SshTemplate, TEMPLATE_NAME, templateMistakes } from './rules/template.ts'

const count = (value: number, about: string) => z.number().int().min(1).max(100_000).default(value).describe(about)
const ms = (value: number, about: string) => z.number().int().min(10).max(86_400_000).default(value).describe(about)

/** An address and a port, never a name: what is listened to must not depend on what a name means today. */
const LISTEN = /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-fA-F:.]+\]):\d{1,5}$/
const LISTEN_EXPECTS = 'expected ADDRESS:PORT, such as 127.0.0.1:9464 or [::1]:9464'

/** Placeholders as Leaflet has them; a host of letters, digits, dots and dashes, because it goes into a header. */
const TILES = /^https?:\/\/(\{s\}\.)?[A-Za-z0-9.-]+(:\d{1,5})?\/(?=\S*\{z\})(?=\S*\{x\})(?=\S*\{y\})[^\s"'<>;]*$/

const Limits = z.strictObject({
  enforceThreads: z
    .number()
    .int()
    .min(1)
    .max(64)
    .default(1)
    .describe('threads that talk to routers; the work is waiting, so one serves hundreds'),
  routersAtOnce: count(128, 'routers worked at the same time, for each thread'),
  ordersPerTask: count(2_000, 'orders handed to a router at once; a payment interrupts a slice of cuts'),
  window: z.number().int().min(1).max(64).default(12).describe('commands in flight on one router'),
  connectMs: ms(5_000, 'a router must accept the connection within this time'),
  loginMs: ms(5_000, 'and answer the log-in within this'),
  commandMs: ms(10_000, 'and each command within this'),
  taskMs: ms(120_000, 'a slice on one router ends within this time, whatever the router does'),
  idleMs: ms(30_000, 'a session without work is closed after this time'),
  retryBaseMs: ms(2_000, 'first back-off after a failure; doubles each time'),
  retryCapMs: ms(300_000, 'longest back-off'),
  retrySlowMs: ms(3_600_000, 'back-off after a failure that needs a person'),
  circuitAfter: count(3, 'failed tasks in a row after which a router is left alone until its back-off has passed'),
  sweepMs: ms(900_000, 'each router is read and compared this often'),
  pollThreads: z.number().int().min(1).max(64).default(1).describe('threads that visit CPEs'),
  visitsAtOnce: count(64, 'CPEs visited at the same time, for each thread'),
  visitMs: ms(60_000, 'a visit to a CPE ends within this time, whatever the CPE does'),
  cpeConnectMs: ms(20_000, 'a CPE must let us in within this time; old firmware takes seconds for its key'),
  cpeCommandMs: ms(15_000, 'and print its status within this'),
  snmpMs: ms(1_500, 'an SNMP question is asked again after this time'),
  snmpRetries: z.number().int().min(0).max(10).default(2).describe('and so often'),
  coaProofMs: ms(10_000, 'after a NAS acknowledged the end of a session, accounting must show it within this time'),
  kicksPerSecond: count(20, 'sessions that cuts end in a second on one NAS: whoever is thrown out dials again at once'),
  catchUpMs: ms(10_000, 'how long a command waits for the orders that it opened'),
})

const command = z.string().min(1).max(4_000)
const pattern = z.string().min(1).max(1_000)

/** Every key says what it is at `SshTemplate`. */
const Template = z
  .strictObject({
    device: command.nullable().default(null),
    look: command,
    read: z.enum(['lines', 'nft-json']).default('lines'),
    entry: pattern.nullable().default(null),
    skip: pattern.nullable().default(null),
    whole: pattern.nullable().default(null),
    refused: pattern.nullable().default(null),
    feed: command.nullable().default(null),
    cut: command,
    restore: command,
    end: command.nullable().default(null),
    isListOurs: z.boolean().default(false),
    hasIpv6: z.boolean().default(true),
    // OpenSSH takes ten sessions on a connection unless it is told otherwise (MaxSessions).
    atOnce: z.number().int().min(1).max(8).default(1),
    isLegacy: z.boolean().default(false),
  })
  .superRefine((template: SshTemplate, context) => {
    for (const { key, message } of templateMistakes(template)) context.addIssue({ code: 'custom', path: [key], message })
  })

export const Config = z.strictObject({
  database: z.string().min(1).default('sqlite:./ispcube.db').describe('sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE'),
  secretKeyFile: z
    .string()
    .min(1)
    .default('./ispcube.key')
    .describe('file with the secret key (mode 600), relative to the configuration'),
  allowTimeTravel: z
    .boolean()
    .default(false)
    .describe('lets --at name an instant that is still ahead; for tests and rehearsals only'),
  lists: z
    .strictObject({
      cut: z
        .string()
        .regex(/^[\w.-]{1,64}$/)
        .default('ispcube-cut')
        .describe('address list of those who are cut'),
      notice: z
        .string()
        .regex(/^[\w.-]{1,64}$/)
        .default('ispcube-notice')
        .describe('address list of those who see the pre-notice'),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('what is logged'),
      file: z.string().min(1).nullable().default(null).describe('where to; null = standard error'),
    })
    .prefault({}),
  http: z
    .strictObject({
      listen: z
        .string()
        .regex(LISTEN, LISTEN_EXPECTS)
        .nullable()
        .default('127.0.0.1:9464')
        .describe('where the daemon answers /metrics, /healthz, /readyz and /status.json; null = nowhere'),
    })
    .prefault({}),
  radius: z
    .strictObject({
      listen: z
        .array(z.string().regex(LISTEN, LISTEN_EXPECTS))
        .default(['0.0.0.0:1813', '[::]:1813'])
        .describe('where accounting is listened to, once a client or router has a RADIUS secret; [] = nowhere'),
      bufferBytes: z
        .number()
        .int()
        .min(65_536)
        .max(1 << 28)
        .default(8 << 20)
        .describe('what the kernel is asked to hold of packets that wait; it gives at most net.core.rmem_max'),
      queueMax: count(
        10_000,
        'packets that wait to be written; beyond it they are left unanswered, and the NAS sends them again',
      ),
      askFrom: z
        .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'expected an address or a prefix'))
        .default([])
        .describe('from where FreeRADIUS may ask for log-ins besides this machine; passwords go there in the clear'),
    })
    .prefault({}),
  web: z
    .strictObject({
      listen: z
        .string()
        .regex(LISTEN, LISTEN_EXPECTS)
        .nullable()
        .default('127.0.0.1:8080')
        .describe('where the pages of operators are served, plain HTTP, for a proxy that speaks TLS; null = nowhere'),
      trustProxies: z
        .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'expected an address or a prefix'))
        .default([])
        .describe('addresses and prefixes whose X-Forwarded-For and X-Forwarded-Proto say who calls and how'),
      sessionHours: z.number().int().min(1).max(720).default(12).describe('after so long a person has to log in again'),
    })
    .prefault({}),
  files: z
    .strictObject({
      folder: z
        .string()
        .min(1)
        .default('./files')
        .describe('where files of customers are kept, relative to the configuration; ispcube db backup keeps them too'),
      maxMb: z.number().int().min(1).max(100).default(10).describe('the greatest file that is taken'),
    })
    .prefault({}),
  map: z
    .strictObject({
      tiles: z
        .string()
        .regex(TILES, 'expected an address such as https://tile.example.net/{z}/{x}/{y}.png')
        .nullable()
        .default(null)
        .describe('where browsers get the pictures of the map: https://…/{z}/{x}/{y}.png; null = a plain grid'),
      attribution: z.string().max(300).default('').describe('whose map it is, as its licence wants it shown'),
      geocoder: z
        .enum(['none', 'nominatim', 'google'])
        .default('none')
        .describe('who says where an address is: it is sent there'),
      geocoderUrl: z
        .url({ protocol: /^https?$/, error: 'expected an address that begins with https:// or http://' })
        .nullable()
        .default(null)
        .describe('of the geocoder, where it is not the public one'),
      geocoderKey: z.string().min(1).max(500).nullable().default(null).describe('key of the geocoder, from the environment'),
    })
    .prefault({}),
  notice: z
    .strictObject({
      listen: z
        .string()
        .regex(/^(\[[\da-f:.]+\]|[\w.-]+):\d{1,5}$/i, 'expected HOST:PORT, such as 0.0.0.0:8880 or [::]:8880')
        .nullable()
        .default(null)
        .describe('where the notice page answers, plain HTTP: 0.0.0.0:8880; null = nowhere'),
      publicAddresses: z
        .array(z.union([z.ipv4(), z.ipv6()], 'expected an address'))
        .default([])
        .describe(
          'addresses at which customers reach the notice page, of each family one; for the lines of: ispcube router rules',
        ),
      trustProxies: z
        .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'expected an address or a prefix'))
        .default([])
        .describe('addresses and prefixes whose X-Forwarded-For says who calls'),
      portalUrl: z
        .url({ protocol: /^https?$/, error: 'expected an address that begins with https:// or http://' })
        .nullable()
        .default(null)
        .describe('of the customer portal; reachable for who is cut too; what devices are told, they open only with https'),
    })
    .prefault({}),
  ssh: z
    .strictObject({
      templates: z
        .record(z.string().regex(TEMPLATE_NAME, 'expected a name of small letters, digits and -'), Template)
        .default({})
        .describe('how routers are spoken to over SSH, beside the built-in templates; see docs/ssh.md'),
    })
    .prefault({}),
  limits: Limits.prefault({}),
})

export type Config = z.output<typeof Config>

export type Limits = Config['limits']

/** For `ispcube.config.ts`: gives the editor the types; what it returns is checked when it is loaded. */
export function defineConfig(config: z.input<typeof Config>): z.input<typeof Config> {
  return config
}

/** Every key with its default and what it is for: the reference page and `init` are made of it. */
export function configReference(): { key: string; default: unknown; about: string }[] {
  const defaults = Config.parse({})
  const lines: { key: string; default: unknown; about: string }[] = []
  const walk = (shape: Record<string, z.ZodType>, values: Record<string, unknown>, prefix: string) => {
    for (const [name, schema] of Object.entries(shape)) {
      const value = values[name]
      const inner = innerShape(schema)
      if (inner) walk(inner, value as Record<string, unknown>, `${prefix}${name}.`)
      else lines.push({ key: `${prefix}${name}`, default: value, about: schema.description ?? '' })
    }
  }
  walk(Config.shape, defaults as unknown as Record<string, unknown>, '')
  return lines
}

/** Of a key that has keys of its own; null for a value. */
function innerShape(schema: z.ZodType): Record<string, z.ZodType> | null {
  const inner = schema instanceof z.ZodPrefault ? schema.unwrap() : schema
  return inner instanceof z.ZodObject ? inner.shape : null
}
