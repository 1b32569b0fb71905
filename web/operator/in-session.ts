// Secrets that wait in a session until a page shows them or a code proves them: sealed, and only in the session that they were made in do
// they open.

import type { FastifyRequest } from 'fastify'
import type { SealedAt } from '../../core/seal.ts'
import { sessionHash } from '../plugins/session.ts'

export const inSession = (request: FastifyRequest, column: string): SealedAt => ({
  table: 'web_sessions',
  column,
  row: sessionHash(request.session.sessionId),
})
