// Which settings stand on which page, in the order of the page. One that is in no list yet stands with the others, so that none
// is hidden; holidays have a calendar of their own.

import { type SettingKey, SETTINGS } from '../../../core/settings.ts'

export const HOLIDAYS = 'holidays' satisfies SettingKey

const LISTED = {
  proveedor: [
    ...(['isp.name', 'isp.phone', 'isp.province', 'isp.country', 'isp.office'] as const),
    ...(['pay.online', 'pay.transfer', 'pay.counter'] as const),
  ],
  cortes: ['unblockThreshold', 'cutPolicy', 'noCutWeekdays', 'controlHour', 'maxCuts', 'timeZone', 'currency'],
  compromisos: ['promise.enabled', 'promise.maxDays', 'promise.waitDays'],
  preaviso: ['prenotice.enabled', 'prenotice.fromDay', 'prenotice.toDay', 'prenotice.everyHours', 'prenotice.seconds'],
  senal: ['cpe.enabled', 'cpe.everyS', 'cpe.keepReadings', 'cpe.keepHours', 'cpe.keepDays'],
  radius: [
    ...(['radius.cut', 'radius.cutList', 'radius.cutRate', 'radius.cutPool', 'radius.list', 'radius.pool'] as const),
    ...(['radius.interimS', 'radius.keepFiveMinutes', 'radius.keepHours', 'radius.keepDays', 'radius.keepSessions'] as const),
  ],
} as const satisfies Record<string, readonly SettingKey[]>

export type GroupName = keyof typeof LISTED | 'otros'

const listed = new Set<string>([HOLIDAYS, ...Object.values(LISTED).flat()])
const others = (Object.keys(SETTINGS) as SettingKey[]).filter((key) => !listed.has(key))

export const GROUPS: readonly { name: GroupName; keys: readonly SettingKey[] }[] = [
  ...Object.entries(LISTED).map(([name, keys]) => ({ name: name as GroupName, keys })),
  ...(others.length > 0 ? [{ name: 'otros' as const, keys: others }] : []),
]

export type Kind = 'text' | 'number' | 'switch' | 'money' | 'policy' | 'weekdays' | 'zone' | 'cut-kind'

const KINDS: Partial<Record<SettingKey, Kind>> = {
  unblockThreshold: 'money',
  cutPolicy: 'policy',
  noCutWeekdays: 'weekdays',
  timeZone: 'zone',
  'radius.cut': 'cut-kind',
}

export function kindOf(key: SettingKey): Kind {
  const { text } = SETTINGS[key]
  return KINDS[key] ?? (text === 'true' || text === 'false' ? 'switch' : /^\d+$/.test(text) ? 'number' : 'text')
}

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
