// The routers of the ISP (NAS): where each stands, how it is reached and how it fares. Adding, changing and testing them starts here.

import type { FastifyInstance } from 'fastify'
import { removeRouter } from '../../../core/acts/network.ts'
import { isFault } from '../../../core/fault.ts'
import { listSites } from '../../../core/store/network-imports.ts'
import { countByRouter, listRouters, requireRouter } from '../../../core/store/routers.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import type { Db } from '../../../core/store/db.ts'
import type { RouterRow } from '../../../core/store/tables.ts'
import { formatInstant } from '../../text/format.ts'
import { faultOfRow } from '../../text/operator/fault-words.ts'
import { type OperatorRoom, told } from '../access.ts'
import { readerOf } from '../frame.ts'

export function nas(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  const { db } = deps
  app.get('/red/nas', { config: { may: 'network.see' } }, async (request, reply) => {
    const { t, text } = readerOf(request)
    const { zone } = await loadTerms(db)
    const sites = new Map((await listSites(db)).map((site) => [site.id, site.name]))
    const counts = new Map((await countByRouter(db)).map((one) => [one.routerId, one]))
    const time = (at: number | null) => (at === null ? null : formatInstant(text, zone, at))
    const rows = (await listRouters(db)).map((row) => ({
      ...{ name: row.name, path: routerPath(row.name), driver: row.driver, site: sites.get(row.siteId ?? 0) ?? null },
      address: row.host === '' ? null : row.port === 0 ? row.host : `${row.host}:${row.port}`,
      connections: counts.get(row.id)?.connections ?? 0,
      waiting: counts.get(row.id)?.orders ?? 0,
      device: [row.board, row.version].filter(Boolean).join(' '),
      ...fareOf(row),
      fault: faultOfRow(t, row),
      since: time(row.faultMessage === null ? row.okAt : row.faultAt),
    }))
    return show(request, reply, 'network/nas.eta', { title: t.network.nas.title, rows })
  })

  app.post('/red/routers/:name/quitar', { config: { may: 'network.edit' } }, async (request, reply) => {
    const { t } = readerOf(request)
    const { name } = await routerOf(db, request.params)
    try {
      await removeRouter(db, { name }, told(request, deps))
    } catch (e) {
      if (!isFault(e) || e.code !== 'record-conflict') throw e
      request.session.said = t.network.nas.busy(name, String(e.facts.connections))
      return reply.redirect(`${routerPath(name)}/editar`, 303)
    }
    request.session.said = t.network.nas.removed(name)
    return reply.redirect('/red/nas', 303)
  })
}

const fareOf = ({ faultMessage, okAt }: RouterRow): { fare: 'well' | 'sick' | 'unknown' } =>
  faultMessage === null ? { fare: okAt === null ? 'unknown' : 'well' } : { fare: 'sick' }

export const routerPath = (name: string): string => `/red/routers/${encodeURIComponent(name)}`

/** The router of an address. */
export async function routerOf(db: Db, parameters: unknown): Promise<RouterRow> {
  const { name } = parameters as { name: string }
  return requireRouter(db, name)
}
