// The box of reasons on a customer's page: what it says of the rule and of what comes next agree.

import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { cutByHand } from '../../../core/acts/deeds.ts'
import { addPromise } from '../../../core/acts/promises.ts'
import type { Day } from '../../../core/rules/day.ts'
import { eachDatabase } from '../../../fixtures/database.ts'
import { World } from '../../../fixtures/world.ts'
import { openSite, type Site } from '../../testing/visitor.ts'

eachDatabase('why a customer is served or cut', (open) => {
  let world: World
  let site: Site

  beforeEach(async () => {
    world = new World((await open()).db).at('2026-11-09T12:00')
    await world.addRouter('norte')
    await world.settings({ cutPolicy: 'days-after-due:1', unblockThreshold: '1000.00' })
    const owes = await world.customer('000001')
    await world.document(owes, 'FX', '5000.00', { dueOn: '2026-11-10' })
    site = await openSite(world.db, world.now)
    onTestFinished(() => site.app.close())
    await site.hire('ana', 'operador')
  })

  const boxOf = async () => {
    site.clock.now = world.now
    const { body } = await (await site.seated('ana')).get('/clientes/000001')
    return (/<section class="why[\s\S]*?<\/section>/.exec(body)?.[0] ?? '').replaceAll('\u00A0', ' ')
  }

  it('whom no payment helps is not told to pay', async () => {
    await cutByHand(world.db, { code: '000001', comment: 'lo pidió', askId: 'form:1' }, world.told)
    const text = await boxOf()
    expect(text).toContain('ningún pago lo hace')
    expect(text).toContain('Sigue así, pague o no, hasta que alguien lo habilite.')
    expect(text).not.toMatch(/si no (se )?paga/i)
  })

  it('who is cut for his debt is told what ends it, and who is not yet when it begins', async () => {
    expect(await boxOf()).toContain('Si no paga, se corta el mié 11 nov 06:00.')
    await world.control('2026-11-11')
    world.at('2026-11-11T10:00')
    const text = await boxOf()
    expect(text).toContain('Cortado: la deuda vencida')
    expect(text).toContain('Sigue así hasta que pague o alguien lo habilite.')
  })

  it('who is cut stays so where only the reason changes', async () => {
    await addPromise(world.db, { code: '000001', promisedOn: '2026-11-12' as Day, askId: 'form:2' }, world.told)
    await world.control('2026-11-12')
    world.at('2026-11-12T10:00')
    const text = await boxOf()
    expect(text).toContain('no cumplió su compromiso de pago')
    expect(text).toMatch(/el motivo pasa a ser: deuda vencida\./)
    expect(text).not.toContain('se corta el')
  })
})
