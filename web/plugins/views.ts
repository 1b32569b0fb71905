// Pages: Eta templates beside the code that fills them, inside the frame of their audience. What every template is given comes
// from here, what is its own from its page. Assets carry a mark of their content, so a browser keeps them for ever.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import fastifyStatic from '@fastify/static'
import view from '@fastify/view'
import { Eta } from 'eta'
import type { FastifyInstance, FastifyReply } from 'fastify'

const WEB = join(import.meta.dirname, '..')
export const ASSETS = join(WEB, 'assets')
/** Of the package as it is installed, beside the built program as beside the sources; nothing of it comes from elsewhere. */
const LEAFLET = dirname(createRequire(import.meta.url).resolve('leaflet/dist/leaflet.js'))
const YEAR_MS = 365 * 86_400_000

export type Asset = (name: string) => string

export async function addViews(app: FastifyInstance): Promise<{ asset: Asset }> {
  await app.register(view, { engine: { eta: new Eta({ views: WEB, cache: true }) }, root: WEB, production: true })
  await app.register(fastifyStatic, {
    root: ASSETS,
    prefix: '/assets/',
    index: false,
    dotfiles: 'deny',
    maxAge: YEAR_MS,
    immutable: true,
    allowedPath: (path) => /\.(css|js|svg|png|woff2)$/.test(path),
  })
  await app.register(fastifyStatic, {
    root: LEAFLET,
    prefix: '/assets/leaflet/',
    decorateReply: false,
    index: false,
    dotfiles: 'deny',
    maxAge: YEAR_MS,
    immutable: true,
    allowedPath: (path) => /^\/(leaflet\.(css|js)|images\/[\w-]+\.png)$/.test(path),
  })
  // As bytes once: else its length is counted, room is made for three times as much, and it is written.
  app.addHook('onSend', (_request, _reply, payload, done) =>
    done(null, typeof payload === 'string' ? Buffer.from(payload) : payload),
  )
  const marks = new Map([...marksIn(ASSETS, ''), ...marksIn(LEAFLET, 'leaflet/')])
  return {
    asset(name) {
      const mark = marks.get(name)
      if (mark === undefined) throw new Error(`there is no asset ${name}`)
      return `/assets/${name}?v=${mark}`
    },
  }
}

/** What each file of a folder is called on a page, and a mark of its content. */
function marksIn(folder: string, prefix: string): (readonly [name: string, mark: string])[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile()) return []
    const path = join(entry.parentPath, entry.name)
    const mark = createHash('sha256').update(readFileSync(path)).digest('base64url').slice(0, 10)
    return [[prefix + path.slice(folder.length + 1), mark] as const]
  })
}

/** Personal pages are kept by nobody on the way, and not by the back button after the log-out. */
export const sendPage = (reply: FastifyReply, template: string, it: object): FastifyReply =>
  reply.header('cache-control', 'no-store').view(template, it)
