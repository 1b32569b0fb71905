// What this driver says: which router, what it could not do, and why. The device's own words are quoted where there are any,
// shortened, on one line, and never with the password in them.

import type { RouterAccess } from '../../../core/driver.ts'
import { Fault } from '../../../core/fault.ts'
import type { FaultCode, Facts } from '../../../core/fault.ts'

export function factsOf({ name, host, port }: RouterAccess): Facts {
  return { router: name, host, port }
}

export function fault(access: RouterAccess, code: FaultCode, why: string, cause?: unknown): Fault {
  return new Fault(code, `router ${access.name} (${access.host}:${access.port}) ${why}`, factsOf(access), cause)
}

export const shortened = (text: string, most = 200): string => (text.length <= most ? text : `${text.slice(0, most)}…`)

/** A device's words on one line; what is no text of a terminal is left out. */
export function quoted(access: RouterAccess, text: string): string {
  const { password } = access
  const clean = text
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim()
  return shortened(password === '' ? clean : clean.replaceAll(password, '•••'))
}
