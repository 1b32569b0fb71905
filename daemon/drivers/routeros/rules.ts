// What has to stand on a router so that the lists take effect: lines to paste into a terminal, for RouterOS 6 and 7, and
// the question whether they stand there. One jump per family, placed before everything in `forward` (an accept of
// `established` above it would let running connections pass), into a chain of our own: DNS and the addresses of
// `ispcube-allowed` (portal, payment pages) stay reachable, the rest is refused with ICMP so that programs fail at once
// and do not hang. Surprising: pasting twice is safe, because the lines first take away what they are about to make.

import type { Check, CheckName, NoticePage } from '../../../core/driver.ts'
import { ALLOWED, COMMENT, noticeRules, pageAccepts } from './notice-rules.ts'
import { isYes } from './property.ts'
import type { Row } from './sentence.ts'

const CHAIN = 'ispcube-cut'

/** Lines to paste. List names are quoted as RouterOS wants them. */
export function rulesFor(lists: { cut: string; notice: string }, page: NoticePage = { addresses: [], port: null }): string {
  const [cut, notice] = [quoted(lists.cut), quoted(lists.notice)]
  return [
    '# ISPCube: customers on the cut list reach DNS and the portal, nothing else. Paste all of it; pasting twice is safe.',
    `# Put the portal and the payment pages on the list ${ALLOWED}: a name is looked up by the router itself.`,
    `#   /ip firewall address-list add list=${ALLOWED} address=portal.example.net comment="${COMMENT}: portal"`,
    '',
    ...familyRules(4, cut, page),
    '',
    '# The same for IPv6; leave it out where IPv6 is switched off.',
    ...familyRules(6, cut, page),
    '',
    '# FastTrack passes the firewall by: it must leave these customers alone, in both directions.',
    `/ip firewall filter set [find where action=fasttrack-connection and !dynamic and !src-address-list] src-address-list=!${cut}`,
    `/ip firewall filter set [find where action=fasttrack-connection and !dynamic and !dst-address-list] dst-address-list=!${cut}`,
    '',
    ...noticeRules({ cut, notice }, page),
    '',
  ].join('\n')
}

function familyRules(family: 4 | 6, cut: string, page: NoticePage): string[] {
  const menu = family === 4 ? '/ip firewall' : '/ipv6 firewall'
  const add = `${menu} filter add chain=${CHAIN}`
  return [
    `${menu} filter remove [find where comment~"^${COMMENT}"]`,
    `${add} action=accept protocol=udp dst-port=53 comment="${COMMENT}: DNS"`,
    `${add} action=accept protocol=tcp dst-port=53 comment="${COMMENT}: DNS"`,
    `${add} action=accept dst-address-list=${ALLOWED} comment="${COMMENT}: portal and payment pages"`,
    ...pageAccepts(family, page).map((where) => `${add} action=accept ${where} comment="${COMMENT}: notice page"`),
    `${add} action=reject reject-with=icmp-admin-prohibited comment="${COMMENT}: the rest"`,
    `${menu} filter add chain=forward action=jump jump-target=${CHAIN} src-address-list=${cut} comment="${COMMENT}: cut"`,
    `${menu} filter move [find where comment="${COMMENT}: cut"] destination=([find where chain=forward and !dynamic]->0)`,
  ]
}

function quoted(name: string): string {
  return `"${name.replaceAll(/["\\$]/g, (char) => `\\${char}`)}"`
}

const ENDS_TRAFFIC = new Set(['drop', 'reject', 'tarpit'])

/** Does a cut by list take effect here? `rows` is the filter in its order, `raw` what stands before connection tracking. */
export function checkCutRule(name: CheckName, rows: readonly Row[], raw: readonly Row[], cutList: string, router: string): Check {
  const advice = `paste the lines of: ispcube router rules ${router}`
  const forward = rows.filter((row) => row.chain === 'forward' && !isYes(row.disabled))
  const isCut = (row: Row) => row['src-address-list'] === cutList && (ENDS_TRAFFIC.has(row.action ?? '') || jumpsToEnd(row, rows))
  if (
    raw.some(
      (row) => row.chain === 'prerouting' && !isYes(row.disabled) && row['src-address-list'] === cutList && row.action === 'drop',
    )
  ) {
    return { name, ok: true, detail: `list ${cutList} is dropped before connection tracking (raw)` }
  }
  const at = forward.findIndex(isCut)
  if (at < 0)
    return {
      name,
      ok: false,
      detail: `no rule of chain forward drops or rejects src-address-list=${cutList}: a cut has no effect; ${advice}`,
    }
  const before = forward.slice(0, at).find((row) => passesEstablished(row, cutList))
  if (before === undefined)
    return { name, ok: true, detail: `${forward[at]?.['.id']} ${forward[at]?.action} stands above what lets connections pass` }
  const what = `${before['.id']} ${before.action} (${before.comment ?? before['connection-state'] ?? 'no comment'})`
  return {
    name,
    ok: false,
    detail: `${what} stands above the cut rule ${forward[at]?.['.id']} and lets connections pass; ${advice}`,
  }
}

function jumpsToEnd(row: Row, rows: readonly Row[]): boolean {
  return (
    row.action === 'jump' &&
    rows.some((other) => other.chain === row['jump-target'] && !isYes(other.disabled) && ENDS_TRAFFIC.has(other.action ?? ''))
  )
}

/** A rule that lets a customer on the list go on: FastTrack, an accept of what is established, an accept of everything. */
function passesEstablished(row: Row, cutList: string): boolean {
  if (isYes(row.dynamic) || row['src-address-list'] === `!${cutList}`) return false
  if (row.action === 'fasttrack-connection') return true
  const isWide = row['connection-state'] === undefined && MATCHERS.every((matcher) => row[matcher] === undefined)
  return row.action === 'accept' && (row['connection-state']?.includes('established') === true || isWide)
}

// An accept that is narrowed by one of these may be the portal or a management network: it is the operator's affair.
const MATCHERS = [
  'src-address',
  'dst-address',
  'src-address-list',
  'dst-address-list',
  'protocol',
  'in-interface',
  'out-interface',
  'in-interface-list',
  'out-interface-list',
  'connection-mark',
  'ipsec-policy',
] as const

/** FastTrack must not carry what is cut, nor what is throttled by a queue. */
export function checkFasttrack(rows: readonly Row[], cutList: string, router: string): Check {
  const name = 'fasttrack'
  const tracks = rows.filter((row) => row.action === 'fasttrack-connection' && !isYes(row.disabled) && !isYes(row.dynamic))
  const open = tracks.find((row) => row['src-address-list'] !== `!${cutList}` || row['dst-address-list'] !== `!${cutList}`)
  if (tracks.length === 0) return { name, ok: true, detail: 'no FastTrack rule' }
  if (open === undefined) return { name, ok: true, detail: `leaves the customers of ${cutList} alone` }
  const advice = `paste the lines of: ispcube router rules ${router}`
  return { name, ok: false, detail: `${open['.id']} takes customers of ${cutList} past the firewall and their queues; ${advice}` }
}
