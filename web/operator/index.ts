// The pages of those who work at the ISP: at the counter, in the office, on the road. One folder a subject.

import type { FastifyInstance } from 'fastify'
import type { WebDeps } from '../deps.ts'
import { addAccess, type OperatorRoom, type Page } from './access.ts'
import type { Frame } from './frame.ts'
import * as account from './account/page.ts'
import * as alerts from './alerts/page.ts'
import * as audit from './audit/page.ts'
import * as choices from './choices/page.ts'
import * as counter from './counter/page.ts'
import * as customers from './customers/page.ts'
import * as cuts from './cuts/page.ts'
import * as logIn from './log-in/page.ts'
import * as map from './map/page.ts'
import * as network from './network/page.ts'
import * as people from './people/page.ts'
import * as promises from './promises/page.ts'
import * as routers from './routers/page.ts'
import * as settings from './settings/page.ts'
import * as takings from './takings/page.ts'
import * as templates from './templates/page.ts'
import * as today from './today/page.ts'

const PAGES: readonly { page: Page }[] = [
  logIn,
  account,
  today,
  customers,
  templates,
  choices,
  counter,
  cuts,
  promises,
  alerts,
  routers,
  network,
  people,
  audit,
  map,
  takings,
  settings,
]

export async function operator(app: FastifyInstance, { deps, frame }: { deps: WebDeps; frame: Frame }): Promise<void> {
  addAccess(app, deps)
  const room: OperatorRoom = { deps, show: frame.show }
  for (const { page } of PAGES) page(app, room)
}
