// Where one customer is: typed, looked up by his address, or by a click on the map; all three fill the same two fields, and
// nothing is kept before the button says so. The lookup asks whoever the configuration names, never an address that was typed.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { setCustomer } from '../../../core/acts/customers.ts'
import { explainCustomer } from '../../../core/acts/explain.ts'
import { isFault } from '../../../core/fault.ts'
import { settingOf } from '../../../core/settings.ts'
import type { Db } from '../../../core/store/db.ts'
import { storedSettings } from '../../../core/store/settings.ts'
import type { CustomerRow } from '../../../core/store/tables.ts'
import type { Geocoding } from '../../deps.ts'
import { plainDecimal } from '../../text/measure.ts'
import { type OperatorRoom, told } from '../access.ts'
import { customerUrl } from '../customers/url.ts'
import { customerFor } from '../customers/own.ts'
import { customerPage } from '../customers/show.ts'
import { asTyped, typedIn } from '../form.ts'
import { readerOf } from '../frame.ts'
import { locatedSites, mapOf } from './ground.ts'

/** Geocoders know countries by name. */
const COUNTRY_NAMES = new Intl.DisplayNames(['es'], { type: 'region' })

const Form = z.object({ lat: asTyped, lng: asTyped })

interface Shown {
  lat: string
  lng: string
  /** What is asked for. */
  address: string
  mistakes: Record<string, string>
  outcome: Geocoding | null
}

export function position(app: FastifyInstance, room: OperatorRoom): void {
  const { deps } = room
  const { db } = deps
  const send = customerPage(room)

  async function home(request: FastifyRequest, reply: FastifyReply, customer: CustomerRow, shown: Partial<Shown>) {
    const { t } = readerOf(request)
    const lat = customer.lat === null ? '' : String(customer.lat)
    const lng = customer.lng === null ? '' : String(customer.lng)
    const stored = customer.lat === null || customer.lng === null ? null : { lat: customer.lat, lng: customer.lng }
    return send(request, reply, 'map/position.eta', {
      customer,
      story: await explainCustomer(db, customer.code, deps.now()),
      ...{ lat, lng, mistakes: {}, outcome: null, address: await addressOf(customer) },
      ...shown,
      canSearch: deps.geocode !== null,
      map: { ...(await mapOf(deps, t)), sites: await locatedSites(db), stored },
    })
  }

  const addressOf = (customer: CustomerRow) => wholeAddress(db, customer)

  app.get('/clientes/:code/mapa', { config: { may: 'customers.see' } }, async (request, reply) => {
    const customer = await customerFor(request, db)
    const { lat, lng } = Form.parse(request.query)
    return home(request, reply, customer, lat === '' && lng === '' ? {} : { lat, lng })
  })

  app.post('/clientes/:code/mapa', { config: { may: 'customers.edit' } }, async (request, reply) => {
    const { t } = readerOf(request)
    const customer = await customerFor(request, db)
    const typed = Form.parse(request.body ?? {})
    // A comma between degrees and their fractions, as it is written here.
    const [lat, lng] = [typed.lat, typed.lng].map(plainDecimal)
    try {
      await setCustomer(db, { code: customer.code, typed: { lat, lng } }, { ...told(request, deps), seal: deps.seal })
    } catch (e) {
      if (!isFault(e) || !Array.isArray(e.facts.columns)) throw e
      const wrong = Object.fromEntries(
        e.facts.columns.map((column) => [column, t.map.mistakes[column === 'lat' ? 'lat' : 'lng']]),
      )
      return home(request, reply.code(422), customer, { ...typed, mistakes: wrong })
    }
    request.session.said = lat === '' ? t.map.removed : t.map.saved
    return reply.redirect(`${customerUrl(customer.code)}/mapa`, 303)
  })

  app.post('/clientes/:code/mapa/buscar', { config: { may: 'customers.edit' } }, async (request, reply) => {
    const { text } = readerOf(request)
    const customer = await customerFor(request, db)
    const { address } = typedIn(request.body, 'address')
    const wanted = address || (await addressOf(customer))
    const outcome: Geocoding =
      deps.geocode === null || wanted === '' ? { ok: true, found: [] } : await deps.geocode(wanted, text.lang.slice(0, 2))
    const [first] = outcome.ok ? outcome.found : []
    const at = first === undefined ? {} : { lat: first.lat.toFixed(6), lng: first.lng.toFixed(6) }
    return home(request, reply, customer, { address: wanted, outcome, ...at })
  })
}

/** Address + postal code + place + state and country of the configuration. */
async function wholeAddress(db: Db, { address, fiscalAddress, postalCode, city }: CustomerRow): Promise<string> {
  const stored = await storedSettings(db)
  const parts = [address ?? fiscalAddress, [postalCode, city].filter(Boolean).join(' ')]
  return [...parts, settingOf(stored, 'isp.province'), COUNTRY_NAMES.of(settingOf(stored, 'isp.country'))]
    .filter(Boolean)
    .join(', ')
}
