// The notice server as tests ask it: injected, the caller an address, in Spanish unless a test says otherwise.

import type { InjectOptions } from 'fastify'
import { onTestFinished } from 'vitest'
import { Config } from '../../core/config.ts'
import type { Db } from '../../core/store/db.ts'
import { buildNotice, type NoticeDeps } from '../notice/app.ts'

export const PORTAL = 'https://portal.example.net/'
export const SPANISH = { 'accept-language': 'es-AR,es;q=0.9,en;q=0.8' }
export const ENGLISH = { 'accept-language': 'en-GB,en;q=0.9' }

interface Heard {
  message: string
  facts: object
}

export function build(db: Db, now: () => number, notice: Partial<Config['notice']> = {}) {
  const heard: Heard[] = []
  const hear = (facts: object, message: string) => void heard.push({ message, facts })
  const log: NoticeDeps['log'] = { info: hear, warn: hear, error: hear }
  const config = Config.parse({ notice: { portalUrl: PORTAL, ...notice } })
  const app = buildNotice({ config, db, log, now })
  onTestFinished(() => app.close())
  const get = (from: string, more: InjectOptions = {}) => app.inject({ url: '/', remoteAddress: from, headers: SPANISH, ...more })
  return { get, heard }
}

/** What a person reads of the page. */
export const readable = (html: string): string =>
  html
    .replaceAll(/<(style|title)>.*?<\/\1>/gs, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replaceAll(/\s+/g, ' ')

export const heading = (html: string): string => /<h1 id="what">(.*?)<\/h1>/.exec(html)?.[1] ?? ''
