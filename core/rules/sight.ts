// What a driver saw, as receipts and drift keep it: short phrases one after another, made here and nowhere else, so that a page can
// read them back and say them in its own language. What is no phrase is of the device itself (the number of an entry, the name of
// a queue) and is shown as it is. Surprising: names and comments may hold anything, commas too; then less is read back, never more.

const PHRASES = {
  'not-listed': '{address} not on {list}',
  /** An entry of another hand. */
  'foreign-entry': '{id} {list} {address} (comment "{comment}")',
  'list-entry': '{list} {address} (comment "{comment}")',
  'bare-entry': '{list} {address} (no comment)',
  'for-a-time': 'for a time only',
  'no-lease': 'no lease for {of}',
  'no-secret': 'no secret {user}',
  'no-hotspot-user': 'no hotspot user {user}',
  'no-queue': 'no queue for {of}',
  disabled: '{id} {user} disabled',
  enabled: '{id} {user} enabled',
  blocked: '{id} {address} blocked',
  served: '{id} {address} served',
  'no-session': 'no session',
  'none-of-ours': 'nothing of ours',
  'ended-one': '1 connection ended',
  ended: '{count} connections ended',
  'not-ended': 'connections not ended: {why}',
  'no-open-session': 'no open session',
  'let-in': 'the next log-in is accepted',
  'began-under-it': 'session {session} began {at} under it',
  'open-since': 'session {session} since {at}',
  'session-stopped': 'session {session} ended {at} (told by Stop{cause})',
  'session-left': 'session {session} ended {at} (its NAS began anew{cause})',
  'session-lost': 'session {session} ended {at} (nothing more was heard of it{cause})',
  'end-acknowledged': '{nas} acknowledged the end of a session of {user}',
  'nas-has-none': '{nas} has no session of {user} ({cause})',
  'nas-has-not': '{nas} has no session {session} ({cause})',
  session: 'session {session}',
  'session-of': 'a session of {user}',
} as const

export type SightPhrase = keyof typeof PHRASES
export const SIGHT_PHRASES = Object.keys(PHRASES) as readonly SightPhrase[]

type Names<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
/** What fills a phrase, by name. */
export type SightParts<P extends SightPhrase = SightPhrase> = Record<Names<(typeof PHRASES)[P]>, string>

/** A phrase with what it is of. */
export function sightText<P extends SightPhrase>(phrase: P, parts: SightParts<P>): string {
  const named: Record<string, string> = parts
  return PHRASES[phrase].replaceAll(/\{(\w+)\}/g, (_, name: string) => named[name] ?? '')
}

/** Connections of somebody who was cut, ended with it; nothing where there were none. */
export function endedText(count: number): string {
  if (count === 0) return ''
  return count === 1 ? sightText('ended-one', {}) : sightText('ended', { count: String(count) })
}

export type SightPart = { phrase: SightPhrase; parts: Readonly<Record<string, string>> } | { verbatim: string }

/** In the sequence of the text, with what stands between them as it is. */
export function readSights(text: string): SightPart[] {
  // Not within brackets: how a session ended has commas of its own.
  return text.split(/(, |; )(?![^(]*\))/).flatMap((piece) => (piece === '' ? [] : [readOne(piece)]))
}

function readOne(piece: string): SightPart {
  for (const [phrase, pattern] of PATTERNS) {
    const found = pattern.exec(piece)
    if (found !== null) return { phrase, parts: { ...found.groups } }
  }
  return { verbatim: piece }
}

/** The last name of a phrase takes what is left and a NAS may be called anything; all others are one word. */
const PATTERNS = SIGHT_PHRASES.map((phrase) => {
  const escaped = PHRASES[phrase].replaceAll(/[()]/g, '\\$&')
  const last = escaped.lastIndexOf('{')
  const source = escaped.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string, at: number) => `(?<${name}>${at === last ? '.*' : name === 'nas' ? '.+?' : '\\S+'})`,
  )
  return [phrase, new RegExp(`^${source}$`)] as const
})
