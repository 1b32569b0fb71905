// What a person keeps of the list: filters under a name, for himself or for all, and the columns that he wants to see.

import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { chooseColumns, deleteView, saveView, VIEW_NAME_MAX } from '../../../core/acts/saved-views.ts'
import { isFault } from '../../../core/fault.ts'
import { me, type OperatorRoom, told } from '../access.ts'
import { readerOf } from '../frame.ts'
import { COLUMNS } from './columns.ts'
import { listUrl, Query, queryText } from './filter.ts'
import { LIST } from './url.ts'

const ViewForm = z.object({
  nombre: z.string().max(500).default(''),
  filtro: z.string().max(5000).default(''),
  compartir: z.string().optional(),
})
const ColumnsForm = z.object({
  columna: z.union([z.string(), z.array(z.string())]).default([]),
  usuales: z.string().optional(),
  filtro: z.string().max(5000).default(''),
})
const ViewId = z.object({ id: z.coerce.number().int().min(1) })

/** Back to the list as it was: what comes from a form is read as an address is. */
const queryFrom = (text: string): Query => {
  const parameters = new URLSearchParams(text)
  return Query.parse({ ...Object.fromEntries(parameters), ...(parameters.has('c') ? { c: parameters.getAll('c') } : {}) })
}

export function views(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  const { db } = deps
  const may = { config: { may: 'customers.see' } } as const

  app.post(`${LIST}/lista/vistas`, may, async (request, reply) => {
    const { t } = readerOf(request)
    const { nombre, filtro, compartir } = ViewForm.parse(request.body ?? {})
    const query = queryFrom(filtro)
    const ask = { personId: me(request).id, name: nombre, query: queryText(query), isShared: compartir !== undefined }
    try {
      await saveView(db, ask, told(request, deps))
    } catch (err) {
      if (!isFault(err) || err.code !== 'input-invalid') throw err
      const words = t.customers.views
      const mistake = err.facts.most === undefined ? words.nameWrong(VIEW_NAME_MAX) : words.tooMany(Number(err.facts.most))
      const facts = {
        title: words.save,
        name: nombre,
        isShared: ask.isShared,
        filter: ask.query,
        back: listUrl(query),
        mistakes: { nombre: mistake },
      }
      return show(request, reply.code(422), 'customers/view.eta', facts)
    }
    request.session.said = t.customers.views.saved(nombre.trim())
    return reply.redirect(listUrl(query), 303)
  })

  app.post(`${LIST}/lista/vistas/:id/borrar`, may, async (request, reply) => {
    const { id } = ViewId.parse(request.params)
    await deleteView(db, { personId: me(request).id, id })
    request.session.said = readerOf(request).t.customers.views.deleted
    return reply.redirect(LIST, 303)
  })

  app.post(`${LIST}/lista/columnas`, may, async (request, reply) => {
    const { columna, usuales, filtro } = ColumnsForm.parse(request.body ?? {})
    const chosen = [columna].flat()
    const columns = COLUMNS.filter((column) => chosen.includes(column))
    await chooseColumns(db, me(request).id, usuales === undefined ? columns : null)
    return reply.redirect(listUrl(queryFrom(filtro)), 303)
  })
}
