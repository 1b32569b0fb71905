// Starts the notice web server on a port of its own: plain HTTP, because only plain HTTP can be redirected. It is told who
// calls by the socket, so routers must send browsers here without hiding their addresses (dst-nat, no masquerade).

import type { AddressInfo, Server } from 'node:net'
import { Fault } from '../../core/fault.ts'
import { readCaller } from '../../core/rules/caller.ts'
import { ipv6Groups } from '../../core/rules/identity.ts'
import { buildNotice, type NoticeDeps } from './app.ts'

/** Open at once; whoever comes on top is turned away by the kernel and tries again. */
const CONNECTIONS_MAX = 10_000
/** Of one home: all its phones, each with the six that a browser opens. */
const CONNECTIONS_MAX_A_HOME = 100

/** Who is being answered when it ends is answered; who sends his request slowly is not waited for. */
const DRAIN_MS = 1_000

export interface NoticeServer {
  /** For this machine: a wildcard address is named as it was configured. */
  url: string
  close(): Promise<void>
}

/** Listens where `notice.listen` says; a port 0 is any free one. */
export async function startNotice(deps: NoticeDeps): Promise<NoticeServer> {
  const { listen } = deps.config.notice
  const [, host, port] = /^(.+):(\d+)$/.exec(listen ?? '') ?? []
  if (host === undefined)
    throw new Fault('input-invalid', 'the notice page has no address: set notice.listen, such as 0.0.0.0:8880')
  const app = buildNotice(deps)
  app.server.maxConnections = CONNECTIONS_MAX
  // Behind a proxy all have its address.
  if (deps.config.notice.trustProxies.length === 0) shareOut(app.server)
  try {
    await app.listen({ host: host.replaceAll(/[[\]]/g, ''), port: Number(port) })
  } catch (cause) {
    await app.close()
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Fault(
      'input-invalid',
      `the notice page cannot listen on ${listen}: ${why}; change notice.listen`,
      { listen },
      cause,
    )
  }
  const url = `http://${host}:${(app.server.address() as AddressInfo).port}/`
  deps.log.info({ url }, 'notice page started')
  return {
    url,
    async close() {
      const hurry = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS)
      await app.close().finally(() => clearTimeout(hurry))
      deps.log.info({ url }, 'notice page stopped')
    },
  }
}

/** Connections that say nothing stand for seconds: without a share for each, one customer could take them all. */
function shareOut(server: Server): void {
  const open = new Map<string, number>()
  server.on('connection', (socket) => {
    const home = homeOf(socket.remoteAddress ?? '')
    const count = (open.get(home) ?? 0) + 1
    if (count > CONNECTIONS_MAX_A_HOME) return void socket.destroy()
    open.set(home, count)
    socket.once('close', () => {
      const left = (open.get(home) ?? 1) - 1
      if (left === 0) open.delete(home)
      else open.set(home, left)
    })
  })
}

/** In IPv6 a home has addresses without end under one prefix of 64 bits. */
function homeOf(address: string): string {
  const caller = readCaller(address)
  if (caller?.family !== 6) return caller?.address ?? ''
  return (ipv6Groups(caller.address) ?? []).slice(0, 4).join(':')
}
