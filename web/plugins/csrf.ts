// No other site makes a browser do anything here. Whatever changes something comes from a page of ours: the browser says so
// (`Sec-Fetch-Site`, `Origin`), and who is logged in sends the token of his session besides. A log-in has no session yet, so for
// it the first has to do; what is neither browser nor logged in (curl) harms nobody.

import csrf from '@fastify/csrf-protection'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Fault } from '../../core/fault.ts'

export async function addCsrf(app: FastifyInstance): Promise<void> {
  await app.register(csrf, { sessionPlugin: '@fastify/session' })
  // Before anything of it is read.
  app.addHook('onRequest', (request, _reply, done) => done(changes(request) && !isFromHere(request) ? foreign() : undefined))
  app.addHook('preHandler', async (request, reply) => {
    if (!changes(request) || request.session.personId === undefined) return
    // A form may take half a minute to come in, and its session may have been ended meanwhile: then it is nobody's.
    await request.session.reload()
    await checkToken(app, request, reply)
  })
}

const changes = ({ method }: FastifyRequest): boolean => method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS'

function checkToken(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  return new Promise((resolve, reject) => {
    // It answers by `reply.send(error)`; what it would have sent is thrown instead, so that one place makes all error pages.
    const refuse = { send: () => reject(foreign()) } as unknown as FastifyReply
    app.csrfProtection(request, Object.assign(Object.create(reply) as FastifyReply, refuse), () => resolve())
  })
}

/** Browsers say `Sec-Fetch-Site` or, older ones, `Origin` with every POST. */
function isFromHere({ headers, host, protocol }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  return headers.origin === undefined || headers.origin === `${protocol}://${host}`
}

const foreign = (): Fault => new Fault('form-foreign', 'this form is not of this session: open the page again and repeat')
