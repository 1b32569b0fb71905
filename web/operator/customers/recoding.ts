// What giving a customer another code and deleting him have in common: his pages stand at another address afterwards, and the form that
// comes twice, at once too, is led there the second time. Nobody is led to a customer whom he may not see.

import type { FastifyReply, FastifyRequest } from 'fastify'
import { isFault } from '../../../core/fault.ts'
import type { CustomerRow } from '../../../core/store/tables.ts'
import type { WebDeps } from '../../deps.ts'
import { customerUrl } from './url.ts'
import { customerFor, isHis } from './own.ts'

export interface Recoding {
  /** Whom this form gave another code before. */
  done(): Promise<CustomerRow | undefined>
  /** A function shows why it was not done. */
  deed(customer: CustomerRow): Promise<{ code: string; orders: readonly number[]; said: string } | (() => Promise<FastifyReply>)>
}

export async function recoding(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: WebDeps,
  { done, deed }: Recoding,
): Promise<FastifyReply> {
  const there = async (): Promise<string | null> => {
    const customer = await done()
    return customer !== undefined && isHis(request, customer) ? customerUrl(customer.code) : null
  }
  const url = (await there()) ?? (await move(request, deps, deed, there))
  return typeof url === 'string' ? reply.redirect(url, 303) : url()
}

async function move(
  request: FastifyRequest,
  deps: WebDeps,
  deed: Recoding['deed'],
  there: () => Promise<string | null>,
): Promise<string | (() => Promise<FastifyReply>)> {
  try {
    const moved = await deed(await customerFor(request, deps.db))
    if (typeof moved === 'function') return moved
    if (moved.orders.length > 0) deps.nudge()
    request.session.said = moved.said
    return customerUrl(moved.code)
  } catch (e) {
    // The code that the address names went while this was on its way: by the same form, or by another hand.
    const url = isFault(e) && e.code === 'record-missing' ? await there() : null
    if (url === null) throw e
    return url
  }
}
