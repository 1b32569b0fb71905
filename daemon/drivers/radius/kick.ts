// One order at one place: what is proven by the records already, what has to be asked of the NAS, and what its answers are
// worth. An acknowledgement is no proof. "No such session" is one: it is the NAS that says so. Nothing is sent for who has no
// open session, and nobody is thrown out twice while accounting has still time to tell of his end.

import type { Change, Door, Failed, OpenSession, Outcome, RadiusPlace } from '../../../core/driver.ts'
import type { FaultCode } from '../../../core/fault.ts'
import { sightText } from '../../../core/rules/sight.ts'
import { type Answer, ASK } from './client.ts'
import { causeText, type Named, NO_SUCH_SESSION, waysToName } from './request.ts'

/** Asks the NAS behind a door (null = the place's own). */
export interface Asking {
  /** For people: `norte (10.0.0.1:3799)`. */
  name: string
  host: string
  ask(door: Door | null, code: number, attributes: ReturnType<typeof waysToName>[number]): Promise<Answer>
}

/** Is there anything to be sent for it? What is not is settled by the records alone. */
export const needsNas = (change: Change): boolean => proofOnRecord(change) === null && complaintOnRecord(change) === null

export async function carryOut(change: Change, asking: Asking): Promise<Outcome> {
  const proof = proofOnRecord(change)
  if (proof !== null) return { ...done(change, 'already', proof), onRecord: true }
  const complaint = complaintOnRecord(change)
  if (complaint !== null) return complaint
  const inTheWay = sessionsInTheWay(change)
  return inTheWay.length > 0 ? endSessions(change, inTheWay, asking) : askByName(change, asking)
}

const NOTHING: RadiusPlace = {
  ...{ ordered: 'active', sessions: [], lastEnd: null, isHeard: false, unowned: 0, cutBy: 'reject', acknowledgedAt: null },
}
const NO_OPEN_SESSION = sightText('no-open-session', {})
const LET_IN = sightText('let-in', {})

const recordsOf = (change: Change): RadiusPlace => change.radius ?? NOTHING
const sessionsInTheWay = (change: Change): OpenSession[] => recordsOf(change).sessions.filter((session) => session.isInTheWay)

/** What the records prove of the order; null = nothing yet. */
function proofOnRecord(change: Change): string | null {
  const { sessions, lastEnd, isHeard, unowned, cutBy } = recordsOf(change)
  if (sessionsInTheWay(change).length > 0) return null
  const words = [
    ...(lastEnd === null ? [] : [lastEnd]),
    ...sessions.map(({ sessionId, startedAt }) =>
      sightText('began-under-it', { session: sessionId, at: new Date(startedAt).toISOString() }),
    ),
  ]
  if (change.desired === 'active') {
    // He is let in from the commit of the order on. Who may be in the cut profile without anybody telling is asked for.
    if (!isHeard && sessions.length === 0 && cutBy === 'profile') return null
    if (sessions.length === 0) words.push(NO_OPEN_SESSION, LET_IN)
    return words.join('; ')
  }
  if (unowned > 0 || (!isHeard && sessions.length === 0)) return null
  return [...words, ...(sessions.length === 0 ? [NO_OPEN_SESSION] : [])].join('; ')
}

/** What keeps the order from being sent; null = nothing. */
function complaintOnRecord(change: Change): Failed | null {
  const { unowned, acknowledgedAt } = recordsOf(change)
  const inTheWay = sessionsInTheWay(change)
  if (unowned > 0 && change.desired !== 'active') {
    const message = `accounting tells of an open session of "${change.username}", and several connections have that user, or got it just now: each needs its own`
    return { ...failed(change, 'record-conflict', message, { sent: false, answered: false }), onRecord: true }
  }
  const [first] = inTheWay
  if (first === undefined || acknowledgedAt === null) return null
  const since = `${first.sessionId} open since ${new Date(first.startedAt).toISOString()}`
  const message = `the end was acknowledged ${new Date(acknowledgedAt).toISOString()}, but accounting shows session ${since}; it is asked for again`
  return { ...failed(change, 'device-silent', message, { sent: true, answered: false }), onRecord: true }
}

async function endSessions(change: Change, sessions: readonly OpenSession[], asking: Asking): Promise<Outcome> {
  const answers = await Promise.all(
    sessions.map(async (session) => believed(await end(session, session.door, asking), session, asking)),
  )
  const of = (kind: Ending['kind']) => answers.flatMap((answer, at) => (answer.kind === kind ? [sessions[at]?.id ?? 0] : []))
  const [gone, ended] = [of('gone'), of('ended')]
  const names = sessions.map((session) => session.sessionId).join(', ')
  const trouble = answers.find((answer) => answer.kind === 'failed')
  if (trouble?.kind === 'failed')
    return failed(change, trouble.code, `${asking.name} ${trouble.why}; session ${names}`, {
      sent: trouble.sent || ended.length > 0,
      answered: trouble.answered,
    })
  if (ended.length > 0) return { ...idOf(change), ok: 'sent', what: names, sessions: ended, gone }
  return {
    ...done(change, 'changed', sightText('nas-has-not', { nas: asking.name, session: names, cause: causeText(NO_SUCH_SESSION) })),
    gone,
  }
}

/** "No such session" is worth something only from the NAS that accounting tells of. */
function believed(ending: Ending, { nas, door }: OpenSession, { host }: Asking): Ending {
  if (ending.kind !== 'gone' || door !== null || nas === host) return ending
  const why = `has no such session, and accounting tells of it from ${nas}: if that is another NAS, it has to be a router of its own`
  return { kind: 'failed', code: 'device-refused', why, sent: false, answered: true }
}

/** No accounting tells whether he is online. The NAS is asked to end whatever session has his name; it says whether there was one. */
async function askByName(change: Change, asking: Asking): Promise<Outcome> {
  const { username } = change
  const { acknowledgedAt } = recordsOf(change)
  const answer = await end({ username: username ?? '', sessionId: null, address: null }, null, asking)
  if (answer.kind === 'failed') return failed(change, answer.code, `${asking.name} ${answer.why}; user ${username}`, answer)
  if (answer.kind === 'gone')
    return done(
      change,
      'changed',
      sightText('nas-has-none', { nas: asking.name, user: username ?? '', cause: causeText(NO_SUCH_SESSION) }),
    )
  const word = sightText('end-acknowledged', { nas: asking.name, user: username ?? '' })
  // Who is to be served is not thrown out again and again for want of a proof: he dialled after the order, and is let in.
  if (change.desired === 'active') return done(change, 'changed', `${word}; ${LET_IN}`)
  if (acknowledgedAt === null)
    return { ...idOf(change), ok: 'sent', what: sightText('session-of', { user: username ?? '' }), sessions: [] }
  const message = `${word} again, but no accounting comes from it that would show whether he is off line: turn accounting on there`
  return failed(change, 'device-refused', message, { sent: true, answered: true })
}

type Ending = { kind: 'ended' | 'gone' } | { kind: 'failed'; code: FaultCode; why: string; sent: boolean; answered: boolean }

async function end(named: Named, door: Door | null, { ask }: Asking): Promise<Ending> {
  const ways = waysToName(named)
  if (ways.length === 0) {
    const why = 'cannot be asked to end it: no RADIUS packet holds a name or a session id so long'
    return { kind: 'failed', code: 'record-conflict', why, sent: false, answered: true }
  }
  let answer: Answer = { kind: 'nak', cause: null }
  for (const attributes of ways) {
    answer = await ask(door, ASK.disconnect, attributes)
    if (answer.kind !== 'nak') break
  }
  if (answer.kind === 'ack') return { kind: 'ended' }
  if (answer.kind === 'nak' && answer.cause === NO_SUCH_SESSION) return { kind: 'gone' }
  return { kind: 'failed', ...troubleOf(answer) }
}

/** Why nothing was ended, in words that follow the name of the NAS. */
function troubleOf(answer: Exclude<Answer, { kind: 'ack' }>): Omit<Extract<Ending, { kind: 'failed' }>, 'kind'> {
  if (answer.kind === 'nak')
    return { code: 'device-refused', why: `refuses to end it: ${causeText(answer.cause)}`, sent: false, answered: true }
  if (answer.kind === 'absent')
    return { code: 'device-unreachable', why: `takes no Disconnect-Request: ${answer.why}`, sent: false, answered: false }
  const forged = answer.forged > 0 ? ': its answers are not made with our secret, see radius-secret' : ''
  return { code: 'device-silent', why: `did not answer${forged}`, sent: true, answered: false }
}

const idOf = ({ order, place, generation }: Change) => ({ order, place, generation })

const done = (change: Change, did: 'changed' | 'already', proof: string) =>
  ({ ...idOf(change), ok: true, observed: change.desired, did, proof }) as const

function failed(
  change: Change,
  code: FaultCode,
  message: string,
  { sent, answered }: { sent: boolean; answered: boolean },
): Failed {
  // An open session that is to end is seen to be there.
  const isServed = change.desired === 'cut' && sessionsInTheWay(change).length > 0
  return {
    ...idOf(change),
    ...{ ok: false, observed: isServed ? 'active' : 'unknown', sent, fault: { code, message, facts: {} } },
    ...(answered ? { answered: true as const } : {}),
  }
}
