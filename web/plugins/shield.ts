// What protects every page: headers that forbid a browser all that the pages do not need, and limits of how often one address
// may ask. Nothing inline runs and nothing is loaded from elsewhere, so a name with markup in it stays text even where escaping
// it was forgotten.

import assert from 'node:assert/strict'
import type { IncomingMessage, ServerResponse } from 'node:http'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import helmet, { type HelmetOptions } from 'helmet'
import { Fault } from '../../core/fault.ts'

/** A whole office may be behind one address: fifty people who open a page a second, and what a page asks for besides. */
const PER_MINUTE = 6_000
/** Of log-ins, right or wrong, from one address. */
export const LOG_INS = { max: 20, timeWindow: 60_000 }

/** What helmet says of a page is the same for all: asked once, because writing it takes a tenth of what a page does. */
function headersOf(options: HelmetOptions): Record<string, string> {
  const headers: Record<string, string> = {}
  const answer = { setHeader: (name: string, value: string) => void (headers[name.toLowerCase()] = value), removeHeader() {} }
  helmet(options)({} as IncomingMessage, answer as unknown as ServerResponse, (err) => assert.ifError(err))
  return headers
}

export async function addShield(app: FastifyInstance, imageHosts: readonly string[]): Promise<void> {
  const headers = headersOf({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', ...imageHosts],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Maps of others ask who shows them.
    referrerPolicy: { policy: 'same-origin' },
    // Only https may ask for it, and whoever speaks TLS for us knows whether all of it can.
    strictTransportSecurity: false,
  })
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(headers)
    done()
  })
  await app.register(rateLimit, {
    max: PER_MINUTE,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, { ttl }) =>
      new Fault('too-many', `too many requests from this address: wait ${Math.ceil(ttl / 1000)} s and try again`, {
        seconds: Math.ceil(ttl / 1000),
      }),
  })
}
