// `router test`: is everything in place that cutting here needs? One line a question, each with what was found and, where
// it is not well, what to do. Changes nothing. Surprising: what the router does not let us see is not an error by itself:
// a user of the API needs no right to read the list of users.

import type { Check, CheckName, Device, RouterAccess } from '../../../core/driver.ts'
import { isFault } from '../../../core/fault.ts'
import { checkNoticeRule } from './notice-rules.ts'
import { checkCutRule, checkFasttrack } from './rules.ts'
import type { Row } from './sentence.ts'
import { trapOf } from './session.ts'
import type { Session } from './session.ts'
import { MENUS } from './tables.ts'

const RULE_FIELDS =
  '.id,chain,action,jump-target,src-address,dst-address,src-address-list,dst-address-list,protocol,in-interface,out-interface,' +
  'to-addresses,to-ports,dst-port,in-interface-list,out-interface-list,connection-state,connection-mark,ipsec-policy,disabled,dynamic,comment'
const READ = ['list4', 'secret', 'pppActive', 'lease', 'hotspotUser', 'hotspotActive', 'queue'] as const
const NEEDED = ['api', 'read', 'write'] as const
const OLDEST = 6

/** The oldest version whose API this driver was made for is 6.0; before, lists and log-in were others. */
export function checkVersion(device: Device): Check {
  const major = Number.parseInt(device.version, 10)
  const detail = `RouterOS ${device.version} on ${device.board || 'unknown board'}, "${device.identity}", up ${device.uptimeS} s`
  return {
    name: 'version',
    ok: major >= OLDEST,
    detail: major >= OLDEST ? detail : `${detail}; version ${OLDEST} or later is needed`,
  }
}

export function checkCertificate(access: RouterAccess, session: Session): Check {
  const name = 'encryption'
  if (session.fingerprint === null) {
    return {
      name,
      ok: true,
      detail: `none: the password crosses the network in the clear; api-ssl and "tls" on router ${access.name} hide it`,
    }
  }
  const pinned = access.tlsPin === null ? 'not pinned yet' : 'pinned'
  return { name, ok: true, detail: `TLS, certificate SHA-256 ${session.fingerprint}, ${pinned}` }
}

/** Rights and rules. Throws only where the session is lost. */
export async function checkSetup(session: Session, access: RouterAccess, signal: AbortSignal): Promise<Check[]> {
  const rules = `=.proplist=${RULE_FIELDS}`
  const [reading, writing, filter, raw, nat, filter6, addresses6] = await Promise.all([
    checkReading(session, signal),
    checkWriting(session, access, signal),
    rowsOf(session, ['/ip/firewall/filter/print', rules], signal),
    rowsOf(session, ['/ip/firewall/raw/print', rules], signal),
    rowsOf(session, ['/ip/firewall/nat/print', rules], signal),
    rowsOf(session, ['/ipv6/firewall/filter/print', rules], signal),
    rowsOf(session, ['/ipv6/address/print', '=.proplist=address,disabled'], signal),
  ])
  const checks = [reading, writing]
  if (typeof filter === 'string') checks.push({ name: 'cut rule', ok: false, detail: `the firewall cannot be read: ${filter}` })
  else {
    checks.push(checkCutRule('cut rule', filter, typeof raw === 'string' ? [] : raw, access.cutList, access.name))
    checks.push(checkFasttrack(filter, access.cutList, access.name))
  }
  checks.push(checkNoticeRule(nat, access.noticeList, access.name))
  // Link-local addresses are on every interface and lead nowhere.
  const isRouted =
    typeof addresses6 !== 'string' && addresses6.some((row) => row.address?.toLowerCase().startsWith('fe80') === false)
  if (isRouted && typeof filter6 !== 'string')
    checks.push(checkCutRule('cut rule IPv6', filter6, [], access.cutList, access.name))
  else checks.push({ name: 'cut rule IPv6', ok: true, detail: 'no IPv6 address on this router' })
  return checks
}

/** The rows, or why there are none: the router's own words. */
async function rowsOf(session: Session, words: readonly string[], signal: AbortSignal): Promise<readonly Row[] | string> {
  try {
    return await session.command(words, { signal })
  } catch (e) {
    const trap = trapOf(e)
    if (trap === null) throw e
    return trap
  }
}

async function checkReading(session: Session, signal: AbortSignal): Promise<Check> {
  const answers = await Promise.all(
    READ.map((menu) => rowsOf(session, [`${MENUS[menu].path}/print`, '=.proplist=.id', '?.id=*0'], signal)),
  )
  const refused = READ.flatMap((menu, i) => {
    const answer = answers[i]
    return typeof answer === 'string' && !answer.startsWith('no such command') ? [`${MENUS[menu].path}: ${answer}`] : []
  })
  if (refused.length === 0) return { name: 'reading', ok: true, detail: 'the tables that cutting needs can be read' }
  return { name: 'reading', ok: false, detail: `${refused.join('; ')}; give the user's group the policies ${NEEDED.join(', ')}` }
}

async function checkWriting(session: Session, access: RouterAccess, signal: AbortSignal): Promise<Check> {
  const name = 'writing'
  const users = await rowsOf(session, ['/user/print', '=.proplist=name,group', `?name=${access.username}`], signal)
  const group = typeof users === 'string' ? undefined : users[0]?.group
  // A user of RADIUS is not in the table, and reading it may not be allowed: the first cut will tell.
  if (group === undefined)
    return { name, ok: true, detail: `the policies of user "${access.username}" cannot be read; needed: ${NEEDED.join(', ')}` }
  const groups = await rowsOf(session, ['/user/group/print', '=.proplist=name,policy', `?name=${group}`], signal)
  const policy = typeof groups === 'string' ? undefined : groups[0]?.policy
  if (policy === undefined)
    return { name, ok: true, detail: `the policies of group "${group}" cannot be read; needed: ${NEEDED.join(', ')}` }
  const held = new Set(policy.split(','))
  const missing = NEEDED.filter((one) => !held.has(one))
  if (missing.length === 0) return { name, ok: true, detail: `group "${group}" has ${NEEDED.join(', ')}` }
  return {
    name,
    ok: false,
    detail: `group "${group}" lacks ${missing.join(', ')}: on the router, /user group set ${group} policy=${NEEDED.join(',')}`,
  }
}

/** A fault as a line of the test. */
export function checkOfFault(name: CheckName, e: unknown): Check {
  const detail = e instanceof Error ? e.message : String(e)
  return { name, ok: false, detail: isFault(e) && e.code === 'device-unreachable' ? `${detail} (nothing was changed)` : detail }
}
