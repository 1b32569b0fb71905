// A character that no database keeps the same way: PostgreSQL refuses a NUL, SQLite cuts texts at it. No keyboard types one, so
// whoever sends it is told so, before any page reads it.

import type { FastifyInstance } from 'fastify'
import { Fault } from '../../core/fault.ts'

export function refuseNul(app: FastifyInstance): void {
  app.addHook('preValidation', ({ params, query, body }, _reply, done) => {
    if (![params, query, body].some(hasNul)) return done()
    done(new Fault('input-invalid', 'what was sent holds a NUL character: leave it out'))
  })
}

/** Names and values of a form, an address, or JSON; bytes of a file are no text. */
function hasNul(sent: unknown): boolean {
  if (typeof sent === 'string') return sent.includes('\0')
  if (typeof sent !== 'object' || sent === null || ArrayBuffer.isView(sent)) return false
  return Object.entries(sent).some(([name, value]) => name.includes('\0') || hasNul(value))
}
