// Clientes: the list, a search inside the filter, chips that are taken off one by one, pages by key. With `?q=` and one customer
// left it goes straight to him, so that a code typed at the counter is one Enter away.

import type { FastifyInstance } from 'fastify'
import { cents } from '../../../core/rules/money.ts'
import { countCustomers, type Facet, listCustomers, serviceStates, valuesOf } from '../../../core/store/customer-list.ts'
import { customerByCode } from '../../../core/store/customers.ts'
import type { Db } from '../../../core/store/db.ts'
import { listPlans, listSites } from '../../../core/store/network-imports.ts'
import { listRouters } from '../../../core/store/routers.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import { formatMoney } from '../../text/format.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import { me, type OperatorRoom } from '../access.ts'
import { readerOf } from '../frame.ts'
import { filterOf, listUrl, NARROWING, orderOf, Query } from './filter.ts'
import { shownState } from './state.ts'

const PAGE = 50
/** Beyond this many nobody counts by eye. */
export const COUNT_MOST = 10_000

export function list(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  const { db } = deps
  app.get('/clientes', { config: { may: 'customers.see' } }, async (request, reply) => {
    const { t, text } = readerOf(request)
    const query = Query.parse(request.query)
    const person = me(request)
    const exact =
      query.q !== undefined && Object.keys(request.query as object).length === 1 ? await customerByCode(db, query.q) : undefined
    if (exact !== undefined && !person.ownCustomers) return reply.redirect(`/clientes/${encodeURIComponent(exact.code)}`, 303)
    const filter = filterOf(query, person)
    const order = orderOf(query)
    const found = await listCustomers(db, { ...filter, order, limit: PAGE + 1, afterCode: query.desde })
    const [only, second] = found
    if (
      query.q !== undefined &&
      only !== undefined &&
      second === undefined &&
      query.desde === undefined &&
      Object.keys(request.query as object).length === 1
    )
      return reply.redirect(`/clientes/${encodeURIComponent(only.code)}`, 303)
    const customers = found.slice(0, PAGE)
    const states = await serviceStates(
      db,
      customers.map(({ id }) => id),
    )
    const { currency } = await loadTerms(db)
    const choices = await choicesOf(db)
    const last = customers.at(-1)
    return show(request, reply, 'customers/list.eta', {
      title: t.menu.customers,
      query,
      choices,
      count: await countCustomers(db, filter, COUNT_MOST),
      countMost: COUNT_MOST,
      rows: customers.map((customer) => ({
        ...customer,
        state: shownState(states.get(customer.id)),
        balance: formatMoney(text, cents(customer.balanceCents), currency),
      })),
      chips: NARROWING.flatMap((name) => {
        const value = query[name]
        return value === undefined
          ? []
          : [{ label: chipLabel(name, String(value), t, choices), without: listUrl(query, { [name]: null }) }]
      }),
      urls: {
        next: found.length > PAGE && last !== undefined ? listUrl(query, { desde: last.code }) : null,
        first: query.desde === undefined ? null : listUrl(query, {}),
        clear: '/clientes',
        order: (name: string) => listUrl(query, { orden: name }),
      },
    })
  })
}

type Choice = { value: string; label: string }
type Choices = Record<'estado' | 'localidad' | 'cp' | 'medio' | 'cobrador' | 'vendedor' | 'router' | 'nodo' | 'plan', Choice[]>

const FACETS = {
  ...{ estado: 'status', localidad: 'city', cp: 'postalCode' },
  ...{ medio: 'paymentMethod', cobrador: 'collector', vendedor: 'salesperson' },
} as const satisfies Record<string, Facet>

async function choicesOf(db: Db): Promise<Choices> {
  const named = (rows: readonly { id: number; name: string }[]) =>
    rows.map(({ id, name }) => ({ value: String(id), label: name }))
  const choices: Partial<Choices> = {
    router: named(await listRouters(db)),
    nodo: named(await listSites(db)),
    plan: named(await listPlans(db)),
  }
  for (const [name, facet] of Object.entries(FACETS))
    choices[name as keyof typeof FACETS] = (await valuesOf(db, facet)).map((value) => ({ value, label: value }))
  return choices as Choices
}

function chipLabel(name: (typeof NARROWING)[number], value: string, t: OperatorText, choices: Choices): string {
  const { filters } = t.customers
  const words: Record<string, string> | undefined = (filters.values as Record<string, Record<string, string>>)[name]
  const chosen = name in choices ? choices[name as keyof Choices].find((one) => one.value === value)?.label : undefined
  return `${filters[name]}: ${chosen ?? words?.[value] ?? value}`
}
