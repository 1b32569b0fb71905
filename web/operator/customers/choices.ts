// What the filters of the list offer, and the chips of those that are set. The values are read of the customers themselves, one look
// at an index for each; as every page of the list needs them and they hardly change, they are kept for some seconds.

import type { FastifyInstance } from 'fastify'
import { type Facet, valuesOf } from '../../../core/store/customer-list.ts'
import type { Db } from '../../../core/store/db.ts'
import { listPlans, listSites } from '../../../core/store/network-imports.ts'
import { listRouters } from '../../../core/store/routers.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import type { Text } from '../../text/text.ts'
import { listUrl, NARROWING, type Query } from './filter.ts'

const KEEP_MS = 5_000

type Reader = { text: Text; t: OperatorText }
export type Choice = { value: string; label: string }
type Chosen = 'estado' | 'localidad' | 'cp' | 'empresa' | 'medio' | 'cobrador' | 'vendedor' | 'router' | 'nodo' | 'plan'
export type Choices = Record<Chosen, readonly Choice[]>

const FACETS = {
  ...{ estado: 'status', localidad: 'city', cp: 'postalCode', empresa: 'company' },
  ...{ medio: 'paymentMethod', cobrador: 'collector', vendedor: 'salesperson' },
} as const satisfies Record<string, Facet>

/** A reader of the choices that remembers them for a while. */
export function keepChoices(db: Db): () => Promise<Choices> {
  let kept: { until: number; choices: Promise<Choices> } | null = null
  return () => {
    const now = performance.now()
    if (kept === null || kept.until < now) {
      const choices = readChoices(db)
      kept = { until: now + KEEP_MS, choices }
      choices.catch(() => (kept = null))
    }
    return kept.choices
  }
}

async function readChoices(db: Db): Promise<Choices> {
  const named = (rows: readonly { id: number; name: string }[]) =>
    rows.map(({ id, name }) => ({ value: String(id), label: name })).toSorted((a, b) => a.label.localeCompare(b.label))
  const choices: Partial<Choices> = {
    router: named(await listRouters(db)),
    nodo: named(await listSites(db)),
    plan: named(await listPlans(db)),
  }
  for (const [name, facet] of Object.entries(FACETS))
    choices[name as keyof typeof FACETS] = (await valuesOf(db, facet)).map((value) => ({ value, label: value }))
  return choices as Choices
}

const SELECTS_MAX = 200

/**
 * The fields of the filter are most of the page after its rows, and the same for all who look at the same filter: they are written
 * once for as long as the choices are kept.
 */
export function keepSelects(app: FastifyInstance): (query: Query, choices: Choices, reader: Reader) => Promise<string> {
  const kept = new WeakMap<Choices, Map<string, Promise<string>>>()
  return (query, choices, { text, t }) => {
    let known = kept.get(choices)
    if (known === undefined || known.size > SELECTS_MAX) kept.set(choices, (known = new Map()))
    const key = JSON.stringify([text.lang, ...NARROWING.map((name) => query[name] ?? null)])
    let html = known.get(key)
    if (html === undefined) known.set(key, (html = app.view('operator/customers/selects.eta', { query, choices, t })))
    return html
  }
}

export interface Chip {
  label: string
  /** The list without it. */
  without: string
}

export const chipsOf = (query: Query, t: OperatorText, choices: Choices): Chip[] =>
  NARROWING.flatMap((name) => {
    const value = query[name]
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return []
    return [{ label: chipLabel(name, value, t, choices), without: listUrl(query, { [name]: null }) }]
  })

function chipLabel(
  name: (typeof NARROWING)[number],
  value: NonNullable<Query[typeof name]>,
  t: OperatorText,
  choices: Choices,
): string {
  const { filters } = t.customers
  if (Array.isArray(value)) return `${filters[name]}: ${value.length}`
  const words: Record<string, string> | undefined = (filters.values as Record<string, Record<string, string>>)[name]
  const chosen = name in choices ? choices[name as Chosen].find((one) => one.value === String(value))?.label : undefined
  return `${filters[name]}: ${chosen ?? words?.[value] ?? value}`
}

/** What the filter says in one line, for what is printed. */
export const filterInWords = (query: Query, t: OperatorText, choices: Choices): string =>
  [...(query.q === undefined ? [] : [`«${query.q}»`]), ...chipsOf(query, t, choices).map(({ label }) => label)].join(' · ')
