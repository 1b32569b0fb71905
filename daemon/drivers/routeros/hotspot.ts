// Hotspot: a row of `/ip/hotspot/user` with the customer's user name. A cut disables the user, then takes his cookies, then
// ends his sessions: a client that is thrown out with a live cookie logs in again by itself. A missing user proves a
// cut and never a restore.

import { sightText } from '../../../core/rules/sight.ts'
import { addressList } from './address-list.ts'
import { restoreWords, sessionText } from './ppp.ts'
import { isYes } from './property.ts'
import { ask } from './tables.ts'
import { refuse, remove, set } from './way.ts'
import type { WayOfCutting } from './way.ts'

export const hotspot: WayOfCutting = {
  lack: (target) => (target.username === null || target.username === '' ? 'no user name' : null),
  ask(asked, target, change) {
    addressList.ask(asked, target, change)
    const { username } = target
    ask(asked, 'hotspotUser', username)
    ask(asked, 'hotspotActive', username)
    if (change !== null) ask(asked, 'hotspotCookie', username)
    if (change?.desired === 'active' && change.plan !== null) ask(asked, 'hotspotProfile')
  },
  listed: () => [],
  claim: (target) => [`hotspot ${target.username}`],
  see(target, tables, seen) {
    const username = target.username ?? ''
    const users = tables.find('hotspotUser', 'name', username)
    const sessions = tables.find('hotspotActive', 'user', username)
    if (users.length === 0) {
      seen.shut++
      seen.texts.push(sightText('no-hotspot-user', { user: username }))
    }
    for (const user of users) {
      const isOff = isYes(user.disabled)
      if (isOff) seen.shut++
      else seen.open++
      seen.texts.push(sightText(isOff ? 'disabled' : 'enabled', { id: user['.id'] ?? '', user: username }))
    }
    if (sessions.length > 0 && users.every((user) => isYes(user.disabled))) seen.open++
    seen.texts.push(sessionText(sessions))
  },
  plan(change, tables, claims, steps) {
    const username = change.username ?? ''
    const users = tables.find('hotspotUser', 'name', username)
    const isClosing = change.desired === 'none' && change.closed && claims.usedBy(`hotspot ${username}`, change.place) === null
    const isOff = change.desired === 'cut' || isClosing
    if (isOff) {
      for (const user of users) if (!isYes(user.disabled)) set(steps, 'cut', 'hotspotUser', user['.id'], ['=disabled=yes'])
      for (const cookie of tables.find('hotspotCookie', 'user', username))
        remove(steps, 'cookies', 'hotspotCookie', cookie['.id'])
      for (const session of tables.find('hotspotActive', 'user', username))
        remove(steps, 'sessions', 'hotspotActive', session['.id'])
    }
    if (change.desired !== 'active') return
    if (users.length === 0) refuse(steps, `no hotspot user named "${username}"`)
    const hasProfile = change.plan !== null && tables.find('hotspotProfile', 'name', change.plan.name).length > 0
    for (const user of users) {
      const words = restoreWords(change, hasProfile, user.disabled, user.address, user.profile, 'address')
      if (words.length > 0) set(steps, 'restore', 'hotspotUser', user['.id'], words)
    }
  },
}
