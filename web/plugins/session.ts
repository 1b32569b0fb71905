// Who a browser belongs to. The cookie holds a random id and nothing else; what is known of it is a row that is found by the
// id's hash and that anybody who may can delete. A session lasts some hours from its log-in and is written when it changes,
// not at every page. Surprising: the id is not signed, because 192 random bits that no row knows are worth nothing.

import { hash } from 'node:crypto'
import { callbackify } from 'node:util'
import cookie from '@fastify/cookie'
import session, { type SessionStore } from '@fastify/session'
import type { FastifyInstance, Session } from 'fastify'
import { endSession, factsOfSession, keepSession } from '../../core/store/web-sessions.ts'
import type { WebDeps } from '../deps.ts'

declare module 'fastify' {
  interface Session {
    /** Logged in, both factors. */
    personId?: number
    /** The password was right at this instant; the code is still to come. */
    half?: { personId: number; at: number }
    /** A secret for an authenticator app that has not been proven yet. */
    newTotp?: string
    /** What the next page says first, once. */
    said?: string
    address?: string
    agent?: string
  }
}

export const COOKIE = 'ispcube'

export const sessionHash = (id: string): string => hash('sha256', id, 'base64url')

export async function addSessions(app: FastifyInstance, deps: WebDeps): Promise<void> {
  const maxAge = deps.config.web.sessionHours * 3_600_000
  await app.register(cookie)
  await app.register(session, {
    cookieName: COOKIE,
    cookie: { httpOnly: true, sameSite: 'lax', secure: 'auto', path: '/', maxAge },
    secret: { sign: (id: string) => id, unsign: (value: string) => ({ valid: true, value, renew: false }) },
    store: storeOf(deps, maxAge),
    saveUninitialized: false,
    rolling: false,
  })
}

function storeOf({ db, now }: WebDeps, maxAgeMs: number): SessionStore {
  const find = async (id: string): Promise<Session | null> => {
    const facts = await factsOfSession(db, sessionHash(id), now())
    return facts === null ? null : (JSON.parse(facts) as Session)
  }
  const keep = async (id: string, { cookie: _cookie, ...kept }: Session): Promise<void> => {
    const { personId = null, address = '', agent = '' } = kept
    const at = now()
    const facts = JSON.stringify(kept)
    await keepSession(db, { idHash: sessionHash(id), personId, facts, address, agent, createdAt: at, expiresAt: at + maxAgeMs })
  }
  return {
    get: callbackify(find),
    set: callbackify(keep),
    destroy: callbackify((id: string) => endSession(db, sessionHash(id))),
  }
}
