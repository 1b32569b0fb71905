// PPPoE and the other PPP services: a row of `/ppp/secret` with the customer's user name. A cut disables the secret and
// then ends what runs under that name, in this order: a disabled secret ends no session, and a client that is thrown out
// is back within seconds. A missing secret proves a cut and never a restore. Surprising: an unknown name that is online
// all the same was let in by RADIUS; its session is ended, and if it comes back nothing is claimed.

import type { Change } from '../../../core/driver.ts'
import { sightText } from '../../../core/rules/sight.ts'
import { addressList } from './address-list.ts'
import { isSingle, parseAddress } from './address.ts'
import { isYes } from './property.ts'
import type { Row } from './sentence.ts'
import { ask } from './tables.ts'
import { refuse, remove, set } from './way.ts'
import type { WayOfCutting } from './way.ts'

/** What runs under a name, by the numbers of its rows. */
export const sessionText = (sessions: readonly Row[]): string =>
  sessions.length === 0
    ? sightText('no-session', {})
    : sightText('session', { session: sessions.map((row) => row['.id']).join(' ') })

export const ppp: WayOfCutting = {
  lack: (target) => (target.username === null || target.username === '' ? 'no user name' : null),
  ask(asked, target, change) {
    addressList.ask(asked, target, change)
    const { username } = target
    ask(asked, 'secret', username)
    ask(asked, 'pppActive', username)
    if (change?.desired === 'active' && change.plan !== null) ask(asked, 'pppProfile')
  },
  listed: () => [],
  claim: (target) => [`ppp ${target.username}`],
  see(target, tables, seen) {
    const username = target.username ?? ''
    const secrets = tables.find('secret', 'name', username)
    const sessions = tables.find('pppActive', 'name', username)
    if (secrets.length === 0) {
      seen.shut++
      seen.texts.push(sightText('no-secret', { user: username }))
    }
    for (const secret of secrets) {
      const isOff = isYes(secret.disabled)
      if (isOff) seen.shut++
      else seen.open++
      seen.texts.push(sightText(isOff ? 'disabled' : 'enabled', { id: secret['.id'] ?? '', user: username }))
    }
    // A session without an enabled secret is service all the same, until it is ended.
    if (sessions.length > 0 && secrets.every((secret) => isYes(secret.disabled))) seen.open++
    seen.texts.push(sessionText(sessions))
  },
  plan(change, tables, claims, steps) {
    const username = change.username ?? ''
    const secrets = tables.find('secret', 'name', username)
    const isClosing = change.desired === 'none' && change.closed && claims.usedBy(`ppp ${username}`, change.place) === null
    const isOff = change.desired === 'cut' || isClosing
    if (isOff) {
      for (const secret of secrets) if (!isYes(secret.disabled)) set(steps, 'cut', 'secret', secret['.id'], ['=disabled=yes'])
      for (const session of tables.find('pppActive', 'name', username)) remove(steps, 'sessions', 'pppActive', session['.id'])
    }
    if (change.desired !== 'active') return
    if (secrets.length === 0) refuse(steps, `no secret named "${username}"`)
    const hasProfile = change.plan !== null && tables.find('pppProfile', 'name', change.plan.name).length > 0
    for (const secret of secrets) {
      const words = restoreWords(change, hasProfile, secret.disabled, secret['remote-address'], secret.profile, 'remote-address')
      if (words.length > 0) set(steps, 'restore', 'secret', secret['.id'], words)
    }
  },
}

/** What a secret or a hotspot user lacks to give today's service. A profile is set only where the router has one of that name. */
export function restoreWords(
  change: Change,
  hasProfile: boolean,
  disabled: string | undefined,
  address: string | undefined,
  profile: string | undefined,
  addressProperty: string,
): string[] {
  const words: string[] = []
  if (isYes(disabled)) words.push('=disabled=no')
  const own = change.address === null ? null : parseAddress(change.address)
  // A routed block is no address of a session: only a single one is given.
  const isGiven = own !== null && own.family === 4 && isSingle(own)
  if (isGiven && parseAddress(address ?? '')?.key !== own.key) words.push(`=${addressProperty}=${own.text}`)
  if (hasProfile && change.plan !== null && change.plan.name !== profile) words.push(`=profile=${change.plan.name}`)
  return words
}
