// What a router answers to `look`, read into entries of the list. An answer that holds anything which the template does not
// explain is garbled as a whole: a list that was read in part would let a cut look like service. An answer of one family that is
// refused (no such list, IPv6 never set up) fails those who need it, not all.

import type { RouterAccess } from '../../../core/driver.ts'
import { isFault } from '../../../core/fault.ts'
import type { Fault } from '../../../core/fault.ts'
import { filled, readComment } from '../../../core/rules/template.ts'
import type { SshTemplate } from '../../../core/rules/template.ts'
import { nftElements } from './nft-json.ts'
import type { Said, Session } from './session.ts'
import { isSingle, parseSpan } from './span.ts'
import type { Family, Span } from './span.ts'
import { fault, printable, quoted, shortened } from './words.ts'

export interface Entry {
  span: Span
  comment: string
  isOurs: boolean
  /** From our comment. */
  connection: number | null
  /** False for one with a time-out: it cuts now and proves no lasting cut. */
  isLasting: boolean
}

/** An entry as an answer holds it. */
export interface Found {
  address: string
  comment: string
  isLasting: boolean
}

export interface Desk {
  access: RouterAccess
  template: SshTemplate
  signal: AbortSignal
}

export class Lists {
  /** By exact span. */
  readonly at = new Map<string, Entry[]>()
  /** Those that span more than one address. */
  readonly wide: Readonly<Record<Family, Entry[]>> = { 4: [], 6: [] }
  /** Ours, by connection. */
  readonly ours = new Map<number, Entry[]>()
  readonly refused = new Map<Family, Fault>()

  add(entry: Entry): void {
    put(this.at, entry.span.key, entry)
    if (!isSingle(entry.span)) this.wide[entry.span.family].push(entry)
    if (entry.connection !== null) put(this.ours, entry.connection, entry)
  }

  *all(): Generator<Entry> {
    for (const entries of this.at.values()) yield* entries
  }
}

function put<K>(map: Map<K, Entry[]>, key: K, entry: Entry): void {
  const held = map.get(key)
  if (held === undefined) map.set(key, [entry])
  else held.push(entry)
}

/** Reads the cut list of these families. Throws where the session was lost, the answer is garbled, or nothing could be read. */
export async function readLists(session: Session, desk: Desk, families: ReadonlySet<Family>): Promise<Lists> {
  const lists = new Lists()
  const reads = [...families].map(async (family): Promise<Error | null> => {
    try {
      for (const entry of await readList(session, desk, family)) lists.add(entry)
      return null
    } catch (e) {
      if (!isFault(e) || e.code !== 'device-refused' || !session.isOpen) return e instanceof Error ? e : new Error(String(e))
      lists.refused.set(family, e)
      return null
    }
  })
  for (const lost of await Promise.all(reads)) if (lost !== null) throw lost
  const [refused] = lists.refused.values()
  if (refused !== undefined && lists.refused.size === families.size) throw refused
  return lists
}

async function readList(session: Session, { access, template, signal }: Desk, family: Family): Promise<Entry[]> {
  const command = filled(template.look, { list: access.cutList, family: String(family) })
  const said = await session.run(command, null, signal)
  const refused = refusalOf(access, template, said)
  if (refused !== null) throw refused
  if (template.whole !== null && !new RegExp(template.whole, 'u').test(said.out))
    throw garbled(access, 'the list', 'is not whole', said.out)
  const found = template.read === 'nft-json' ? nftElements(said.out, access.cutList, family) : readLines(template, said.out)
  if (typeof found === 'string') throw garbled(access, 'the list', found, said.out)
  return found.map((one) => {
    const span = parseSpan(one.address)
    if (span === null || span.family !== family)
      throw garbled(access, 'the list', `holds "${shortened(one.address, 60)}"`, said.out)
    const mark = readComment(one.comment)
    // We put single addresses there: whoever made one of several has left the mark of one of them on it.
    if (mark !== null && family === 4 && !isSingle(span)) throw garbled(access, 'the list', 'merges entries of ours', one.address)
    const isOurs = template.isListOurs || mark !== null
    return { span, comment: printable(one.comment), isOurs, connection: mark?.connection ?? null, isLasting: one.isLasting }
  })
}

/** The entries, or why the answer cannot be one. */
function readLines({ entry, skip }: SshTemplate, text: string): Found[] | string {
  const [isEntry, isOther] = [entry, skip].map((pattern) => (pattern === null ? null : new RegExp(pattern, 'u')))
  const found: Found[] = []
  for (const line of text.split(/\r?\n/)) {
    const groups = isEntry?.exec(line)?.groups
    if (groups?.address !== undefined) found.push(foundOf(groups.address, groups))
    else if (line.trim() !== '' && isOther?.test(line) !== true)
      return `has a line that its template does not know: "${shortened(line, 80)}"`
  }
  return found
}

function foundOf(address: string, { comment = '', timeout = '0' }: Readonly<Record<string, string | undefined>>): Found {
  return { address, comment, isLasting: timeout === '0' }
}

/** The device's no to a command, or null. A device without exit status must say by its template how it says no. */
export function refusalOf(access: RouterAccess, template: SshTemplate, said: Said): Fault | null {
  const isNo = template.refused === null ? null : new RegExp(template.refused, 'mu').test(`${said.out}\n${said.err}`)
  if (isNo === true || (said.status !== null && said.status !== 0)) {
    const words = quoted(access, said.err.trim() === '' ? said.out : said.err) || `exit status ${said.status}`
    return fault(access, 'device-refused', `refused: ${words}${hintOf(words, access)}`)
  }
  if (said.status === null && isNo === null) return fault(access, 'device-silent', 'ended a command without saying how it went')
  return null
}

function hintOf(words: string, { name, username }: RouterAccess): string {
  if (/command not found|: not found/i.test(words)) return '; is it installed, and is this the right template?'
  if (/not permitted|permission denied|password is required|terminal is required|not in the sudoers/i.test(words))
    return `; "${username}" must be root, or sudo must let it run the commands without a password`
  if (/no such file|does not exist/i.test(words)) return `; paste the lines of: ispcube router rules ${name}`
  return ''
}

function garbled(access: RouterAccess, what: string, why: string, answer: string): Fault {
  return fault(
    access,
    'device-garbled',
    `answered what is no list of its template: ${what} ${why}; it begins "${shortened(quoted(access, answer), 80)}"`,
  )
}
