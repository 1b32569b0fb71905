// A temporary password on its way to the page that shows it once: sealed in the session of who made it, gone as soon as it was
// shown.

import type { FastifyRequest } from 'fastify'
import type { Seal } from '../../../core/seal.ts'
import { inSession } from '../in-session.ts'

declare module 'fastify' {
  interface Session {
    once?: { username: string; sealed: string }
  }
}

const at = (request: FastifyRequest) => inSession(request, 'once')

export function keepOnce(request: FastifyRequest, seal: Seal, username: string, password: string): void {
  request.session.once = { username, sealed: seal.seal(password, at(request)) }
}

/** Null where none waits for the page of this person. */
export function takeOnce(request: FastifyRequest, seal: Seal, username: string): string | null {
  const { once } = request.session
  if (once?.username !== username) return null
  delete request.session.once
  return seal.open(once.sealed, at(request))
}
