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

/** On one line, and without what a terminal would obey. */
export const printable = (text: string): string =>
  text
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/\p{Cc}/gu, '')
    .trim()

/** A device's words, which may hold what it was told. */
export function quoted({ password }: RouterAccess, text: string): string {
  const clean = printable(text)
  return shortened(password === '' ? clean : clean.replaceAll(password, '•••'))
}
