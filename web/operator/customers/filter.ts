// What the address of the list says: the filter, in words that people can read and keep as a bookmark. What it does not
// understand it leaves out, because an old bookmark should show a list and not an error.

import { z } from 'zod'
import type { Person } from '../../../core/store/people.ts'
import type { CustomerFilter, CustomerOrder } from '../../../core/store/customer-list.ts'
import { ownOf } from './own.ts'
import { LIST } from './url.ts'

const text = z.string()
const word = text.pipe(z.string().trim().min(1).max(100)).optional().catch(undefined)
const number = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional().catch(undefined)
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values).optional().catch(undefined)

/** Rows that can be ticked at once. */
const TICKED_MAX = 200
const codes = z
  .union([text, z.array(text)])
  .transform((given) => [...new Set([given].flat())].filter((code) => code !== '' && code.length <= 50).slice(0, TICKED_MAX))
  .optional()
  .catch(undefined)

export const Query = z.object({
  q: word,
  servicio: oneOf(['con', 'cortado', 'sin', 'compromiso']),
  cuenta: oneOf(['debe', 'favor', 'cero']),
  estado: word,
  localidad: word,
  cp: word,
  empresa: number,
  medio: word,
  cobrador: word,
  vendedor: word,
  router: number,
  nodo: number,
  plan: number,
  gratis: oneOf(['si', 'no']),
  bloquear: oneOf(['si', 'no']),
  clave: oneOf(['con', 'sin']),
  eliminados: oneOf(['si']),
  c: codes,
  orden: oneOf(['codigo', 'nombre', 'deuda']),
  desde: text.pipe(z.string().max(50)).optional().catch(undefined),
})

export type Query = z.output<typeof Query>

/** Names of parameters that narrow the list, in the order of their chips. */
export const NARROWING = [
  ...(['servicio', 'cuenta', 'estado', 'localidad', 'cp', 'empresa', 'medio', 'cobrador', 'vendedor'] as const),
  ...(['router', 'nodo', 'plan', 'gratis', 'bloquear', 'clave', 'eliminados', 'c'] as const),
] as const

const SERVICE = { con: 'served', cortado: 'cut', sin: 'none', compromiso: 'promise' } as const
const ACCOUNT = { debe: 'owes', favor: 'credit', cero: 'even' } as const
const ORDER = { codigo: 'code', nombre: 'name', deuda: 'debt' } as const satisfies Record<string, CustomerOrder>
const PASSWORD = { con: 'readable', sin: 'none' } as const
const yes = (text: 'si' | 'no' | undefined) => (text === undefined ? undefined : text === 'si')

/** What this person may see of it: a collector his own customers alone, whatever the address says. */
export function filterOf(query: Query, person: Person): CustomerFilter {
  const own = ownOf(person)
  return {
    search: query.q,
    service: query.servicio && SERVICE[query.servicio],
    account: query.cuenta && ACCOUNT[query.cuenta],
    status: query.estado,
    cities: query.localidad === undefined ? undefined : [query.localidad],
    postalCode: query.cp,
    company: query.empresa,
    paymentMethod: query.medio,
    collector: query.cobrador,
    salesperson: query.vendedor,
    routerId: query.router,
    siteId: query.nodo,
    planId: query.plan,
    free: yes(query.gratis),
    blockable: yes(query.bloquear),
    password: query.clave && PASSWORD[query.clave],
    deleted: query.eliminados === 'si',
    codes: query.c === undefined || query.c.length === 0 ? undefined : query.c,
    ...(own === null ? {} : { collector: own }),
  }
}

export const orderOf = ({ orden }: Query): CustomerOrder => ORDER[orden ?? 'codigo']

/** What follows `?` in the address of the same list with something else in it; null takes a parameter away. */
export function queryText(query: Query, change: Partial<Record<keyof Query, string | null>> = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...query, desde: undefined, ...change }))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== null && one !== '') parameters.append(name, String(one))
  return parameters.toString()
}

/** The list, or what is made of the same filter at another address. */
export function listUrl(query: Query, change: Partial<Record<keyof Query, string | null>> = {}, path: string = LIST): string {
  const text = queryText(query, change)
  return text === '' ? path : `${path}?${text}`
}
