// What a page shows of a question to a device: that it is being asked, or why there is no answer, in plain words. The page
// refreshes itself meanwhile: by itself without scripts, by asking for the state with them.

import type { FastifyInstance } from 'fastify'
import { type Asked, ASK_MS, readAsk } from '../../../core/acts/asks.ts'
import { Fault, type FaultNote } from '../../../core/fault.ts'
import type { Zone } from '../../../core/rules/day.ts'
import { askById } from '../../../core/store/asks.ts'
import { formatInstant } from '../../text/format.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import type { Text } from '../../text/text.ts'
import type { OperatorRoom } from '../access.ts'
import { idIn } from '../form.ts'

/** A daemon takes a question within a second; who waits for longer is told that perhaps none runs. */
const TAKEN_MS = 8_000

export interface AskedShown {
  id: number
  isOpen: boolean
  /** What is said of it; null once it was answered. */
  text: string | null
  /** The program's own sentence, English. */
  detail: string | null
  at: string
}

/** Of what was asked: a CPE itself, the table of a radio, a router. */
export type AskedOf = 'visit' | 'table' | 'router'

export function askShown(
  asked: Asked,
  { t, text, zone, now }: { t: OperatorText; text: Text; zone: Zone; now: number },
  of: AskedOf,
): AskedShown {
  const { row, state } = asked
  const shown = { id: row.id, at: formatInstant(text, zone, row.answeredAt ?? row.askedAt), detail: null }
  const isLate = now - row.askedAt > ASK_MS
  if (state === 'answered') return { ...shown, isOpen: false, text: null }
  if (state === 'failed') return { ...shown, isOpen: false, text: faultText(asked.fault, t, of), detail: asked.fault.message }
  if (isLate) return { ...shown, isOpen: false, text: t.asked.expired }
  const isUntaken = state === 'waiting' && now - row.askedAt > TAKEN_MS
  return { ...shown, isOpen: true, text: isUntaken ? t.asked.untaken : t.asked.asking[of] }
}

function faultText({ code, facts }: FaultNote, t: OperatorText, of: AskedOf): string {
  const words = t.asked
  if (facts.expired === true) return words.expired
  if (facts.why === 'no-access') return words.noAccess
  if (code === 'device-unreachable' && of === 'table' && facts.mac !== undefined) return words.notRegistered
  const known: Record<string, string> = of === 'router' ? t.faults : { ...t.faults, ...words.faults[of] }
  return known[code] ?? words.faults.other
}

/** For the script of a page: is it over? Says nothing else, so whoever may see the network may ask. */
export function asked(app: FastifyInstance, { deps }: OperatorRoom): void {
  app.get('/pedidos/:id', { config: { may: 'network.see' } }, async (request, reply) => {
    const row = await askById(deps.db, idIn(request.params))
    if (row === undefined) throw new Fault('record-missing', 'there is no such question')
    const { state } = readAsk(row)
    const isOpen = (state === 'waiting' || state === 'asking') && deps.now() - row.askedAt <= ASK_MS
    return reply.header('cache-control', 'no-store').send({ open: isOpen })
  })
}
