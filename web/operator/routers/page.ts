// Routers: how they answer, what waits for them, and where they differ from what they should hold, both ways. A reading is asked for
// by a row; the daemon makes it and the page sees what it wrote.

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { askSweep } from '../../../core/acts/sweeps.ts'
import type { DriftKind } from '../../../core/rules/drift.ts'
import type { Zone } from '../../../core/rules/day.ts'
import { countDrifts, type DriftLine, driftsOfRouter } from '../../../core/store/drifts.ts'
import { listSites } from '../../../core/store/network-imports.ts'
import { countByRouter, listRouters, routerByName } from '../../../core/store/routers.ts'
import { type OpenOrder, openOrdersAt } from '../../../core/store/run-views.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import type { RouterRow } from '../../../core/store/tables.ts'
import { makeLive } from '../../plugins/live.ts'
import { formatInstant } from '../../text/format.ts'
import { faultOfRow } from '../../text/operator/fault-words.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import { sightWords } from '../../text/operator/sight-words.ts'
import type { Text } from '../../text/text.ts'
import { type OperatorRoom, told } from '../access.ts'
import { customerUrl } from '../customers/url.ts'
import { collectorOf } from '../customers/own.ts'
import { readerOf } from '../frame.ts'
import { routerOf, routerPath } from '../network/nas.ts'

const ORDERS_MOST = 50
const DRIFTS_MOST = 500
const LOOK_MS = 500
const KINDS: readonly DriftKind[] = ['not-cut', 'still-cut', 'foreign-cut', 'left-over', 'unknown-entry']

export function page(app: FastifyInstance, room: OperatorRoom): void {
  const { deps, show } = room
  const { db } = deps
  const live = makeLive(app, deps)
  const may = { config: { may: 'network.see' } } as const

  app.get('/red/routers', may, async (request, reply) => {
    const { t, text } = readerOf(request)
    const { zone } = await loadTerms(db)
    const counts = new Map((await countByRouter(db)).map((one) => [one.routerId, one]))
    const sites = new Map((await listSites(db)).map(({ id, name }) => [id, name]))
    const drifts = await countDrifts(db)
    const rows = (await listRouters(db)).map((router) => ({
      ...factsOf(router, deps.now(), text, zone),
      site: sites.get(router.siteId ?? 0) ?? '',
      connections: counts.get(router.id)?.connections ?? 0,
      orders: counts.get(router.id)?.orders ?? 0,
      drifts: drifts.filter((one) => one.routerId === router.id),
    }))
    return show(request, reply, 'routers/list.eta', { title: t.routers.title, rows })
  })

  app.get('/red/routers/:name', may, async (request, reply) => {
    const { t, text } = readerOf(request)
    const router = await routerOf(db, request.params)
    const { zone } = await loadTerms(db)
    const counts = (await countByRouter(db)).find((one) => one.routerId === router.id)
    const orders = await openOrdersAt(db, router.id, collectorOf(request), ORDERS_MOST)
    const time = (at: number) => formatInstant(text, zone, at)
    return show(request, reply, 'routers/show.eta', {
      title: `${t.routers.columns.name} ${router.name}`,
      router: factsOf(router, deps.now(), text, zone),
      fault: faultOfRow(t, router),
      counts: { connections: counts?.connections ?? 0, orders: counts?.orders ?? 0 },
      orders: orders.map((order) => orderShown(order, time, t)),
      rules: await deps.routerRules(router),
      ...(await boardFor(request, room, router)),
    })
  })

  app.get('/red/routers/:name/en-vivo', may, async (request, reply) => {
    const { name } = await routerOf(db, request.params)
    return live(request, reply, LOOK_MS, async () => {
      const router = await routerByName(db, name)
      if (router === undefined) return { html: '', isOver: true }
      const board = await boardFor(request, room, router)
      return { html: await app.view('operator/routers/board.eta', board), isOver: !board.isAsked }
    })
  })

  app.post('/red/routers/:name/leer', { config: { may: 'service.change' } }, async (request, reply) => {
    const { t } = readerOf(request)
    const { name } = await routerOf(db, request.params)
    await askSweep(db, { name }, told(request, deps))
    deps.nudge()
    request.session.said = t.routers.swept(name)
    return reply.redirect(routerPath(name), 303)
  })
}

const orderShown = (order: OpenOrder, time: (at: number) => string, t: OperatorText) => ({
  ...order,
  ...{ since: time(order.createdAt), next: time(order.nextAt), fault: faultOfRow(t, order) },
})

type RouterState = 'well' | 'sick' | 'open' | 'unknown' | 'silent'

function factsOf(router: RouterRow, now: number, text: Text, zone: Zone) {
  const { passwordSealed: _password, radiusSecretSealed: _secret, ...shown } = router
  const time = (at: number | null) => (at === null ? null : formatInstant(text, zone, at))
  const waits = router.retryAt !== null && router.retryAt > now
  const state: RouterState =
    router.driver === 'none'
      ? 'silent'
      : router.faultMessage !== null
        ? router.circuit === 'open' && waits
          ? 'open'
          : 'sick'
        : router.okAt === null
          ? 'unknown'
          : 'well'
  return {
    ...shown,
    state,
    ok: time(router.okAt),
    swept: time(router.sweptAt),
    faultSince: time(router.faultAt),
    retry: waits ? time(router.retryAt) : null,
    device: [router.board, router.version, router.identity].filter(Boolean).join(' · '),
  }
}

/** What the newest sweep found, and whether another is awaited. */
async function boardFor(request: FastifyRequest, { deps }: OperatorRoom, router: RouterRow) {
  const { t, text } = readerOf(request)
  const { zone } = await loadTerms(deps.db)
  const time = (at: number | null) => (at === null ? null : formatInstant(text, zone, at))
  const lines = await driftsOfRouter(deps.db, router.id, collectorOf(request), DRIFTS_MOST)
  const isAsked = router.sweepAskedAt !== null && router.sweepAskedAt > (router.sweptAt ?? 0)
  const now = (line: DriftLine): string => {
    if (line.orderDesired !== null) return t.routers.underWay[line.orderDesired]
    const meant = line.kind === 'not-cut' ? 'cut' : line.kind === 'left-over' ? 'none' : 'active'
    const isMended = line.observed === meant && line.observedAt !== null && line.observedAt > line.at
    return isMended ? t.routers.mended(time(line.observedAt) ?? '') : t.routers.stands
  }
  return {
    t,
    customerUrl,
    isAsked,
    asked: time(router.sweepAskedAt),
    swept: time(router.sweptAt),
    live: `${routerPath(router.name)}/en-vivo`,
    groups: KINDS.map((kind) => ({
      kind,
      lines: lines
        .filter((line) => line.kind === kind)
        .map((line) => ({ ...line, seen: sightWords(t, line.seen, (at) => time(at) ?? ''), now: now(line) })),
    })).filter((group) => group.lines.length > 0),
  }
}
