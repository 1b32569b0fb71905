// What was read on the device, in the receipt of an order and in drift.

import type { SightPhrase } from '../../../../core/rules/sight.ts'

type Parts = Record<string, string>

const connections = (count: string | undefined) => (count === '1' ? '1 connection ended' : `${count} connections ended`)

export const sights = {
  'not-listed': (f: Parts) => `${f.address} is not on ${f.list}`,
  'foreign-entry': (f: Parts) => `${f.id} ${f.list} ${f.address} (comment "${f.comment}")`,
  'list-entry': (f: Parts) => `${f.list} ${f.address} (comment "${f.comment}")`,
  'bare-entry': (f: Parts) => `${f.list} ${f.address} (no comment)`,
  'for-a-time': () => 'for a time only',
  'no-lease': (f: Parts) => `no lease for ${f.of}`,
  'no-secret': (f: Parts) => `no secret ${f.user}`,
  'no-hotspot-user': (f: Parts) => `no hotspot user ${f.user}`,
  'no-queue': (f: Parts) => `no queue for ${f.of}`,
  disabled: (f: Parts) => `${f.id} ${f.user} disabled`,
  enabled: (f: Parts) => `${f.id} ${f.user} enabled`,
  blocked: (f: Parts) => `${f.id} ${f.address} blocked`,
  served: (f: Parts) => `${f.id} ${f.address} served`,
  'no-session': () => 'no session',
  'none-of-ours': () => 'nothing of ours',
  'ended-one': () => connections('1'),
  ended: (f: Parts) => connections(f.count),
  'not-ended': (f: Parts) => `connections not ended: “${f.why}”`,
  'no-open-session': () => 'no open session',
  'let-in': () => 'the next log-in is accepted',
  'began-under-it': (f: Parts) => `session ${f.session} began under the order, on ${f.at}`,
  'open-since': (f: Parts) => `session ${f.session} open since ${f.at}`,
  'session-stopped': (f: Parts) => `session ${f.session} ended on ${f.at} (told by its NAS${f.cause})`,
  'session-left': (f: Parts) => `session ${f.session} ended on ${f.at} (its NAS began anew${f.cause})`,
  'session-lost': (f: Parts) => `session ${f.session} ended on ${f.at} (nothing more was heard of it${f.cause})`,
  'end-acknowledged': (f: Parts) => `${f.nas} acknowledged the end of a session of ${f.user}`,
  'nas-has-none': (f: Parts) => `${f.nas} has no session of ${f.user} (${f.cause})`,
  'nas-has-not': (f: Parts) => `${f.nas} has no session ${f.session} (${f.cause})`,
  'session-of': (f: Parts) => `a session of ${f.user}`,
  session: (f: Parts) => `session ${f.session}`,
} satisfies Record<SightPhrase, (parts: Parts) => string>
