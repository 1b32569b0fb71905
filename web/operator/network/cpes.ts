// How customers are heard, the worst first: who needs a visit before he calls. Filters by router and by what went wrong.

import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { gradeShare, gradeSignal } from '../../../core/rules/signal.ts'
import { countListed, type CpeListed, type CpeListFilter, type CpeView, listCpes } from '../../../core/store/cpe-list.ts'
import { listRouters } from '../../../core/store/routers.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import { formatInstant } from '../../text/format.ts'
import { formatNumber } from '../../text/measure.ts'
import { faultOfRow } from '../../text/operator/fault-words.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import type { OperatorRoom } from '../access.ts'
import { customerUrl } from '../customers/url.ts'
import { collectorOf } from '../customers/own.ts'
import { readerOf } from '../frame.ts'

const PAGE = 50
const COUNT_MOST = 1_000

const WORDS = { peores: 'worst', falla: 'faulty', nunca: 'unheard' } as const satisfies Record<string, CpeView>

const Query = z.object({
  ver: z.enum(['peores', 'falla', 'nunca']).catch('peores'),
  router: z.string().min(1).max(100).optional().catch(undefined),
  desde: z
    .string()
    .regex(/^-?\d{1,15}_\d{1,15}$/)
    .optional()
    .catch(undefined),
})

export function cpes(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  const { db } = deps
  app.get('/red/cpes', { config: { may: 'network.see' } }, async (request, reply) => {
    const { t, text } = readerOf(request)
    const query = Query.parse(request.query)
    const { zone } = await loadTerms(db)
    const routers = await listRouters(db)
    const router = routers.find(({ name }) => name === query.router)
    const [by = 0, id = 0] = query.desde?.split('_').map(Number) ?? []
    const filter: CpeListFilter = {
      view: WORDS[query.ver],
      routerId: router?.id,
      collector: collectorOf(request) ?? undefined,
      after: query.desde === undefined ? undefined : { by, id },
      limit: PAGE + 1,
    }
    const found = await listCpes(db, filter)
    const rows = found.slice(0, PAGE)
    const time = (at: number | null) => (at === null ? null : formatInstant(text, zone, at))
    const url = (more: Record<string, string | undefined>) => addressOf({ ver: query.ver, router: router?.name, ...more })
    return show(request, reply, 'network/cpes.eta', {
      title: t.network.cpes.title,
      count: await countListed(db, { ...filter, limit: COUNT_MOST + 1 }),
      countMost: COUNT_MOST,
      query,
      router: router?.name ?? '',
      routers: routers.map(({ name }) => name),
      views: Object.keys(WORDS).map((ver) => ({ ver, href: url({ ver }), isHere: ver === query.ver })),
      rows: rows.map((row) => rowShown(row, t, text.lang, time)),
      urls: {
        first: query.desde === undefined ? null : url({}),
        next: found.length > PAGE ? url({ desde: markOf(rows.at(-1), WORDS[query.ver]) }) : null,
        all: addressOf({ ver: query.ver }),
      },
    })
  })
}

const markOf = (row: CpeListed | undefined, view: CpeView): string =>
  `${view === 'worst' ? (row?.strengthDbm ?? 0) : view === 'faulty' ? (row?.triedAt ?? 0) : 0}_${row?.connectionId ?? 0}`

function addressOf(parameters: Record<string, string | undefined>): string {
  const given = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '')
  return `/red/cpes?${new URLSearchParams(given).toString()}`
}

function rowShown(row: CpeListed, t: OperatorText, lang: string, time: (at: number | null) => string | null) {
  const share = (value: number | null, what: 'ccq' | 'quality' | 'capacity') =>
    value === null ? null : { text: `${formatNumber(lang, value, 1)} %`, grade: gradeShare(value, what) }
  const dbm = row.strengthDbm
  return {
    href: `${customerUrl(row.customerCode)}/senal#c-${row.connectionId}`,
    code: row.customerCode,
    customer: row.customerName,
    name: row.name,
    router: row.router,
    signal: dbm === null ? null : { text: `${formatNumber(lang, dbm)} dBm`, grade: gradeSignal(dbm), width: barOf(dbm) },
    ccq: share(row.ccqPct, 'ccq'),
    quality: share(row.qualityPct, 'quality'),
    capacity: share(row.capacityPct, 'capacity'),
    heard: time(row.okAt),
    tried: time(row.triedAt),
    device: [row.device, row.firmware].filter(Boolean).join(' '),
    faultCode: row.faultCode,
    fault: faultOfRow(t, row, 'cpe'),
  }
}

/** −95 dBm is nothing, −40 as good as it gets; of 60 pixels. */
const barOf = (dbm: number): string => (Math.min(Math.max((dbm + 95) / 55, 0.02), 1) * 60).toFixed(1)
