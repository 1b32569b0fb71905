// Which settings stand on which page, in the order of the page. One that is in no list yet stands with the others, so that none
// is hidden; holidays have a calendar of their own.
import { SETTINGS } from '../../../core/settings.js';
export const HOLIDAYS = 'holidays';
const LISTED = {
    proveedor: [
        ...['isp.name', 'isp.phone', 'isp.province', 'isp.country', 'isp.office'],
        ...['pay.online', 'pay.transfer', 'pay.counter'],
    ],
    cortes: ['unblockThreshold', 'cutPolicy', 'noCutWeekdays', 'controlHour', 'maxCuts', 'timeZone', 'currency'],
    compromisos: ['promise.enabled', 'promise.maxDays', 'promise.waitDays'],
    preaviso: ['prenotice.enabled', 'prenotice.fromDay', 'prenotice.toDay', 'prenotice.everyHours', 'prenotice.seconds'],
    senal: ['cpe.enabled', 'cpe.everyS', 'cpe.keepReadings', 'cpe.keepHours', 'cpe.keepDays'],
    radius: [
        ...['radius.cut', 'radius.cutList', 'radius.cutRate', 'radius.cutPool', 'radius.list', 'radius.pool'],
        ...['radius.interimS', 'radius.keepFiveMinutes', 'radius.keepHours', 'radius.keepDays', 'radius.keepSessions'],
    ],
};
const listed = new Set([HOLIDAYS, ...Object.values(LISTED).flat()]);
const others = Object.keys(SETTINGS).filter((key) => !listed.has(key));
export const GROUPS = [
    ...Object.entries(LISTED).map(([name, keys]) => ({ name: name, keys })),
    ...(others.length > 0 ? [{ name: 'otros', keys: others }] : []),
];
const KINDS = {
    unblockThreshold: 'money',
    cutPolicy: 'policy',
    noCutWeekdays: 'weekdays',
    timeZone: 'zone',
    'radius.cut': 'cut-kind',
};
export function kindOf(key) {
    const { text } = SETTINGS[key];
    return KINDS[key] ?? (text === 'true' || text === 'false' ? 'switch' : /^\d+$/.test(text) ? 'number' : 'text');
}
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
