// Señal: how each connection of a customer is heard. A button asks there and then (Informe CPE, or Señal where a radio's table
// tells of him); the daemon answers and the page shows the reading as dials, with its history under them. What a device does
// not tell is said to be missing, never drawn as nothing.

import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { ask, type Asked, lastAsked } from '../../../core/acts/asks.ts'
import { explainCustomer } from '../../../core/acts/explain.ts'
import { readingsOf, type ReadingStep } from '../../../core/acts/readings.ts'
import { wayOf } from '../../../core/acts/visits.ts'
import { Fault } from '../../../core/fault.ts'
import type { Zone } from '../../../core/rules/day.ts'
import { BANDS, type Grade, gradeShare, gradeSignal, gradeSnr } from '../../../core/rules/signal.ts'
import { cpesOfCustomer, type CpeLine } from '../../../core/store/cpes.ts'
import type { Db } from '../../../core/store/db.ts'
import { newestReadings } from '../../../core/store/readings.ts'
import { listRouters } from '../../../core/store/routers.ts'
import type { ReadingsTable } from '../../../core/store/tables-signal.ts'
import { linePath, SIDE, timeTicks } from '../../pictures/chart.ts'
import { dialOf } from '../../pictures/dial.ts'
import { type Shown, shownOf, type Span, SpanQuery } from '../../pictures/span.ts'
import { formatInstant } from '../../text/format.ts'
import { formatDuration, formatNumber } from '../../text/measure.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import type { Text } from '../../text/text.ts'
import { type OperatorRoom, told } from '../access.ts'
import { idParameter } from '../form.ts'
import { readerOf } from '../frame.ts'
import { askShown } from '../network/asked.ts'
import { customerUrl } from './url.ts'
import { customerFor } from './own.ts'
import { customerPage } from './show.ts'
import { tickLabel } from './traffic.ts'

const STEPS: Readonly<Record<Span, ReadingStep>> = { day: 'reading', week: 'hour', month: 'hour', year: 'day' }
/** A line is broken where nothing was heard for so long. */
const GAPS_MS: Readonly<Record<Span, number>> = {
  day: 40 * 60_000,
  week: 3 * 3_600_000,
  month: 6 * 3_600_000,
  year: 3 * 86_400_000,
}
const HEIGHT = 220
/** Between a figure and its unit: they stay on one line. */
const NARROW = '\u00a0'
/** What the line's picture spans at least, in dBm. */
const SIGNAL_SPAN = { least: -95, most: -40 }

const AskForm = z.object({ conexion: idParameter })

export function signal(app: FastifyInstance, room: OperatorRoom): void {
  const { deps } = room
  const { db } = deps
  const send = customerPage(room)
  const may = { config: { may: 'network.see' } } as const

  app.get('/clientes/:code/senal', may, async (request, reply) => {
    const { t, text } = readerOf(request)
    const customer = await customerFor(request, db)
    const story = await explainCustomer(db, customer.code, deps.now())
    const { zone } = story.terms
    const shown = shownOf(SpanQuery.parse(request.query), deps.now(), zone)
    const lines = await cpesOfCustomer(db, customer.id)
    const routers = new Map((await listRouters(db)).map(({ id, name }) => [id, name]))
    const reader = { t, text, zone, now: deps.now() }
    const cpes = await Promise.all(lines.map((line) => cpeShown(db, line, shown, { ...reader, routers })))
    return send(request, reply, 'signal.eta', { customer, story, shown, cpes, refresh: cpes.some(({ asked }) => asked?.isOpen) })
  })

  app.post('/clientes/:code/senal', may, async (request, reply) => {
    const customer = await customerFor(request, db)
    const { conexion } = AskForm.parse(request.body ?? {})
    const line = (await cpesOfCustomer(db, customer.id)).find(({ connectionId }) => connectionId === conexion)
    if (line === undefined)
      throw new Fault('record-missing', `${customer.code} has no such connection`, { customer: customer.code })
    if (wayOf(line).way !== 'none') {
      await ask(db, { kind: 'signal', about: line.connectionId }, told(request, deps))
      deps.nudge()
    }
    return reply.redirect(`${customerUrl(customer.code)}/senal#c-${line.connectionId}`, 303)
  })
}

interface Reader {
  t: OperatorText
  text: Text
  zone: Zone
  now: number
  routers: ReadonlyMap<number, string>
}

async function cpeShown(db: Db, line: CpeLine, shown: Shown, reader: Reader) {
  const { t, text, zone } = reader
  const words = t.signal
  const way = wayOf(line)
  const where =
    way.way === 'visit'
      ? words.visits(way.host)
      : way.way === 'table'
        ? words.looksUp(
            way.mac.replaceAll(/..(?!$)/g, '$&:').toUpperCase(),
            reader.routers.get(way.routerId) ?? '',
            line.panelRouterId !== null,
          )
        : words.noWay[way.why]
  const [newest, before] = await newestReadings(db, line.connectionId, 2)
  const asked = await lastAsked(db, 'signal', line.connectionId)
  return {
    id: line.connectionId,
    name: line.name,
    isTable: way.way === 'table',
    canAsk: way.way !== 'none',
    where,
    asked:
      asked === undefined
        ? null
        : { ...askShown(asked, reader, way.way === 'table' ? 'table' : 'visit'), isNews: isNews(asked, newest) },
    reading: newest === undefined ? null : readingShown(newest, before, line, reader),
    unheardSince: newest === undefined && line.okAt !== null ? formatInstant(text, zone, line.okAt) : null,
    history: await historyOf(db, line.connectionId, shown, reader),
  }
}

/** A failure that is older than what was heard since is of no interest any more. */
function isNews(asked: Asked, newest: ReadingsTable | undefined): boolean {
  return asked.state !== 'failed' || newest === undefined || (asked.row.answeredAt ?? 0) >= newest.at
}

function readingShown(newest: ReadingsTable, before: ReadingsTable | undefined, line: CpeLine, { t, text, zone }: Reader) {
  const words = t.signal
  const { lang } = text
  const isTable = newest.source === 'table-api' || newest.source === 'table-snmp'
  const number = (value: number | null, unit: string, decimals = 0) =>
    value === null ? null : `${formatNumber(lang, value, decimals)}${NARROW}${unit}`
  const strength = (name: 'signal' | 'heard', of: 'signalDbm' | 'heardDbm') =>
    dial(words, name, {
      ...{ least: SIGNAL_SPAN.least, most: SIGNAL_SPAN.most, bands: BANDS.signal, unit: 'dBm', lang },
      value: newest[of],
      before: before?.[of] ?? null,
      grade: gradeSignal,
    })
  const share = (name: 'ccq' | 'quality' | 'capacity', of: 'ccqPct' | 'qualityPct' | 'capacityPct') =>
    dial(words, name, {
      ...{ least: 0, most: 100, bands: BANDS[name], unit: '%', lang },
      value: newest[of],
      before: before?.[of] ?? null,
      grade: (value: number) => gradeShare(value, name),
    })
  const signalDbm = newest.signalDbm ?? newest.heardDbm
  const snr = newest.noiseDbm === null || signalDbm === null ? null : signalDbm - newest.noiseDbm
  const facts: (readonly [keyof typeof words.facts, string | null])[] = [
    ['noise', number(newest.noiseDbm, 'dBm')],
    ['snr', snr === null ? null : `${number(snr, 'dB')} (${words.grades[gradeSnr(snr)]})`],
    [
      'rates',
      newest.rxMbps === null && newest.txMbps === null
        ? null
        : words.rates(number(newest.rxMbps, 'Mbit/s', 1) ?? words.untold, number(newest.txMbps, 'Mbit/s', 1) ?? words.untold),
    ],
    ['distance', number(newest.distanceM, 'm')],
    ['frequency', number(newest.frequencyMhz, 'MHz')],
    ['network', line.ssid],
    ['uptime', newest.uptimeS === null ? null : formatDuration(newest.uptimeS)],
    ['device', [line.device, line.firmware].filter(Boolean).join(', ') || null],
  ]
  return {
    at: formatInstant(text, zone, newest.at),
    beforeAt: before === undefined ? null : formatInstant(text, zone, before.at),
    source: words.sources[newest.source],
    dials: isTable
      ? [strength('signal', 'signalDbm'), strength('heard', 'heardDbm'), share('ccq', 'ccqPct')]
      : [
          strength('signal', 'signalDbm'),
          share('ccq', 'ccqPct'),
          share('quality', 'qualityPct'),
          share('capacity', 'capacityPct'),
        ],
    facts: facts.flatMap(([name, value]) => (value === null ? [] : [{ name: words.facts[name], value }])),
  }
}

interface DialFacts {
  least: number
  most: number
  bands: { fair: number; good: number }
  unit: string
  lang: string
  value: number | null
  before: number | null
  grade(value: number): Grade
}

function dial(words: OperatorText['signal'], name: keyof OperatorText['signal']['dials'], facts: DialFacts) {
  const { value, before, unit, lang } = facts
  const write = (of: number): string => `${formatNumber(lang, of, 1)}${NARROW}${unit}`
  const grade = value === null ? null : facts.grade(value)
  return {
    ...dialOf(facts),
    name: words.dials[name],
    value: value === null ? null : write(value),
    grade,
    word: grade === null ? words.missing : words.grades[grade],
    before: before === null ? null : words.before(write(before)),
    picture:
      value === null || grade === null
        ? words.dialMissing(words.dials[name])
        : words.dial(words.dials[name], write(value), words.grades[grade], before === null ? null : write(before)),
    least: formatNumber(lang, facts.least),
    most: formatNumber(lang, facts.most),
    limits: words.limits(write(facts.bands.fair), write(facts.bands.good)),
  }
}

async function historyOf(db: Db, connectionId: number, shown: Shown, { text, zone }: Reader) {
  const means = await readingsOf(db, connectionId, { ...shown, step: STEPS[shown.span], zone })
  const signals = means.map((one) => ({ at: one.at, value: one.signalDbm ?? one.heardDbm }))
  const noises = means.map((one) => ({ at: one.at, value: one.noiseDbm }))
  const heard = signals.flatMap(({ value }) => value ?? [])
  if (heard.length === 0) return null
  const all = [...heard, ...noises.flatMap(({ value }) => value ?? [])]
  const top = Math.max(SIGNAL_SPAN.most, Math.ceil(Math.max(...all) / 10) * 10)
  const bottom = Math.min(SIGNAL_SPAN.least - 5, Math.floor(Math.min(...all) / 10) * 10)
  const levelOf = (value: number): number => ((top - value) / (top - bottom)) * SIDE
  const line = { gapMs: GAPS_MS[shown.span], levelOf }
  const number = (value: number): string => `${formatNumber(text.lang, value)}${NARROW}dBm`
  const place = (value: number) => ({
    y: levelOf(value).toFixed(1),
    textY: ((levelOf(value) / SIDE) * HEIGHT - 4).toFixed(1),
    label: number(value),
  })
  return {
    height: HEIGHT,
    signal: linePath(signals, shown, line),
    noise: linePath(noises, shown, line),
    hasNoise: noises.some(({ value }) => value !== null),
    levels: [-50, -60, -70, -80, -90].filter((value) => value < top && value > bottom).map(place),
    limits: { good: place(BANDS.signal.good), fair: place(BANDS.signal.fair) },
    ticks: timeTicks(shown.span, shown, zone).map((tick) => ({ ...tick, label: tickLabel(text, zone, shown.span, tick.at) })),
    best: number(Math.max(...heard)),
    worst: number(Math.min(...heard)),
    mean: number(heard.reduce((sum, value) => sum + value, 0) / heard.length),
  }
}
