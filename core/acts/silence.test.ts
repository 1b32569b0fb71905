import { beforeEach, expect, it } from 'vitest'
import { eachDatabase } from '../../fixtures/database.ts'
import { BUENOS_AIRES } from '../../fixtures/world.ts'
import type { AccountingStatus } from '../rules/traffic.ts'
import type { Db } from '../store/db.ts'
import { alertsSince } from '../store/log.ts'
import { countOpenSessions, openByNas } from '../store/sessions.ts'
import { AccountingBooks, type Arrived } from './accounting.ts'
import { closeSilent } from './silence.ts'

const T0 = BUENOS_AIRES.parse('2026-11-24T10:00') ?? 0
const MINUTE = 60_000

eachDatabase('a NAS that goes silent', (open) => {
  let db: Db
  beforeEach(async () => {
    db = (await open()).db
  })

  const tell = (nas: string, sessionId: string, minutes: number, status: AccountingStatus = 'interim'): Arrived => ({
    source: nas,
    at: T0 + minutes * MINUTE,
    accounting: {
      ...{
        status,
        user: `user-${sessionId}`,
        sessionId,
        multiSessionId: '',
        nasAddress: nas,
        nasIpv6: null,
        nasIdentifier: null,
      },
      ...{ nasPortId: null, calling: null, called: null, address: null, ipv6Address: null, ipv6Prefix: null },
      ...{ delegatedPrefix: null, seconds: minutes * 60, upOctets: 0, downOctets: 0, delayS: 0, cause: null },
    },
  })
  const book = (...packets: Arrived[]) => new AccountingBooks(db).book(packets, packets.at(-1)?.at ?? T0)
  /** How many sessions were lost. */
  const close = async (minutes: number, heardSince: number | null = T0 - 60 * MINUTE) => {
    const when = { now: T0 + minutes * MINUTE, silentSince: T0 + (minutes - 15) * MINUTE, heardSince, zone: BUENOS_AIRES }
    return (await closeSilent(db, when)).length
  }
  const alerts = async () => (await alertsSince(db, 0, null, 10)).map(({ facts }) => JSON.parse(facts) as { alert: string })

  it('is told once, with how many sessions it had and when it was heard last', async () => {
    await book(tell('10.0.0.1', 'a', 0), tell('10.0.0.1', 'b', 1), tell('10.0.0.2', 'c', 14))
    expect(await close(15)).toBe(0)
    expect(await close(17)).toBe(2)
    expect(await alerts()).toEqual([
      {
        ...{ kind: 'nas-silent', count: 1 },
        alert:
          'RADIUS accounting went silent: 10.0.0.1 (2 sessions, heard last at 2026-11-24T10:01:00-03:00); is the NAS up, does it reach us, is its secret the same?',
        silentNas: [{ nas: '10.0.0.1', open: 2, heardAt: T0 + MINUTE }],
      },
    ])
    expect([await close(18), (await alerts()).length]).toEqual([0, 1])
    expect(await openByNas(db)).toEqual([{ nas: '10.0.0.2', open: 1, heardAt: T0 + 14 * MINUTE }])
    expect(await countOpenSessions(db)).toBe(1)
  })

  it('a session whose Stop was lost is no silence of its NAS', async () => {
    await book(tell('10.0.0.1', 'a', 0), tell('10.0.0.1', 'b', 14))
    expect(await close(17)).toBe(1)
    expect(await alerts()).toEqual([])
  })

  it('who was silent while nobody listened is given his three intervals, and nobody is told', async () => {
    await book(tell('10.0.0.1', 'a', 0))
    expect(await close(20, T0 + 19 * MINUTE)).toBe(0)
    expect(await close(33, T0 + 19 * MINUTE)).toBe(0)
    expect(await close(34, T0 + 19 * MINUTE)).toBe(1)
    expect(await alerts()).toHaveLength(1)
  })

  it('where nobody listens sessions end without a word', async () => {
    await book(tell('10.0.0.1', 'a', 0))
    expect(await close(20, null)).toBe(1)
    expect(await alerts()).toEqual([])
  })

  it('many at once are one alert', async () => {
    await book(...Array.from({ length: 7 }, (_, index) => tell(`10.0.0.${index + 1}`, `s${index}`, 0)))
    await close(20)
    expect((await alerts())[0]?.alert).toMatch(/10\.0\.0\.5 \(1 session.*\), and 2 more; /)
  })
})
