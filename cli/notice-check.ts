// What `ispcube doctor` says of the notice page: a port that another program has is only in the log otherwise, and customers
// would see that program in place of the page.

import { API_PATH } from '../web/notice/app.ts'
import type { Wired } from './wire.ts'

const ANSWER_MS = 3_000

export async function noticeFinding(wired: Wired): Promise<{ name: string; ok: boolean; detail: string }> {
  const { listen } = wired.config.notice
  const { notice } = await wired.terms()
  const told = (ok: boolean, detail: string) => ({ name: 'notice', ok, detail })
  if (listen === null)
    return notice.enabled
      ? told(false, 'pre-notices are on, and there is no page for them: set notice.listen (docs/notice.md)')
      : told(true, 'no page (notice.listen), and pre-notices are off')
  const address = listen.replace(/^0\.0\.0\.0:/, '127.0.0.1:').replace(/^\[::\]:/, '[::1]:')
  let type: string
  try {
    const answer = await fetch(`http://${address}${API_PATH}`, { redirect: 'manual', signal: AbortSignal.timeout(ANSWER_MS) })
    await answer.arrayBuffer()
    type = answer.headers.get('content-type') ?? ''
  } catch {
    return told(!notice.enabled, `the page on ${listen} does not answer; where nothing runs: ispcube start, else see its log`)
  }
  return type === 'application/captive+json'
    ? told(true, `the page answers on ${listen}${notice.enabled ? '' : '; pre-notices are off (prenotice.enabled)'}`)
    : told(false, `another program answers on ${listen}: end it, or change notice.listen`)
}
