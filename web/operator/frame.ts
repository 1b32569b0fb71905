// The frame around every page of this audience: head, menu, who is logged in, what was said last, language and theme.

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Permission } from '../../core/rules/permission.ts'
import type { Trouble } from '../plugins/faults.ts'
import { type Asset, sendPage } from '../plugins/views.ts'
import { formatCount } from '../text/format.ts'
import { textFor } from '../text/language.ts'
import { type OperatorText, operatorText } from '../text/operator/index.ts'
import type { Text } from '../text/text.ts'
import { esAr } from '../text/es-AR.ts'
import { en } from '../text/en.ts'
import { type OperatorRoom, ownPath, type PageFacts } from './access.ts'
import { customerUrl } from './customers/url.ts'

export type Theme = 'light' | 'dark' | 'system'

const TEXTS: Record<string, Text> = { 'es-AR': esAr, en }

/** In whose words: what the person chose, else his browser. */
export function readerOf(request: FastifyRequest): { text: Text; t: OperatorText; theme: Theme } {
  const { lang, theme } = request.cookies
  const chosen = request.person?.language ?? lang
  const text = TEXTS[chosen ?? ''] ?? textFor(request.headers['accept-language'])
  return { text, t: operatorText(text.lang), theme: theme === 'light' || theme === 'dark' ? theme : 'system' }
}

interface MenuEntry {
  href: string
  may: Permission | 'anyone'
  word: keyof OperatorText['menu']
}

const MENU: readonly MenuEntry[] = [
  { href: '/hoy', may: 'anyone', word: 'today' },
  { href: '/clientes', may: 'customers.see', word: 'customers' },
  { href: '/mapa', may: 'customers.see', word: 'map' },
  { href: '/cobros', may: 'payments.enter', word: 'takings' },
  { href: '/compromisos', may: 'promises.set', word: 'promises' },
  { href: '/cortes', may: 'runs.start', word: 'cuts' },
  { href: '/red', may: 'network.see', word: 'network' },
  { href: '/avisos', may: 'network.see', word: 'alerts' },
  { href: '/usuarios', may: 'people.edit', word: 'people' },
  { href: '/auditoria', may: 'audit.see', word: 'audit' },
  { href: '/configuracion', may: 'settings.edit', word: 'settings' },
]

export interface Frame {
  show: OperatorRoom['show']
  showTrouble(request: FastifyRequest): (reply: FastifyReply, trouble: Trouble) => FastifyReply
}

export function makeFrame(asset: Asset): Frame {
  const show = (request: FastifyRequest, reply: FastifyReply, template: string, facts: PageFacts): FastifyReply => {
    const { text, t, theme } = readerOf(request)
    const { person, session } = request
    const [path = '/'] = request.url.split('?')
    const said = session.said ?? null
    if (said !== null) delete session.said
    return sendPage(reply, `operator/${template}`, {
      ...facts,
      t,
      text,
      theme,
      asset,
      path,
      said,
      lang: text.lang,
      customerUrl,
      number: (count: number) => formatCount(text, count),
      csrf: person === null ? null : reply.generateCsrf(),
      me: person,
      menu: person === null ? [] : menuFor(person.permissions, t, path),
      may: (permission: Permission) => person?.permissions.includes(permission) ?? false,
      here: ownPath(request.method === 'GET' ? request.url : path),
    })
  }
  return {
    show,
    showTrouble: (request) => (reply, trouble) => {
      const { t } = readerOf(request)
      return show(request, reply, 'trouble.eta', { title: t.trouble[trouble.cause].title, trouble })
    },
  }
}

const menuFor = (permissions: readonly Permission[], t: OperatorText, path: string) =>
  MENU.filter(({ may }) => may === 'anyone' || permissions.includes(may)).map(({ href, word }) => ({
    href,
    word: t.menu[word],
    isHere: path === href || path.startsWith(`${href}/`),
  }))
