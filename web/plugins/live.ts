// Rows that change while one looks at them: server-sent events whose text is the same HTML that the page was sent with. Nothing is
// pushed from elsewhere: the rows are looked at again and again, and only what reads differently is sent, so a page that is
// live can say nothing that a page that is opened again would not. Whether its reader may still see it is asked again every
// few seconds, and ends it; it ends by itself after a while too, and the browser asks for the next one. Each person has so many at
// most: who leaves pages open in a hundred tabs is told, and the others are not slower for it.

import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Fault, isFault } from '../../core/fault.ts'
import { personById } from '../../core/store/people.ts'
import { factsOfSession } from '../../core/store/web-sessions.ts'
import type { WebDeps } from '../deps.ts'
import { sessionHash } from './session.ts'

const STREAM_MS = 120_000
/** So that a proxy does not take silence for the end. */
const BEAT_MS = 15_000
/** What has not changed for so long (an order that waits for the hours, a router that is away) is looked at more seldom. */
const HOT_MS = 10_000
const COLD_EVERY_MS = 1_000
/** Who was let out, or has another role, sees no more after this. */
const ASK_AGAIN_MS = 2_000
/** More pages that change by themselves than anybody looks at. */
export const STREAMS_MOST = 12

export interface Look {
  html: string
  /** Nothing will change any more. */
  isOver: boolean
}

/** `look` finds out by itself, and throws, where what it looks at is his no longer. */
export type Live = (request: FastifyRequest, reply: FastifyReply, everyMs: number, look: () => Promise<Look>) => FastifyReply

declare module 'fastify' {
  interface FastifyInstance {
    live: Live
  }
}

/** The same for all pages of an audience. Streams end when the pages do, so that nobody who looks on holds up the end of the program. */
export function makeLive(app: FastifyInstance, deps: Pick<WebDeps, 'db' | 'now'>): Live {
  if (app.hasDecorator('live')) return app.live
  /** Of each person; to abort one is to end it. */
  const open = new Map<number, Set<AbortController>>()
  app.addHook('preClose', async () => {
    for (const streams of open.values()) for (const one of streams) one.abort()
  })
  const live: Live = (request, reply, everyMs, look) => {
    const personId = request.person?.id ?? 0
    void reply.type('text/event-stream; charset=utf-8').header('cache-control', 'no-store').header('x-accel-buffering', 'no')
    // Nobody reads what follows such a head.
    if (request.method === 'HEAD') return reply.send('')
    const own = open.get(personId) ?? new Set()
    if (own.size >= STREAMS_MOST) throw tooMany()
    const end = new AbortController()
    open.set(personId, own.add(end))
    const leave = (): void => {
      own.delete(end)
      end.abort()
    }
    const events = Readable.from(eventsOf(everyMs, look, mayStill(request, deps), end.signal))
    // Who leaves is not looked for any more: the rows say nothing new to notice it by.
    reply.raw.once('close', leave)
    events.once('close', leave)
    return reply.send(events)
  }
  app.decorate('live', live)
  return live
}

const tooMany = (): Fault =>
  new Fault('too-many', `${STREAMS_MOST} pages that change by themselves are open already: close some, and open this one again`, {
    open: STREAMS_MOST,
  })

/** Is the browser still logged in, and does its person's role still open this route? */
function mayStill(request: FastifyRequest, { db, now }: Pick<WebDeps, 'db' | 'now'>): () => Promise<boolean> {
  const { may } = request.routeOptions.config
  const id = request.person?.id ?? 0
  const idHash = sessionHash(request.session.sessionId)
  return async () => {
    if ((await factsOfSession(db, idHash, now())) === null) return false
    request.person = await personById(db, id)
    const { person } = request
    if (person === null || person.disabledAt !== null || person.passwordExpired === 1) return false
    return may === 'anyone' || may === 'public' || (may !== undefined && person.permissions.includes(may))
  }
}

async function* eventsOf(
  everyMs: number,
  look: () => Promise<Look>,
  may: () => Promise<boolean>,
  end: AbortSignal,
): AsyncGenerator<string> {
  yield 'retry: 1000\n\n'
  let before = ''
  const from = performance.now()
  let [sentAt, changedAt, askedAt] = [from, from, from]
  while (performance.now() - from < STREAM_MS && !end.aborted) {
    if (performance.now() - askedAt > ASK_AGAIN_MS) {
      if (!(await may())) return
      askedAt = performance.now()
    }
    const seen = await look().catch(noMore)
    if (seen === null) return
    const { html, isOver } = seen
    const now = performance.now()
    if (html !== before) {
      yield event('message', html)
      before = html
      sentAt = changedAt = now
    } else if (now - sentAt > BEAT_MS) {
      yield ': still here\n\n'
      sentAt = now
    }
    if (isOver) return yield event('end', '')
    const waitMs = now - changedAt < HOT_MS ? everyMs : Math.max(everyMs, COLD_EVERY_MS)
    await sleep(waitMs, undefined, { signal: end }).catch(() => undefined) // its end wakes it early
  }
}

/** What is not his any more, or not there, is answered by the page that the browser opens next. */
function noMore(err: unknown): null {
  if (isFault(err) && (err.code === 'record-missing' || err.code === 'not-allowed')) return null
  throw err
}

/** A text of several lines is several lines of data. */
const event = (name: string, text: string): string =>
  `event: ${name}\n${text
    .split(/\r\n|\r|\n/)
    .map((line) => `data: ${line}`)
    .join('\n')}\n\n`
