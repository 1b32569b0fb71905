// Nodos: where routers stand, and how far they reach. The map draws them.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { removeSite, saveSite } from '../../../core/acts/sites.ts'
import { Fault, isFault } from '../../../core/fault.ts'
import type { Db } from '../../../core/store/db.ts'
import { listSites } from '../../../core/store/network-imports.ts'
import { listRouters } from '../../../core/store/routers.ts'
import { siteById } from '../../../core/store/sites.ts'
import type { SiteRow } from '../../../core/store/tables.ts'
import { formatNumber, plainDecimal, typedDecimal } from '../../text/measure.ts'
import { type OperatorRoom, told } from '../access.ts'
import { asTyped, idIn } from '../form.ts'
import { readerOf } from '../frame.ts'
import { attempt, type Mistakes } from './attempt.ts'
import { routerPath } from './nas.ts'

const Form = z.object({ name: asTyped, lat: asTyped, lng: asTyped, radius_km: asTyped })
type Form = z.output<typeof Form>

export function nodes(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  const { db } = deps
  const may = { config: { may: 'network.edit' } } as const
  list(app, { deps, show })

  const form = (request: FastifyRequest, reply: FastifyReply, of: { site: SiteRow | null; given: Form; mistakes?: Mistakes }) =>
    show(request, reply, 'network/node.eta', {
      title: of.site === null ? readerOf(request).t.network.nodes.newTitle : of.site.name,
      site: of.site,
      given: of.given,
      mistakes: of.mistakes ?? {},
    })

  async function save(request: FastifyRequest, reply: FastifyReply, site: SiteRow | null) {
    const { t } = readerOf(request)
    const given = Form.parse(request.body ?? {})
    const read = {
      name: given.name,
      lat: plainDecimal(given.lat),
      lng: plainDecimal(given.lng),
      radius_km: plainDecimal(given.radius_km),
    }
    const deed = () => saveSite(db, { id: site?.id ?? null, typed: read }, told(request, deps))
    const mistakes = await attempt(deed, t.network.nodes.mistakes, 'name')
    if (mistakes !== null) return form(request, reply.code(422), { site, given, mistakes })
    request.session.said = t.network.nodes.saved(given.name.trim())
    return reply.redirect('/red/nodos', 303)
  }

  app.get('/red/nodos/nuevo', may, (request, reply) => form(request, reply, { site: null, given: Form.parse({}) }))
  app.post('/red/nodos/nuevo', may, (request, reply) => save(request, reply, null))
  app.get('/red/nodos/:id', may, async (request, reply) => {
    const site = await siteOf(db, request.params)
    return form(request, reply, { site, given: givenBy(site, readerOf(request).text.lang) })
  })
  app.post('/red/nodos/:id', may, async (request, reply) => save(request, reply, await siteOf(db, request.params)))

  app.post('/red/nodos/:id/quitar', may, async (request, reply) => {
    const { t, text } = readerOf(request)
    const site = await siteOf(db, request.params)
    try {
      await removeSite(db, site.id, told(request, deps))
    } catch (e) {
      if (!isFault(e) || e.code !== 'record-conflict') throw e
      return form(request, reply.code(409), { site, given: givenBy(site, text.lang), mistakes: { name: t.network.nodes.busy } })
    }
    request.session.said = t.network.nodes.removed(site.name)
    return reply.redirect('/red/nodos', 303)
  })
}

async function siteOf(db: Db, parameters: unknown): Promise<SiteRow> {
  const site = await siteById(db, idIn(parameters))
  if (site === undefined) throw new Fault('record-missing', 'there is no such node')
  return site
}

/** The radius with the decimal sign that the reader would type; degrees as maps give them. */
const givenBy = (site: SiteRow, lang: string): Form => ({
  name: site.name,
  lat: site.lat === null ? '' : String(site.lat),
  lng: site.lng === null ? '' : String(site.lng),
  radius_km: site.radiusKm === null ? '' : typedDecimal(lang, String(site.radiusKm)),
})

function list(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  const { db } = deps
  app.get('/red/nodos', { config: { may: 'network.see' } }, async (request, reply) => {
    const { t, text } = readerOf(request)
    const routers = await listRouters(db)
    const rows = (await listSites(db))
      .sort((a, b) => a.name.localeCompare(b.name, text.lang))
      .map((site) => ({
        id: site.id,
        name: site.name,
        place: site.lat === null || site.lng === null ? null : `${site.lat.toFixed(5)}, ${site.lng.toFixed(5)}`,
        radius: site.radiusKm === null ? null : `${formatNumber(text.lang, site.radiusKm, 2)} km`,
        routers: routers.filter(({ siteId }) => siteId === site.id).map(({ name }) => ({ name, path: routerPath(name) })),
      }))
    return show(request, reply, 'network/nodes.eta', { title: t.network.nodes.title, rows })
  })
}
