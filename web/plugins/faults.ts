// What goes wrong becomes a page that says what and what to do next; the code of a fault says its status. What is nobody's fault
// but ours is logged with a number, which the page shows, and says nothing else.

import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ZodError } from 'zod'
import { FAULTS, isFault } from '../../core/fault.ts'
import type { WebDeps } from '../deps.ts'

export interface Trouble {
  status: number
  /** One of the causes that the catalogue has words for. */
  cause: 'not-allowed' | 'form-foreign' | 'too-many' | 'missing' | 'invalid' | 'busy' | 'bug'
  /** The program's own sentence, English; null where there is none to show. */
  message: string | null
  /** By which the log finds it. */
  number: string | null
}

declare module 'fastify' {
  interface FastifyRequest {
    /** How this audience shows trouble; null before it is known who asks. */
    showTrouble: ((reply: FastifyReply, trouble: Trouble) => FastifyReply) | null
  }
}

export function addFaults(app: FastifyInstance, { log }: Pick<WebDeps, 'log'>): void {
  app.decorateRequest('showTrouble', null)
  app.setErrorHandler(async (err, request, reply) => {
    const trouble = troubleOf(err)
    if (trouble.cause === 'bug') log.error({ err, path: request.url, number: trouble.number }, 'page failed')
    return show(request, reply, trouble)
  })
  app.setNotFoundHandler(async (request, reply) =>
    show(request, reply, { status: 404, cause: 'missing', message: null, number: null }),
  )
}

function show(request: FastifyRequest, reply: FastifyReply, trouble: Trouble): FastifyReply {
  void reply.code(trouble.status)
  if (request.showTrouble !== null) return request.showTrouble(reply, trouble)
  return reply.type('text/plain; charset=utf-8').send(`${trouble.status} ${trouble.message ?? trouble.cause}\n`)
}

function troubleOf(err: unknown): Trouble {
  if (isFault(err)) {
    const { http } = FAULTS[err.code]
    const known = { 403: 'not-allowed', 404: 'missing', 429: 'too-many', 503: 'busy' } as const
    const cause = err.code === 'form-foreign' ? 'form-foreign' : (known[http as keyof typeof known] ?? 'invalid')
    return { status: http, cause, message: err.message, number: null }
  }
  // No form of ours sends what a page's schema refuses altogether: a field twice, or far too long.
  if (err instanceof ZodError) {
    const fields = [...new Set(err.issues.map(({ path }) => path.join('.')))].join(', ')
    return { status: 422, cause: 'invalid', message: `these fields cannot be read: ${fields}`, number: null }
  }
  // Fastify's own: a body too large, of an unknown kind, that does not parse.
  const status = (err as { statusCode?: number }).statusCode ?? 500
  if (status >= 400 && status < 500) {
    const message = err instanceof Error ? err.message : null
    return { status, cause: status === 404 ? 'missing' : 'invalid', message, number: null }
  }
  return { status: 500, cause: 'bug', message: null, number: randomBytes(4).toString('hex') }
}
