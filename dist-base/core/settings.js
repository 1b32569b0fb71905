// The ISP's settings, kept in the database and changed at run time. One line a setting: its default, what it accepts and
// what it is for. `termsFrom` turns the stored texts into what the rules need; a stored text that no longer parses is a fault,
// never a silent default.
import { Fault } from './fault.js';
import { COUNTRIES, isCountry } from './rules/country.js';
import { isHour, isTimeZone, makeZone, parseDay } from './rules/day.js';
import { formatAmount, parseAmount } from './rules/money.js';
import { formatPolicy, formatWeekdays, parsePolicy, parseWeekdays } from './rules/policy.js';
const setting = (text, parse, format, expects, about) => ({ text, parse, format, expects, about });
const whole = (text, min, max, about) => setting(text, (given) => (/^\d{1,6}$/.test(given) && Number(given) >= min && Number(given) <= max ? Number(given) : null), String, `a whole number from ${min} to ${max}`, about);
const yesNo = (text, about) => setting(text, (given) => ({ true: true, false: false, yes: true, no: false, si: true })[given.toLowerCase()] ?? null, String, 'true or false', about);
const parseHolidays = (text) => {
    const days = text
        .split(',')
        .map((each) => each.trim())
        .filter(Boolean)
        .map(parseDay);
    return days.includes(null) ? null : new Set(days);
};
const parseThreshold = (text) => {
    const amount = parseAmount(text);
    return amount === null || amount < 0 ? null : amount;
};
/** `-31.42,-64.18`, in degrees; nothing is `none`. */
const parsePosition = (text) => {
    if (text.trim() === '')
        return 'none';
    const [, lat, lng] = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text) ?? [];
    const at = { lat: Number(lat), lng: Number(lng) };
    return Math.abs(at.lat) <= 90 && Math.abs(at.lng) <= 180 ? at : null;
};
const words = (about) => setting('', (text) => (text.length <= 200 ? text : null), String, 'a text of at most 200 characters, or nothing', about);
/** What RouterOS, and the configuration of FreeRADIUS, take as one word. */
const oneWord = (text, about) => setting(text, (given) => (/^[\w.-]{0,64}$/.test(given) ? given : null), String, 'letters, digits, dots and dashes, at most 64, or nothing', about);
const webAddress = (about) => setting('', (text) => (text === '' || (text.length <= 500 && /^https?:/i.test(text) && URL.canParse(text)) ? text : null), String, 'an address that begins with https:// or http://, or nothing', about);
export const SETTINGS = {
    unblockThreshold: setting('1000.00', parseThreshold, formatAmount, 'an amount such as 1000.00, 0 or more', 'overdue debt greater than this is to be cut (valor de desbloqueo)'),
    cutPolicy: setting('days-after-due:1', parsePolicy, formatPolicy, 'days-after-due:N or monthly:D,D', 'on which day a delinquent customer is cut'),
    noCutWeekdays: setting('', parseWeekdays, formatWeekdays, 'weekdays such as fri,sat,sun (not all seven), or nothing', 'weekdays on which nobody is cut'),
    holidays: setting('', parseHolidays, (days) => [...days].sort().join(','), 'days such as 2026-12-25,2027-01-01, or nothing', 'days on which nobody is cut'),
    controlHour: setting('06:00', (text) => (isHour(text) ? text : null), String, 'an hour such as 06:00', 'when the control of a day happens'),
    timeZone: setting('America/Argentina/Buenos_Aires', (text) => (isTimeZone(text) ? text : null), String, 'a zone such as America/Argentina/Buenos_Aires', 'the zone of the ISP: it decides which day it is'),
    currency: setting('ARS', (text) => (/^[A-Z]{3}$/.test(text) ? text : null), String, 'three letters such as ARS', 'the one currency of all amounts'),
    maxCuts: setting('auto', (text) => (text === 'auto' ? 'auto' : /^\d{1,7}$/.test(text) ? Number(text) : null), String, 'auto, or a whole number', 'new cuts for debt a day without a person confirming'),
    'promise.enabled': yesNo('true', 'customers may promise for themselves'),
    'promise.maxDays': whole('4', 1, 366, 'days that a customer grants himself'),
    'promise.waitDays': whole('30', 0, 3660, 'days until he may use it again'),
    'prenotice.enabled': yesNo('false', 'web notices before the cut'),
    'prenotice.fromDay': whole('1', 1, 31, 'first day of the month of the notice window'),
    'prenotice.toDay': whole('10', 1, 31, 'last day of the month of the notice window'),
    'prenotice.everyHours': whole('6', 1, 720, 'hours from one notice to the next'),
    'prenotice.seconds': whole('30', 1, 3600, 'how long a notice stays'),
    'radius.interimS': whole('300', 30, 7200, 'seconds between two interim updates; a session that misses three is lost'),
    'radius.keepFiveMinutes': whole('7', 3, 90, 'days that traffic is kept by five minutes'),
    'radius.keepHours': whole('90', 3, 1100, 'days that traffic is kept by the hour'),
    'radius.keepDays': whole('1100', 30, 11_000, 'days that traffic is kept by the day'),
    'radius.keepSessions': whole('400', 7, 11_000, 'days that a session is kept after its end'),
    'cpe.enabled': yesNo('true', 'signal is read of CPEs and of the tables of radios'),
    'cpe.everyS': whole('300', 60, 86_400, 'seconds from one reading of a CPE to the next'),
    'cpe.keepReadings': whole('3', 3, 90, 'days that each reading is kept'),
    'cpe.keepHours': whole('60', 3, 1100, 'days that readings are kept by the hour'),
    'cpe.keepDays': whole('1100', 30, 11_000, 'days that readings are kept by the day'),
    'radius.cut': setting('reject', (text) => (text === 'reject' || text === 'profile' ? text : null), String, 'reject or profile', 'what FreeRADIUS is told of who is cut: no log-in, or one with the cut profile'),
    'radius.cutList': oneWord('ispcube-cut', 'cut profile: address list (Mikrotik-Address-List); the one that the rules of the router use'),
    'radius.cutRate': setting('256k/256k', (text) => (text === '' || /^\d{1,7}[kM]?(\/\d{1,7}[kM]?)?$/.test(text) ? text : null), String, 'upload/download such as 256k/512k, or nothing', 'cut profile: rate limit (Mikrotik-Rate-Limit)'),
    'radius.cutPool': oneWord('', 'cut profile: address pool (Framed-Pool), which then goes before an address of the connection'),
    'radius.list': oneWord('', 'address list of who is served (Mikrotik-Address-List)'),
    'radius.pool': oneWord('', 'address pool (Framed-Pool) of who is served and has no address of his own'),
    'isp.country': setting('AR', (text) => (isCountry(text) ? text : null), String, Object.keys(COUNTRIES)
        .join(', ')
        .replace(/, ([^,]*)$/, ' or $1'), 'where the ISP is: which papers identify a customer, and where addresses are looked for'),
    'isp.name': words('the name that customers know the ISP by'),
    'isp.province': words('the province or state in which addresses are looked for'),
    'isp.office': setting('', parsePosition, (at) => (at === 'none' ? '' : `${at.lat},${at.lng}`), 'latitude and longitude such as -31.42,-64.18, or nothing', 'where the office is on the map'),
    'isp.phone': words('the telephone that customers call'),
    'pay.online': webAddress('the page where customers pay; reachable for who is cut too'),
    'pay.transfer': words('where to transfer to: alias, CBU, name of the account'),
    'pay.counter': words('where and when customers pay in person'),
};
export const isSettingKey = (text) => Object.hasOwn(SETTINGS, text);
/** The value behind a key from the stored texts, the default where none is stored. */
export function settingOf(stored, key) {
    const { text, parse, expects } = SETTINGS[key];
    const value = parse(stored.get(key) ?? text);
    if (value === null)
        throw new Fault('input-invalid', `the setting ${key} is stored as "${stored.get(key)}": expected ${expects}`, { key });
    return value;
}
/** Checks a text for a key and returns it as it is stored; the fault names the key and what was expected. */
export function checkSetting(key, text) {
    if (!isSettingKey(key)) {
        throw new Fault('input-invalid', `there is no setting "${key}"; ispcube settings list shows them all`, { key });
    }
    const one = SETTINGS[key];
    const value = one.parse(text.trim());
    if (value === null)
        throw new Fault('input-invalid', `${key}: "${text}" is not acceptable; expected ${one.expects}`, { key, value: text });
    return { key, text: one.format(value) };
}
export const ispWordsFrom = (stored) => ({
    name: settingOf(stored, 'isp.name'),
    phone: settingOf(stored, 'isp.phone'),
    payOnline: settingOf(stored, 'pay.online'),
    payTransfer: settingOf(stored, 'pay.transfer'),
    payCounter: settingOf(stored, 'pay.counter'),
});
/** What log-ins are answered by. */
export const loginTermsFrom = (stored) => ({
    cut: settingOf(stored, 'radius.cut'),
    cutList: settingOf(stored, 'radius.cutList'),
    cutRate: settingOf(stored, 'radius.cutRate'),
    cutPool: settingOf(stored, 'radius.cutPool'),
    list: settingOf(stored, 'radius.list'),
    pool: settingOf(stored, 'radius.pool'),
    interimS: settingOf(stored, 'radius.interimS'),
});
/** The rules' terms from the stored settings. */
export function termsFrom(stored) {
    const maxCuts = settingOf(stored, 'maxCuts');
    return {
        zone: makeZone(settingOf(stored, 'timeZone'), settingOf(stored, 'controlHour')),
        currency: settingOf(stored, 'currency'),
        thresholdCents: settingOf(stored, 'unblockThreshold'),
        policy: settingOf(stored, 'cutPolicy'),
        noCut: { weekdays: settingOf(stored, 'noCutWeekdays'), holidays: settingOf(stored, 'holidays') },
        maxCuts: maxCuts === 'auto' ? null : maxCuts,
        promise: {
            enabled: settingOf(stored, 'promise.enabled'),
            maxDays: settingOf(stored, 'promise.maxDays'),
            waitDays: settingOf(stored, 'promise.waitDays'),
        },
        notice: {
            enabled: settingOf(stored, 'prenotice.enabled'),
            fromDay: settingOf(stored, 'prenotice.fromDay'),
            toDay: settingOf(stored, 'prenotice.toDay'),
            everyHours: settingOf(stored, 'prenotice.everyHours'),
            seconds: settingOf(stored, 'prenotice.seconds'),
        },
    };
}
