// What somebody wants to see of a plan: the day, one router or all, and what of the list. A router is more than a filter: all numbers
// are about it then, and so is the run.

import type { FastifyRequest } from 'fastify'
import type { Day } from '../../../core/rules/day.ts'
import { fold } from '../../../core/store/customers.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import type { OperatorRoom } from '../access.ts'
import { readDay, typedIn } from '../form.ts'
import type { PreviewLine, PreviewPlan } from './previews.ts'

export interface Wish {
  day: Day
  q: string
  /** '' = all. */
  router: string
  reason: string
  page: number
  again: boolean
}

export async function wishOf(request: FastifyRequest, { deps }: OperatorRoom): Promise<Wish> {
  const { zone } = await loadTerms(deps.db)
  const typed = typedIn(request.query, 'dia', 'q', 'router', 'motivo', 'pagina', 'nueva')
  return {
    day: readDay(typed.dia) ?? zone.dayOf(deps.now()),
    q: typed.q.slice(0, 100),
    router: typed.router.slice(0, 100),
    reason: typed.motivo.slice(0, 40),
    page: /^\d{1,5}$/.test(typed.pagina) ? Math.max(1, Number(typed.pagina)) : 1,
    again: typed.nueva !== '',
  }
}

export function urlOf(wish: Wish, change: Record<string, string | null>, path = '/cortes'): string {
  const parameters = new URLSearchParams()
  const all = { dia: wish.day, q: wish.q, router: wish.router, motivo: wish.reason, ...change }
  for (const [name, value] of Object.entries(all)) if (value !== null && value !== '') parameters.set(name, value)
  return parameters.size === 0 ? path : `${path}?${parameters.toString()}`
}

export function filtered({ lines }: Pick<PreviewPlan, 'lines'>, { q, router, reason }: Wish): PreviewLine[] {
  const words = fold(q).split(/\s+/).filter(Boolean)
  return onRouter(lines, router).filter(
    (line) => (reason === '' || line.reason === reason) && words.every((word) => line.words.includes(word)),
  )
}

export const onRouter = (lines: readonly PreviewLine[], router: string): readonly PreviewLine[] =>
  router === '' ? lines : lines.filter((line) => line.router === router)
