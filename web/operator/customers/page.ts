// Clientes: the list, what goes out of it, and everything about one of them.

import type { FastifyInstance } from 'fastify'
import type { OperatorRoom } from '../access.ts'
import { find } from './find.ts'
import { list } from './list.ts'
import { passwords } from './passwords.ts'
import { sheets } from './sheets.ts'
import { code } from './code.ts'
import { connections } from './connections.ts'
import { deletion } from './deletion.ts'
import { files } from './files.ts'
import { form } from './form.ts'
import { log } from './log.ts'
import { notes } from './notes.ts'
import { portalPassword } from './password.ts'
import { customer } from './show.ts'
import { views } from './views.ts'
import { signal } from './signal.ts'
import { traffic } from './traffic.ts'

export function page(app: FastifyInstance, room: OperatorRoom): void {
  list(app, room)
  find(app, room)
  views(app, room)
  sheets(app, room)
  passwords(app, room)
  customer(app, room)
  form(app, room)
  connections(app, room)
  code(app, room)
  deletion(app, room)
  portalPassword(app, room)
  notes(app, room)
  log(app, room)
  files(app, room)
  signal(app, room)
  traffic(app, room)
}
