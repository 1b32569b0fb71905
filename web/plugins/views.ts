// Pages: Eta templates beside the code that fills them, inside the frame of their audience. What every template is given comes
// from here, what is its own from its page. Assets carry a mark of their content, so a browser keeps them for ever.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import view from '@fastify/view'
import { Eta } from 'eta'
import type { FastifyInstance, FastifyReply } from 'fastify'

const WEB = join(import.meta.dirname, '..')
export const ASSETS = join(WEB, 'assets')
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
  const marks = new Map(
    readdirSync(ASSETS, { recursive: true, withFileTypes: true }).flatMap((entry) => {
      if (!entry.isFile()) return []
      const path = join(entry.parentPath, entry.name)
      const mark = createHash('sha256').update(readFileSync(path)).digest('base64url').slice(0, 10)
      return [[path.slice(ASSETS.length + 1), mark] as const]
    }),
  )
  return {
    asset(name) {
      const mark = marks.get(name)
      if (mark === undefined) throw new Error(`there is no asset ${name}`)
      return `/assets/${name}?v=${mark}`
    },
  }
}

/** Personal pages are kept by nobody on the way, and not by the back button after the log-out. */
export const sendPage = (reply: FastifyReply, template: string, it: object): FastifyReply =>
  reply.header('cache-control', 'no-store').view(template, it)
