// One customer: who he is, how he stands and why. The head is the same on all of his pages; each tab is a page of its own, so
// that it can be linked to and opens without scripts.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { explainCustomer, type ExplainedPlace, type Story } from '../../../core/acts/explain.ts'
import { ledgerOf } from '../../../core/acts/ledger.ts'
import type { Permission } from '../../../core/rules/permission.ts'
import { cents } from '../../../core/rules/money.ts'
import type { Day } from '../../../core/rules/day.ts'
import { serviceStates } from '../../../core/store/customer-list.ts'
import { contactsOfCustomer } from '../../../core/store/customer-edits.ts'
import { connectionsOf } from '../../../core/store/connections.ts'
import { peopleNames } from '../../../core/store/people.ts'
import type { CustomerRow } from '../../../core/store/tables.ts'
import { formatDate, formatInstant, formatMoney } from '../../text/format.ts'
import { faultOfRow } from '../../text/operator/fault-words.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import { sightWords } from '../../text/operator/sight-words.ts'
import { me, type OperatorRoom } from '../access.ts'
import { readerOf } from '../frame.ts'
import { deedsOf } from '../counter/deed.ts'
import { customerUrl } from './url.ts'
import { whoOf } from '../hands.ts'
import { customerFor } from './own.ts'
import { shownState } from './state.ts'
import { whyOf } from './why.ts'

/** In the order of the tabs. `path` follows `/clientes/<code>`. */
const TABS: readonly { name: keyof OperatorText['customer']['tabs']; path: string; may: Permission }[] = [
  { name: 'summary', path: '', may: 'customers.see' },
  { name: 'account', path: '/cuenta', may: 'customers.see' },
  { name: 'signal', path: '/senal', may: 'network.see' },
  { name: 'traffic', path: '/trafico', may: 'customers.see' },
  { name: 'notes', path: '/gestion', may: 'customers.see' },
  { name: 'files', path: '/archivos', may: 'customers.see' },
  { name: 'map', path: '/mapa', may: 'customers.see' },
  { name: 'log', path: '/registro', may: 'customers.see' },
]

export type ShowCustomer = (
  request: FastifyRequest,
  reply: FastifyReply,
  template: string,
  of: { customer: CustomerRow; story: Story; [fact: string]: unknown },
) => Promise<FastifyReply>

/**
 * What keeps the state beside it from being the last word, because that is only what was observed: an order that was not carried out
 * yet, or a router that says other than what was proven on it.
 */
function pendingOf({ places }: Story): 'active' | 'cut' | 'differs' | null {
  const waiting = places.flatMap(({ order }) => (order?.state === 'open' ? [order.desired] : []))
  if (waiting.includes('cut')) return 'cut'
  if (waiting.includes('active')) return 'active'
  // What was proven by the last order, not what is decided by now: whoever the next run will cut is not a router's mistake.
  const differs = places.some(
    ({ line, order }) =>
      order?.state === 'done' && order.desired !== 'none' && line.from !== 'unknown' && line.from !== order.desired,
  )
  return differs ? 'differs' : null
}

/** Sends a page of a customer with the head that all of them have; the template of another subject is named with its folder. */
export function customerPage({ deps, show }: OperatorRoom): ShowCustomer {
  return async (request, reply, template, { customer, story, ...more }) => {
    const { t, text } = readerOf(request)
    const { terms, decision } = story
    const states = await serviceStates(deps.db, [customer.id])
    const base = customerUrl(customer.code)
    const [path] = request.url.split('?')
    return show(request, reply, template.includes('/') ? template : `customers/${template}`, {
      title: `${customer.code} ${customer.name}`,
      ...more,
      customer,
      base,
      state: shownState(states.get(customer.id)),
      pending: pendingOf(story),
      balance: formatMoney(text, cents(decision?.balanceCents ?? customer.balanceCents), terms.currency),
      owes: (decision?.balanceCents ?? customer.balanceCents) > 0,
      why: whyOf(story, text, t),
      deeds: deedsOf(customer, story, me(request).permissions, t),
      tabs: TABS.filter(({ may }) => me(request).permissions.includes(may)).map((tab) => ({
        word: t.customer.tabs[tab.name],
        href: `${base}${tab.path}`,
        isHere: path === `${base}${tab.path}`,
      })),
    })
  }
}

export function customer(app: FastifyInstance, room: OperatorRoom): void {
  const { deps } = room
  const { db } = deps
  const send = customerPage(room)
  const may = { config: { may: 'customers.see' } } as const
  const storyFor = async (request: FastifyRequest) => {
    const row = await customerFor(request, db)
    return { customer: row, story: await explainCustomer(db, row.code, deps.now()) }
  }

  app.get('/clientes/:code', may, async (request, reply) => {
    const { t, text } = readerOf(request)
    const found = await storyFor(request)
    const { zone, currency } = found.story.terms
    const rows = await connectionsOf(db, found.customer.id)
    const contacts = await contactsOfCustomer(db, found.customer.id)
    const time = (at: number | null) => (at === null ? null : formatInstant(text, zone, at))
    const people = await peopleNames(db)
    const places = new Map(found.story.places.map((place) => [place.line.connection.id, place]))
    const { startOn } = found.customer
    return send(request, reply, 'summary.eta', {
      ...found,
      phones: contacts.filter(({ kind }) => kind === 'phone'),
      emails: contacts.filter(({ kind }) => kind === 'email'),
      since: startOn === null ? null : formatDate(text, startOn as Day),
      connections: rows.map((row) => ({ ...row, ...receiptOf(places.get(row.id), { t, people, time }) })),
      money: (amount: number) => formatMoney(text, cents(amount), currency),
    })
  })

  app.get('/clientes/:code/cuenta', may, async (request, reply) => {
    const { text } = readerOf(request)
    const found = await storyFor(request)
    const { zone, currency } = found.story.terms
    const ledger = await ledgerOf(db, found.customer.id, zone.dayOf(deps.now()))
    return send(request, reply, 'account.eta', {
      ...found,
      ledger,
      money: (amount: number) => formatMoney(text, cents(amount), currency),
      day: (on: string | null) => (on === null ? '' : formatDate(text, on as Day)),
    })
  })
}

interface ReceiptReader {
  t: OperatorText
  people: ReadonlyMap<string, string>
  time(this: void, at: number | null): string | null
}

/** What a connection's place shows: what it should have, what was read back and when, and what became of the last order. */
function receiptOf(place: ExplainedPlace | undefined, { t, people, time }: ReceiptReader) {
  if (place === undefined) return { desired: null, observed: null, readAt: null, order: null, routerFault: null, sharers: [] }
  const { line, order, router, sharers } = place
  return {
    desired: line.desired,
    reason: line.reason,
    observed: line.from,
    readAt: time(line.connection.observedAt),
    seen: line.connection.seen,
    hold: line.hold,
    sharers,
    routerFault: router === undefined ? null : faultOfRow(t, router),
    order:
      order === undefined
        ? null
        : {
            ...order,
            fault: faultOfRow(t, order),
            proof: sightWords(t, order.proof ?? '', (at) => time(at) ?? ''),
            by: whoOf(order.by, people, t),
            asked: time(order.createdAt),
            ended: time(order.endedAt),
            next: order.state === 'open' ? time(order.nextAt) : null,
          },
  }
}
