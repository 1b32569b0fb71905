// What goes out of the list: exactly the customers that the filter and the search find, in the order of the list, as a spreadsheet or
// on paper. Everything is sent as it is read, so a hundred thousand take no more memory than fifty; that it was taken is logged.

import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { exportCustomers, logExport, type Sheet, type SheetCell, walkShown } from '../../../core/acts/exports.ts'
import { countCustomers } from '../../../core/store/customer-list.ts'
import { columnsOf } from '../../../core/store/saved-views.ts'
import { loadIspWords, loadTerms } from '../../../core/store/settings.ts'
import { formatCount, formatDate } from '../../text/format.ts'
import { listingChunks, printable } from '../../print/listing.ts'
import { csvChunks, type SheetKind, xlsxChunks } from '../../sheet.ts'
import { me, type OperatorRoom, told } from '../access.ts'
import { readerOf } from '../frame.ts'
import { filterInWords, keepChoices } from './choices.ts'
import { type Column, type ColumnReader, cellText, cellValue, columnsFrom, rowsFor } from './columns.ts'
import { filterOf, orderOf, Query, queryText } from './filter.ts'
import { LIST } from './url.ts'

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const
/** Of a count that is printed: more than any ISP has. */
const ALL = 10_000_000

export function sheets(app: FastifyInstance, { deps }: OperatorRoom): void {
  const { db } = deps
  const send = (kind: SheetKind) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { t } = readerOf(request)
    const query = Query.parse(request.query)
    const isWhole = (request.query as { columnas?: unknown }).columnas === 'todas'
    const sheet = isWhole ? exportCustomers(db, filterOf(query, me(request))) : await shownSheet(request, db, query)
    await logExport(
      db,
      { kind: 'customers', form: kind, filter: { query: queryText(query), columns: isWhole ? 'all' : 'shown' } },
      told(request, deps),
    )
    const day = (await loadTerms(db)).zone.dayOf(deps.now())
    const name = `${t.customers.out.file}-${day}.${kind}`
    void reply.header('cache-control', 'no-store').header('content-disposition', `attachment; filename="${name}"`)
    return reply.type(TYPES[kind]).send(await chunksOf(sheet, kind, t.menu.customers))
  }
  app.get(`${LIST}/lista/excel`, { config: { may: 'customers.export' } }, send('xlsx'))
  app.get(`${LIST}/lista/csv`, { config: { may: 'customers.export' } }, send('csv'))
  print(app, deps)
}

async function chunksOf({ columns, rows }: Sheet, kind: SheetKind, name: string): Promise<Readable> {
  if (kind === 'xlsx') return xlsxChunks(columns, rows, name)
  const chunks = csvChunks(columns, rows)
  // By this mark spreadsheets know that accents are UTF-8.
  const marked = async function* () {
    yield '\u{feff}'
    yield* chunks
  }
  return Readable.from(marked(), { objectMode: false })
}

/** The columns that the person sees, with the words that stand above them. */
async function shownSheet(request: FastifyRequest, db: OperatorRoom['deps']['db'], query: Query): Promise<Sheet> {
  const { t, text } = readerOf(request)
  const person = me(request)
  const columns = columnsFrom(await columnsOf(db, person.id))
  const reader: ColumnReader = { t, text, currency: (await loadTerms(db)).currency }
  async function* rows(): AsyncGenerator<SheetCell[][]> {
    for await (const customers of walkShown(db, { ...filterOf(query, person), order: orderOf(query) })) {
      const found = await rowsFor(db, customers, columns)
      yield found.map((row) => columns.map((column) => cellValue(column, row, reader)))
    }
  }
  return { columns: columns.map((column) => t.customers.columns[column]), rows: rows() }
}

const PRINTED: readonly Column[] = [
  ...(['code', 'name', 'service', 'balance', 'city', 'status', 'address', 'phone', 'email', 'idNumber', 'plan'] as const),
]

function print(app: FastifyInstance, deps: OperatorRoom['deps']): void {
  const { db } = deps
  const choicesNow = keepChoices(db)
  app.get(`${LIST}/lista/imprimir`, { config: { may: 'customers.see' } }, async (request, reply) => {
    const { t, text } = readerOf(request)
    const query = Query.parse(request.query)
    const person = me(request)
    const filter = filterOf(query, person)
    const { zone, currency } = await loadTerms(db)
    const isp = await loadIspWords(db)
    const now = deps.now()
    const count = await countCustomers(db, filter, ALL)
    const facts = {
      empresa: isp.name,
      telefono: isp.phone,
      fecha: formatDate(text, zone.dayOf(now)),
      hora: zone.format(now).slice(11, 16),
      usuario: person.name,
      filtros: filterInWords(query, t, await choicesNow()),
      cantidad: formatCount(text, count),
      // Whether there are any; they themselves come one batch after another.
      clientes: count > 0 ? [{}] : [],
    }
    const reader: ColumnReader = { t, text, currency }
    async function* customers() {
      for await (const some of walkShown(db, { ...filter, order: orderOf(query) }))
        yield (await rowsFor(db, some, PRINTED)).map((row) => {
          const cell = (column: Column) => cellText(column, row, reader)
          return {
            ...{ codigo: cell('code'), nombre: cell('name'), apodo: row.customer.nickname ?? '', domicilio: cell('address') },
            ...{ localidad: cell('city'), telefonos: cell('phone'), correos: cell('email'), documento: cell('idNumber') },
            ...{ servicio: cell('service'), estado: cell('status'), saldo: cell('balance'), plan: cell('plan') },
            debe: row.customer.balanceCents > 0 ? cell('balance') : '',
          }
        })
    }
    await logExport(db, { kind: 'customers', form: 'print', filter: { query: queryText(query) } }, told(request, deps))
    return printable(reply).send(Readable.from(await listingChunks(db, text.lang, facts, customers()), { objectMode: false }))
  })
}
