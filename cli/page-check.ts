// What `ispcube doctor` says of the operators' pages: whether somebody can log in at all, and whether it is they that answer on
// their port.

import { hasDoorkeeper } from '../core/acts/roles.ts'
import { askPage } from './ask-page.ts'
import type { Wired } from './wire.ts'

export async function pagesFinding(wired: Wired): Promise<{ name: string; ok: boolean; detail: string }> {
  const { listen } = wired.config.web
  const told = (ok: boolean, detail: string) => ({ name: 'pages', ok, detail })
  if (listen === null) return told(true, 'no pages (web.listen)')
  if (!(await hasDoorkeeper(wired.db)))
    return told(false, 'nobody may let others in to the pages: ispcube user add NAME --role administrador')
  const answer = await askPage(listen, '/ingresar')
  if (answer === null)
    return told(true, `the pages on ${listen} do not answer; where nothing runs: ispcube start, else see its log`)
  return answer.text.includes('ISPCube')
    ? told(true, `the pages answer on ${listen}`)
    : told(false, `another program answers on ${listen}: end it, or change web.listen`)
}
