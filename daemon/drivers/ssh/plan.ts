// What the cut list says of one connection, and which lines are missing from what is desired: plain functions of a snapshot, so
// that the very same question proves the result. A change is done when, asked again after the lines, none is missing and what
// is seen is what was desired. Entries of another hand are never touched; they cut all the same, so they are told.

import type { Change, Observed, Stray, Target } from '../../../core/driver.ts'
import { entryComment, filled } from '../../../core/rules/template.ts'
import { sightText } from '../../../core/rules/sight.ts'
import type { Desk, Entry, Lists } from './lists.ts'
import { covers, isSingle, parseSpan } from './span.ts'
import type { Family, Span } from './span.ts'
import { shortened } from './words.ts'

/** A target with its addresses, worked out once. */
export type Placed<T extends Target = Target> = T & { own: readonly Span[] }

export interface Write {
  /** The same for two changes that want the same. */
  key: string
  /** One line, or two that must not be parted. */
  texts: readonly string[]
}

export interface Steps {
  writes: Write[]
  /** Why this change cannot be fulfilled here whatever is written; null where it can. */
  refused: string | null
  /** Addresses that these lines cut: what runs there already is ended afterwards. */
  cuts: Span[]
}

export interface Seen {
  observed: Observed
  foreign: boolean
  /** In the router's words. */
  texts: string[]
}

/** The target with its addresses, or what is wrong with it. */
export function place<T extends Target>(target: T, hasIpv6: boolean): Placed<T> | string {
  if (target.way !== 'address-list') return `cannot be served by this driver: it does not cut by ${target.way}`
  const own: Span[] = []
  for (const [text, family] of [
    [target.address, 4],
    [target.ipv6Prefix, 6],
  ] as const) {
    if (text === null) continue
    const span = parseSpan(text)
    if (span?.family !== family)
      return `cannot be cut or restored: "${text}" is no ${family === 4 ? 'IPv4 address' : 'IPv6 prefix'}`
    own.push(span)
  }
  if (own.length === 0) return 'cannot be cut or restored: no address'
  if (own.some(({ family }) => family === 6) && !hasIpv6) return "cannot be cut or restored: this router's template knows no IPv6"
  return { ...target, own }
}

export function familiesIn(targets: readonly Placed[]): Set<Family> {
  return new Set(targets.flatMap(({ own }) => own.map(({ family }) => family)))
}

function covering(lists: Lists, span: Span): Entry[] {
  const found = [...(lists.at.get(span.key) ?? [])]
  for (const entry of lists.wide[span.family]) if (entry.span.key !== span.key && covers(entry.span, span)) found.push(entry)
  return found
}

/** What the list gives the target. */
export function see(target: Placed, desk: Desk, lists: Lists): Seen {
  const seen: Seen = { observed: 'unknown', foreign: false, texts: [] }
  let [shut, open] = [0, 0]
  for (const span of target.own) {
    const list = `${desk.access.cutList}${span.family}`
    const found = covering(lists, span)
    if (found.length === 0) {
      open++
      seen.texts.push(sightText('not-listed', { address: span.text, list }))
      continue
    }
    shut++
    if (found.every(({ isLasting, isOurs }) => isOurs && !isLasting)) open++
    for (const entry of found) {
      seen.foreign ||= !entry.isOurs
      const listed = { list, address: entry.span.text }
      const comment = shortened(entry.comment, 80)
      seen.texts.push(comment === '' ? sightText('bare-entry', listed) : sightText('list-entry', { ...listed, comment }))
      if (!entry.isLasting) seen.texts.push(sightText('for-a-time', {}))
    }
  }
  if (open === 0) seen.observed = shut > 0 ? 'cut' : 'unknown'
  else if (shut === 0) seen.observed = 'active'
  return seen
}

/** The lines that the list lacks. `cut` are the connections that this run cuts. */
export function plan(change: Placed<Change>, desk: Desk, lists: Lists, cut: ReadonlySet<number>): Steps {
  const steps: Steps = { writes: [], refused: null, cuts: [] }
  const isOwn = (entry: Entry): boolean => change.own.some(({ key }) => key === entry.span.key)
  const going = new Set<Entry>()
  for (const entry of lists.ours.get(change.connection) ?? []) {
    // A place that was left says nothing of the place that came after it, which may be cut by now.
    if (change.desired === 'none' ? isOwn(entry) : change.desired === 'active' || !isOwn(entry)) going.add(entry)
  }
  if (change.desired === 'active')
    for (const { key } of change.own) for (const entry of lists.at.get(key) ?? []) if (entry.isOurs) going.add(entry)
  if (change.desired === 'none' && desk.template.isListOurs)
    for (const { key } of change.own) for (const entry of lists.at.get(key) ?? []) going.add(entry)
  for (const { span } of going) steps.writes.push(removal(desk, span))
  if (change.desired === 'cut') for (const span of change.own) planEntry(change, span, { desk, lists, cut }, steps)
  if (change.desired === 'active') refuseOthers(change, desk, lists, going, steps)
  return steps
}

/** An entry of ours, unless something lasting covers the address already. */
function planEntry(
  change: Placed<Change>,
  span: Span,
  { desk, lists, cut }: { desk: Desk; lists: Lists; cut: ReadonlySet<number> },
  steps: Steps,
): void {
  const here = lists.at.get(span.key) ?? []
  const ours = here.find(({ isOurs }) => isOurs)
  // It bears the name of a connection that is not cut in this run: a restore of that one would take it away, so it is renamed.
  const isOthers =
    ours !== undefined && ours.connection !== null && ours.connection !== change.connection && !cut.has(ours.connection)
  const isCovered = covering(lists, span).some(({ isLasting }) => isLasting)
  if (isCovered && !(isOthers && ours.isLasting)) return
  const comment = entryComment(change.customerCode, change.connection)
  const added = line(desk, 'cut', span, comment)
  if (ours === undefined) steps.writes.push({ key: `+${span.key}`, texts: [added] })
  else steps.writes.push({ key: `±${span.key}`, texts: [...removal(desk, span).texts, added] })
  if (!isCovered) steps.cuts.push(span)
}

function refuseOthers(change: Placed, { access }: Desk, lists: Lists, going: ReadonlySet<Entry>, steps: Steps): void {
  for (const span of change.own) {
    for (const entry of covering(lists, span)) {
      if (going.has(entry)) continue
      const whose = entry.isOurs ? 'of another connection' : 'that is not ours'
      steps.refused ??= `${span.text} is still on ${access.cutList}${span.family} by an entry ${whose} (${entry.span.text}, comment "${shortened(entry.comment, 80)}")`
    }
  }
}

const removal = (desk: Desk, span: Span): Write => ({ key: `-${span.key}`, texts: [line(desk, 'restore', span)] })

function line({ access, template }: Desk, which: 'cut' | 'restore', span: Span, comment = ''): string {
  const values = { list: access.cutList, family: String(span.family), address: span.text }
  return filled(template[which], comment === '' ? values : { ...values, comment })
}

/** Entries that no target explains. */
export function strays(targets: readonly Placed[], desk: Desk, lists: Lists): Stray[] {
  const connections = new Set(targets.map(({ connection }) => connection))
  const spans = targets.flatMap(({ own }) => own)
  const keys = new Set(spans.map(({ key }) => key))
  const found: Stray[] = []
  for (const { span, comment, connection, isOurs } of lists.all()) {
    const isAtTarget = keys.has(span.key) || (!isSingle(span) && spans.some((own) => covers(span, own)))
    const isExplained = isOurs && connection !== null ? connections.has(connection) : isAtTarget
    if (!isExplained)
      found.push({ where: `${desk.access.cutList}${span.family}`, key: span.text, connection, comment: shortened(comment, 80) })
  }
  return found
}
