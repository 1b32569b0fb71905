// What machines ask the daemon, on a port of its own and on loopback unless configured: `/metrics` for Prometheus, `/healthz`
// (the process answers), `/readyz` (its loops turn, the database answers, RADIUS is listened to where it should) and
// `/status.json` (what `ispcube status` and `top` cannot read from rows). What FreeRADIUS asks about log-ins is answered by
// radius/authorize.ts; nothing else here tells of any customer.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Fault } from '../core/fault.ts'
import type { Metrics } from './metrics.ts'
import { type Answer, AUTHORIZE_PATH } from './radius/authorize.ts'
import type { DaemonStatus } from './status.ts'

export interface HttpPlan {
  /** `127.0.0.1:9464`. */
  listen: string
  metrics: Metrics
  /** What is not as it should be; empty when the daemon is at work. */
  troubles(): Promise<string[]>
  /** Of FreeRADIUS's questions. */
  authorize: Answer
  status(): Promise<DaemonStatus>
}

export interface Http {
  url: string
  close(): Promise<void>
}

const TEXT = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }

export async function startHttp(plan: HttpPlan): Promise<Http> {
  const at = plan.listen.lastIndexOf(':')
  const host = plan.listen.slice(0, at).replace(/^\[(.*)\]$/, '$1')
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000, maxHeaderSize: 8192 }, (request, response) => {
    void answer(plan, request, response).catch((e: unknown) => {
      response.writeHead(500, TEXT).end(`${e instanceof Error ? e.message : String(e)}\n`)
    })
  })
  // Longer than FreeRADIUS keeps a connection that it does not use (its `idle_timeout` is 60 s).
  server.keepAliveTimeout = 65_000
  try {
    server.listen(Number(plan.listen.slice(at + 1)), host)
    await once(server, 'listening')
  } catch (e) {
    const why = e instanceof Error ? e.message : String(e)
    throw new Fault('input-invalid', `cannot listen on ${plan.listen}: ${why}; see http.listen`, { listen: plan.listen }, e)
  }
  const { port } = server.address() as AddressInfo
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, close: () => closeServer(server) }
}

async function answer(
  { metrics, troubles, status, authorize }: HttpPlan,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url?.split('?')[0]
  if (path === AUTHORIZE_PATH) return authorize(request, response)
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return void response.writeHead(405, { ...TEXT, allow: 'GET, HEAD' }).end()
  if (path === '/healthz') return void response.writeHead(200, TEXT).end('ok\n')
  if (path === '/readyz') {
    const wrong = await troubles()
    return void response
      .writeHead(wrong.length === 0 ? 200 : 503, TEXT)
      .end(`${wrong.length === 0 ? 'ready' : wrong.join('\n')}\n`)
  }
  if (path === '/status.json')
    return void response.writeHead(200, { ...TEXT, 'content-type': 'application/json' }).end(JSON.stringify(await status()))
  if (path !== '/metrics')
    return void response.writeHead(404, TEXT).end('there is /metrics, /healthz, /readyz and /status.json\n')
  const text = await metrics.registry.metrics()
  response.writeHead(200, { ...TEXT, 'content-type': metrics.registry.contentType }).end(text)
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
