// The printed list of customers. It is sent while it is read, and shown as a page that can do nothing: whatever stands in a template or
// in a name, the browser runs no script of it, sends no form and fetches nothing.

import { setImmediate as pause } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'
import { around, type Facts, fill } from '../../core/rules/print.ts'
import type { Db } from '../../core/store/db.ts'
import { logoAddress, templateOf } from './kinds.ts'

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"

/** Headers of whatever is made by a template. */
export const printable = (reply: FastifyReply): FastifyReply =>
  reply
    .header('content-security-policy', POLICY)
    .header('x-frame-options', 'SAMEORIGIN')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')

/** The listing as text, a batch of customers at a time. */
export async function listingChunks(
  db: Db,
  lang: string,
  facts: Facts,
  customers: AsyncIterable<readonly Facts[]>,
): Promise<AsyncGenerator<string>> {
  const pieces = await templateOf(db, 'listado', lang)
  const all = { ...facts, logo: await logoAddress(db) }
  const parts = around(pieces, 'clientes')
  return parts === null ? whole(fill(pieces, all)) : inBatches(parts, all, customers)
}

async function* whole(text: string): AsyncGenerator<string> {
  yield text
}

async function* inBatches(
  { before, each, after }: NonNullable<ReturnType<typeof around>>,
  facts: Facts,
  customers: AsyncIterable<readonly Facts[]>,
): AsyncGenerator<string> {
  yield fill(before, facts)
  for await (const batch of customers) {
    yield batch.map((customer) => fill(each, facts, customer)).join('')
    await pause()
  }
  yield fill(after, facts)
}
