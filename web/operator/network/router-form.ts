// The form of a router: added, or changed by name. Secrets are never shown: a blank leaves the stored one. Which templates there
// are is known to the program and the configuration; a router that names another one could only fail.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { saveRouter, type RouterTyped } from '../../../core/acts/network.ts'
import { BUILT_IN_TEMPLATES } from '../../../core/rules/template.ts'
import type { Db } from '../../../core/store/db.ts'
import { listSites } from '../../../core/store/network-imports.ts'
import { routerByName } from '../../../core/store/routers.ts'
import type { RouterRow } from '../../../core/store/tables.ts'
import { type OperatorRoom, told } from '../access.ts'
import { asTyped } from '../form.ts'
import { readerOf } from '../frame.ts'
import { attempt, type Mistakes } from './attempt.ts'
import { routerOf, routerPath } from './nas.ts'

const Form = z.object({
  name: asTyped,
  driver: asTyped,
  host: asTyped,
  port: asTyped,
  tls: asTyped,
  username: asTyped,
  password: asTyped,
  site: asTyped,
  coa_port: asTyped,
  radius_secret: asTyped,
  template: asTyped,
  forget_pin: asTyped,
})
type Form = z.output<typeof Form>

const EMPTY = Form.parse({})
/** Passwords and keys go one way. */
const SECRETS = ['password', 'radius_secret'] as const

export function routerForm(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  const { db } = deps
  const form = formPage({ deps, show })
  const may = { config: { may: 'network.edit' } } as const

  async function save(request: FastifyRequest, reply: FastifyReply, router: RouterRow | null) {
    const { t } = readerOf(request)
    const given = Form.parse(request.body ?? {})
    const name = router?.name ?? given.name.trim()
    const words = t.network.router.mistakes
    const isNew = router === null
    const ask = { name, typed: typedOf(given), isNew, forgetPin: given.forget_pin === 'si' }
    const known = [...BUILT_IN_TEMPLATES, ...Object.keys(deps.config.ssh.templates)]
    if (given.template !== '' && !known.includes(given.template))
      return form(request, reply.code(422), { router, given, mistakes: { template: words.template } })
    const mistakes = await attempt(
      () => saveRouter(db, ask, { ...told(request, deps), seal: deps.seal }),
      words,
      isNew && (await routerByName(db, name)) !== undefined ? 'name' : 'host',
    )
    if (mistakes !== null && !(isNew && (await isSame(db, given, name))))
      return form(request, reply.code(422), { router, given, mistakes: named(mistakes, words) })
    deps.nudge()
    request.session.said = isNew ? t.network.router.added(name) : t.network.router.saved(name)
    return reply.redirect(`${routerPath(name)}/prueba`, 303)
  }

  app.get('/red/routers/nuevo', may, (request, reply) =>
    form(request, reply, { router: null, given: { ...EMPTY, driver: 'routeros', tls: 'si' } }),
  )
  app.post('/red/routers/nuevo', may, (request, reply) => save(request, reply, null))
  app.get('/red/routers/:name/editar', may, async (request, reply) => {
    const router = await routerOf(db, request.params)
    const site = (await listSites(db)).find(({ id }) => id === router.siteId)
    return form(request, reply, { router, given: givenBy(router, site?.name ?? '') })
  })
  app.post('/red/routers/:name/editar', may, async (request, reply) => save(request, reply, await routerOf(db, request.params)))
}

/** Blank secrets are left out, so that they change nothing; an unticked box says no. */
function typedOf({ name: _name, forget_pin: _forget, ...given }: Form): RouterTyped {
  const typed: Record<string, string> = { ...given, tls: given.tls === 'si' ? 'si' : 'no' }
  for (const secret of SECRETS) if (typed[secret] === '') delete typed[secret]
  return typed
}

/** One device has one name: who has its door already is told at the address. */
const named = (mistakes: Mistakes, words: Readonly<Record<string, string>>): Mistakes =>
  mistakes.host === words.taken && words.twin !== undefined ? { ...mistakes, host: words.twin } : mistakes

function givenBy(router: RouterRow, site: string): Form {
  return {
    ...EMPTY,
    ...{ name: router.name, driver: router.driver, host: router.host, site },
    port: router.port === 0 ? '' : String(router.port),
    tls: router.tls === 1 ? 'si' : '',
    username: router.username ?? '',
    coa_port: router.coaPort === null ? '' : String(router.coaPort),
    template: router.template ?? '',
  }
}

interface FormShown {
  router: RouterRow | null
  given: Form
  mistakes?: Mistakes
}

function formPage({ deps, show }: OperatorRoom) {
  return async (request: FastifyRequest, reply: FastifyReply, of: FormShown): Promise<FastifyReply> => {
    const { t } = readerOf(request)
    const words = t.network.router
    const sites = (await listSites(deps.db)).map(({ name }) => name).sort()
    return show(request, reply, 'network/router-form.eta', {
      title: of.router === null ? words.newTitle : words.editTitle(of.router.name),
      router: of.router,
      action: of.router === null ? '/red/routers/nuevo' : `${routerPath(of.router.name)}/editar`,
      given: { ...of.given, password: '', radius_secret: '' },
      mistakes: of.mistakes ?? {},
      sites,
      templates: [...BUILT_IN_TEMPLATES, ...Object.keys(deps.config.ssh.templates)],
    })
  }
}

/** The form came twice: the router stands as it says. */
async function isSame(db: Db, given: Form, name: string): Promise<boolean> {
  const stored = await routerByName(db, name)
  return (
    stored !== undefined &&
    stored.driver === given.driver &&
    stored.host === given.host.trim() &&
    (stored.username ?? '') === given.username.trim()
  )
}
