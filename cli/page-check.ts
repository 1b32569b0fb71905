// What `ispcube doctor` says of the operators' pages: whether somebody can log in at all, and whether it is they that answer on their
// port.

import { listPeople } from '../core/store/people.ts'
import type { Wired } from './wire.ts'

const ANSWER_MS = 3_000

export async function pagesFinding(wired: Wired): Promise<{ name: string; ok: boolean; detail: string }> {
  const { listen } = wired.config.web
  const told = (ok: boolean, detail: string) => ({ name: 'pages', ok, detail })
  if (listen === null) return told(true, 'no pages (web.listen)')
  const people = (await listPeople(wired.db)).filter((one) => one.disabledAt === null)
  if (!people.some((one) => one.permissions.includes('people.edit')))
    return told(false, 'nobody may let others in to the pages: ispcube user add NAME --role administrador')
  const address = listen.replace(/^0\.0\.0\.0:/, '127.0.0.1:').replace(/^\[::\]:/, '[::1]:')
  let page: string
  try {
    const answer = await fetch(`http://${address}/ingresar`, { redirect: 'manual', signal: AbortSignal.timeout(ANSWER_MS) })
    page = await answer.text()
  } catch {
    return told(true, `the pages on ${listen} do not answer; where nothing runs: ispcube start, else see its log`)
  }
  return page.includes('ISPCube')
    ? told(true, `the pages answer on ${listen}`)
    : told(false, `another program answers on ${listen}: end it, or change web.listen`)
}
