// Clientes: the list, a search inside the filter, chips that are taken off one by one, pages by key. With `?q=` and one customer
// left it goes straight to him, so that a code typed at the counter is one Enter away.

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type CustomerFilter, countCustomers, listShown, type ShownCustomer } from '../../../core/store/customer-list.ts'
import { customerByCode } from '../../../core/store/customers.ts'
import type { Db } from '../../../core/store/db.ts'
import { columnsOf, type KeptView, viewsFor } from '../../../core/store/saved-views.ts'
import type { Person } from '../../../core/store/people.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import { me, type OperatorRoom } from '../access.ts'
import { readerOf } from '../frame.ts'
import { chipsOf, keepChoices, keepSelects } from './choices.ts'
import { ALWAYS, cellText, COLUMNS, columnsFrom, type Listed, readFor, rowsFor } from './columns.ts'
import { filterOf, listUrl, orderOf, Query, queryText } from './filter.ts'
import { isHis } from './own.ts'
import { customerUrl, LIST } from './url.ts'

const PAGE = 50
/** Beyond this many nobody counts by eye. */
export const COUNT_MOST = 10_000

export function list(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  const { db } = deps
  const choicesNow = keepChoices(db)
  const count = keep(app, (filter: CustomerFilter) => countCustomers(db, filter, COUNT_MOST))
  const chosen = keep(app, async (id: number) => ({ columns: await columnsOf(db, id), views: await viewsFor(db, id) }))
  const selects = keepSelects(app)
  app.get(LIST, { config: { may: 'customers.see' } }, async (request, reply) => {
    const words = readerOf(request)
    const { t, text } = words
    const query = Query.parse(request.query)
    const person = me(request)
    const filter = filterOf(query, person)
    const isJump = query.q !== undefined && Object.keys(request.query as object).length === 1
    const exact = isJump ? await oneWithCode(request, db, query.q ?? '') : undefined
    const own = await chosen(person.id)
    const columns = columnsFrom(own.columns)
    const page = { ...filter, order: orderOf(query), limit: PAGE + 1, afterCode: query.desde }
    const found: Listed[] = exact === undefined ? await listShown(db, page, readFor(columns)) : [exact]
    const [only, second] = found
    if (isJump && only !== undefined && second === undefined) return reply.redirect(customerUrl(only.code), 303)
    const customers = found.slice(0, PAGE)
    const reader = { text, t, currency: (await loadTerms(db)).currency }
    const rows = await rowsFor(db, customers, columns)
    const choices = await choicesNow()
    const here = queryText(query)
    return show(request, reply, 'customers/list.eta', {
      title: t.menu.customers,
      ...{ query, columns },
      selects: await selects(query, choices, words),
      columnChoices: COLUMNS.filter((column) => !ALWAYS.includes(column)),
      ownColumns: own.columns !== null,
      views: viewsShown(own.views, person, here),
      // A first page that is not full is everybody.
      count: found.length <= PAGE && query.desde === undefined ? found.length : await count(filter),
      countMost: COUNT_MOST,
      rows: rows.map((row) => ({
        customer: row.customer,
        state: row.state,
        href: customerUrl(row.customer.code),
        cells: columns.map((column) => cellText(column, row, reader)),
      })),
      chips: chipsOf(query, t, choices),
      urls: urlsOf(query, here, found.length > PAGE ? customers.at(-1) : undefined),
    })
  })
}

/** A code typed as it stands, where this person may see whose it is. */
async function oneWithCode(request: FastifyRequest, db: Db, code: string): Promise<ShownCustomer | undefined> {
  const customer = await customerByCode(db, code)
  return customer !== undefined && isHis(request, customer) ? customer : undefined
}

/** `here`: the text of the query. */
function urlsOf(query: Query, here: string, last: Listed | undefined) {
  const same = (path: string) => (here === '' ? path : `${path}?${here}`)
  return {
    next: last === undefined ? null : listUrl(query, { desde: last.code }),
    first: query.desde === undefined ? null : same(LIST),
    clear: LIST,
    order: (name: string) => listUrl(query, { orden: name }),
    excel: same(`${LIST}/lista/excel`),
    csv: same(`${LIST}/lista/csv`),
    print: same(`${LIST}/lista/imprimir`),
    passwords: listUrl(query, { orden: null }, `${LIST}/lista/claves`),
    query: here,
  }
}

const viewsShown = (views: readonly KeptView[], { id }: Person, here: string) =>
  views.map((view) => ({
    ...view,
    href: view.query === '' ? LIST : `${LIST}?${view.query}`,
    isHere: view.query === here,
    isOwn: view.personId === id,
  }))

const KEEP_MS = 10_000
const KEPT_MAX = 500

/** Asked once for all pages that are turned, and anew as soon as anybody changed something through these pages. */
function keep<Key, Value>(app: FastifyInstance, find: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const kept = new Map<string, { until: number; value: Value }>()
  app.addHook('onSend', ({ method }, _reply, payload, done) => {
    if (method === 'POST') kept.clear()
    done(null, payload)
  })
  return async (key) => {
    const text = JSON.stringify(key)
    const known = kept.get(text)
    if (known !== undefined && known.until > performance.now()) return known.value
    const value = await find(key)
    if (kept.size >= KEPT_MAX) kept.clear()
    kept.set(text, { until: performance.now() + KEEP_MS, value })
    return value
  }
}
