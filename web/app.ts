// All pages, without a port: tests inject into what this builds. One plugin an audience; what protects them is the same for all.

import formbody from '@fastify/formbody'
import { fastify, type FastifyInstance, type RouteOptions } from 'fastify'
import type { WebDeps } from './deps.ts'
import { makeFrame } from './operator/frame.ts'
import { operator } from './operator/index.ts'
import { tileHosts } from './operator/map/tiles.ts'
import { addCsrf } from './plugins/csrf.ts'
import { addFaults } from './plugins/faults.ts'
import { refuseNul } from './plugins/nul.ts'
import { addSessions } from './plugins/session.ts'
import { addShield } from './plugins/shield.ts'
import { addViews } from './plugins/views.ts'

const REQUEST_MS = 30_000
/** Of a form; files have a limit of their own. */
const FORM_MAX_BYTES = 256 * 1024

/** `onRoute` is told of every route that is made. */
export async function buildApp(deps: WebDeps, onRoute?: (route: RouteOptions) => void): Promise<FastifyInstance> {
  const { trustProxies } = deps.config.web
  const app = fastify({
    trustProxy: trustProxies.length > 0 ? trustProxies : false,
    bodyLimit: FORM_MAX_BYTES,
    requestTimeout: REQUEST_MS,
    connectionTimeout: 0,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    exposeHeadRoutes: true,
  })
  if (onRoute !== undefined) app.addHook('onRoute', onRoute)
  // No page sends them, and a browser of another site may send the one without asking.
  app.removeContentTypeParser(['text/plain', 'application/json'])
  addFaults(app, deps)
  await addShield(app, tileHosts(deps.config.map.tiles))
  await app.register(formbody, { bodyLimit: FORM_MAX_BYTES })
  await addSessions(app, deps)
  const { asset } = await addViews(app)
  const frame = makeFrame(asset)
  app.decorateRequest('person', null)
  // Whoever asks for an address that nobody has gets a page too.
  app.addHook('onRequest', (request, _reply, done) => {
    request.showTrouble = frame.showTrouble(request)
    done()
  })
  await addCsrf(app)
  refuseNul(app)
  await app.register(operator, { deps, frame })
  return app
}
