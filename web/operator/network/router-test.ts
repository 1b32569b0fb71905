// Probar router: asks the daemon to log in and to check what cuts need there; changes nothing on it. The page shows the last
// answer, and comes back by itself while one is awaited.

import type { FastifyInstance } from 'fastify'
import { ask, lastAsked, type RouterAnswer } from '../../../core/acts/asks.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import { formatInstant } from '../../text/format.ts'
import { checkWords } from '../../text/operator/check-words.ts'
import { type OperatorRoom, told } from '../access.ts'
import { readerOf } from '../frame.ts'
import { askShown } from './asked.ts'
import { routerOf, routerPath } from './nas.ts'

export function routerTest(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  const { db } = deps
  const may = { config: { may: 'network.see' } } as const

  app.get('/red/routers/:name/prueba', may, async (request, reply) => {
    const { t, text } = readerOf(request)
    const router = await routerOf(db, request.params)
    const { zone } = await loadTerms(db)
    const asked = await lastAsked(db, 'router', router.id)
    const shown = asked === undefined ? null : askShown(asked, { t, text, zone, now: deps.now() }, 'router')
    const answer = asked?.state === 'answered' ? (asked.answer as RouterAnswer) : null
    return show(request, reply, 'network/router-test.eta', {
      title: t.network.test.title(router.name),
      router,
      base: routerPath(router.name),
      asked: shown,
      answer: answer === null ? null : { ...answer, checks: answer.checks.map((check) => checkWords(t, check)) },
      answeredAt: asked?.state === 'answered' ? formatInstant(text, zone, asked.row.answeredAt ?? 0) : null,
      refresh: shown?.isOpen ?? false,
    })
  })

  app.post('/red/routers/:name/prueba', may, async (request, reply) => {
    const router = await routerOf(db, request.params)
    await ask(db, { kind: 'router', about: router.id }, told(request, deps))
    deps.nudge()
    return reply.redirect(`${routerPath(router.name)}/prueba`, 303)
  })
}
