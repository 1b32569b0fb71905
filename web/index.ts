// Starts the pages on a port of their own. Plain HTTP: a proxy on the same machine speaks TLS for it (docs/web.md).

import type { AddressInfo } from 'node:net'
import { Fault } from '../core/fault.ts'
import { forgetSessions } from '../core/store/web-sessions.ts'
import { buildApp } from './app.ts'
import type { WebDeps } from './deps.ts'

/** Pages that are being made are sent; live rows and slow readers are not waited for. */
const DRAIN_MS = 2_000
/** Sessions that ended by time are worth nothing; now and then their rows go. */
const SWEEP_MS = 3_600_000

export interface WebServer {
  /** For this machine. */
  url: string
  close(): Promise<void>
}

export async function startWeb(deps: WebDeps): Promise<WebServer> {
  const { listen } = deps.config.web
  const [, host, port] = /^(.+):(\d+)$/.exec(listen ?? '') ?? []
  if (host === undefined) throw new Fault('input-invalid', 'the pages have no address: set web.listen, such as 127.0.0.1:8080')
  const app = await buildApp(deps)
  try {
    await app.listen({ host: host.replaceAll(/[[\]]/g, ''), port: Number(port) })
  } catch (cause) {
    await app.close()
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Fault('input-invalid', `the pages cannot be served on ${listen}: ${why}; change web.listen`, { listen }, cause)
  }
  const sweep = (): void => {
    forgetSessions(deps.db, deps.now()).catch((err: unknown) => deps.log.warn({ err }, 'sessions that ended are kept for now'))
  }
  sweep()
  const sweeping = setInterval(sweep, SWEEP_MS)
  const url = `http://${host}:${(app.server.address() as AddressInfo).port}/`
  deps.log.info({ url }, 'pages are served')
  return {
    url,
    async close() {
      clearInterval(sweeping)
      const hurry = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS)
      await app.close().finally(() => clearTimeout(hurry))
      deps.log.info({ url }, 'pages are served no more')
    },
  }
}
