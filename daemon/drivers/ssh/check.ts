// `router test`: does the log-in work, is the list there and readable, may we write, and does the list take effect? One line a
// question, each with what was found and, where it is not well, what to do. Changes nothing.

import type { Check, Device, RouterAccess } from '../../../core/driver.ts'
import { readLists, refusalOf } from './lists.ts'
import type { Desk } from './lists.ts'
import type { Session } from './session.ts'
import type { Family } from './span.ts'
import type { Vendor } from './vendors/vendor.ts'

export function checkHostKey({ tlsPin }: RouterAccess, session: Session): Check {
  const pinned = tlsPin === null ? 'not pinned yet' : 'pinned'
  return { name: 'host key', ok: true, detail: `SHA-256 ${session.fingerprint}, ${pinned}` }
}

export function checkVersion({ identity, board, version, uptimeS }: Device): Check {
  const what = [version, board].filter(Boolean).join(', ')
  return { name: 'version', ok: true, detail: what === '' ? 'not known' : `${what}, "${identity}", up ${uptimeS} s` }
}

/** The lists, and the rules that make them take effect. Throws only where the session is lost. */
export async function checkSetup(session: Session, desk: Desk, vendor: Vendor | null): Promise<Check[]> {
  const checks: Check[] = []
  for (const family of desk.template.hasIpv6 ? ([4, 6] as const) : ([4] as const))
    checks.push(await checkList(session, desk, family))
  checks.push(await checkWriting(session, desk))
  if (vendor === null) {
    const detail =
      'the template is your own: that the list stops traffic, and above what lets live connections pass, is yours to see to'
    return [...checks, { name: 'own rules', ok: true, detail }]
  }
  for (const { name, command, judge } of vendor.questions) {
    const said = await session.run(command, null, desk.signal)
    const refused = refusalOf(desk.access, desk.template, said)
    checks.push(...(refused === null ? judge(said.out, desk.access) : [{ name, ok: false, detail: refused.message }]))
  }
  return checks
}

async function checkList(session: Session, desk: Desk, family: Family): Promise<Check> {
  const name = `list ${desk.access.cutList}${family}` as const
  try {
    const lists = await readLists(session, desk, new Set([family]))
    const all = [...lists.all()]
    const foreign = all.filter(({ isOurs }) => !isOurs).length
    const others = foreign === 0 ? '' : `, ${foreign} of them not ours: they cut all the same, and are never touched`
    return { name, ok: true, detail: `${all.length} entries${others}` }
  } catch (e) {
    if (!session.isOpen) throw e
    return { name, ok: false, detail: e instanceof Error ? e.message : String(e) }
  }
}

/** May we write? Nothing is written to find out: an empty feed is the smallest thing that needs the same rights. */
async function checkWriting(session: Session, { access, template, signal }: Desk): Promise<Check> {
  const name = 'writing'
  if (template.feed === null) return { name, ok: true, detail: 'found out by the first cut' }
  const refused = refusalOf(access, template, await session.run(template.feed, '', signal))
  if (refused !== null) return { name, ok: false, detail: refused.message }
  return { name, ok: true, detail: 'lines are taken' }
}
